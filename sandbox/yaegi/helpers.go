package yaegi

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// helpers are the functions that rewritten code calls.
func (h *host) helpers() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Refill":      reflect.ValueOf(h.refill),
		"Defers":      reflect.ValueOf((*Defers)(nil)),
		"Defer":       reflect.ValueOf(h.deferred),
		"Recover":     reflect.ValueOf(h.recovered),
		"Panic":       reflect.ValueOf(h.panicWith),
		"Size":        reflect.ValueOf(h.size),
		"MapSize":     reflect.ValueOf(func(n int64, element int) int { return h.size(max(n, 0), element) }),
		"USize":       reflect.ValueOf(h.usize),
		"Shift":       reflect.ValueOf(shiftCount),
		"Index":       reflect.ValueOf(indexPanic),
		"Decode":      reflect.ValueOf(utf8.DecodeRuneInString),
		"Runes":       reflect.ValueOf(h.runes),
		"NilPointer":  reflect.ValueOf(nilPointer),
		"Clear":       reflect.ValueOf(clearAny),
		"Min_int64":   reflect.ValueOf(minOf[int64]),
		"Min_uint64":  reflect.ValueOf(minOf[uint64]),
		"Min_float64": reflect.ValueOf(minFloat),
		"Min_string":  reflect.ValueOf(minOf[string]),
		"Max_int64":   reflect.ValueOf(maxOf[int64]),
		"Max_uint64":  reflect.ValueOf(maxOf[uint64]),
		"Max_float64": reflect.ValueOf(maxFloat),
		"Max_string":  reflect.ValueOf(maxOf[string]),
	}
}

// size announces an allocation of n elements and returns n.
func (h *host) size(n int64, element int) int {
	if n < 0 || n > math.MaxInt64/int64(element) {
		panic(runtimeError("makeslice: len out of range"))
	}
	if bytes := n * int64(element); bytes > smallMake {
		h.Allocate(bytes)
		h.Charge(bytes / 1024)
	}
	return int(n)
}

func (h *host) usize(n uint64, element int) int {
	if n > math.MaxInt64 {
		panic(runtimeError("makeslice: len out of range"))
	}
	return h.size(int64(n), element)
}

// runes are those of a text.
func (h *host) runes(text string) []rune {
	bytes := int64(len(text))
	h.Allocate(bytes * 4)
	h.Charge(bytes / 1024)
	return []rune(text)
}

// indexPanic panics for an index that is behind the end.
func indexPanic(i, n int) {
	panic(runtimeError(fmt.Sprintf("index out of range [%d] with length %d", i, n)))
}

// shiftCount is the count of a shift, which must not be negative.
func shiftCount(n int64) uint64 {
	if n < 0 {
		panic(runtimeError("negative shift amount"))
	}
	return uint64(n)
}

// nilPointer ends a script that puts a nil pointer into an interface value:
// in Go that is not nil, in the interpreter it would be.
func nilPointer(t string) {
	panic(&symbols.Unsupported{Message: "a nil " + t + " would be put into an interface value, which is not supported: return or assign nil itself"})
}

// clearAny is clear, for a map or a slice of any type.
func clearAny(v any) {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Map || r.Kind() == reflect.Slice {
		r.Clear()
	}
}

func minOf[T int64 | uint64 | string](list ...T) T { return slices.Min(list) }

func maxOf[T int64 | uint64 | string](list ...T) T { return slices.Max(list) }

// minFloat and maxFloat are NaN if an operand is, as min and max are.
func minFloat(list ...float64) float64 {
	out := list[0]
	for _, v := range list[1:] {
		out = min(out, v)
	}
	return out
}

func maxFloat(list ...float64) float64 {
	out := list[0]
	for _, v := range list[1:] {
		out = max(out, v)
	}
	return out
}
