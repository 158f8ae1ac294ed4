package yaegi

import (
	"errors"
	"math"
	"reflect"
	"slices"
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
		"USize":       reflect.ValueOf(h.usize),
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

var errMakeLength = errors.New("runtime error: makeslice: len out of range")

// size announces an allocation of n elements and returns n.
func (h *host) size(n int64, element int) int {
	if n < 0 || n > math.MaxInt64/int64(element) {
		panic(errMakeLength)
	}
	if bytes := n * int64(element); bytes > 4096 {
		h.Allocate(bytes)
		h.Charge(bytes / 1024)
	}
	return int(n)
}

func (h *host) usize(n uint64, element int) int {
	if n > math.MaxInt64 {
		panic(errMakeLength)
	}
	return h.size(int64(n), element)
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
