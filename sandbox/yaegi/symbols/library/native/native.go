// Package native has the parts of package library that are native code, for
// speed. Scripts cannot import it.
package native

import (
	"cmp"
	"reflect"
	"slices"
	"unsafe"
)

// Sort sorts a slice of an ordered type, as slices.Sort does.
func Sort(x any) {
	switch x := x.(type) {
	case []int:
		slices.Sort(x)
	case []string:
		slices.Sort(x)
	case []float64:
		slices.Sort(x)
	default:
		sortOther(x)
	}
}

// sortOther sorts by the kind of the elements, whose type may have a name.
func sortOther(x any) {
	v := reflect.ValueOf(x)
	p, n := v.UnsafePointer(), v.Len()
	switch kind := v.Type().Elem().Kind(); kind {
	case reflect.Int:
		sortAs[int](p, n)
	case reflect.Int8:
		sortAs[int8](p, n)
	case reflect.Int16:
		sortAs[int16](p, n)
	case reflect.Int32:
		sortAs[int32](p, n)
	case reflect.Int64:
		sortAs[int64](p, n)
	case reflect.Uint:
		sortAs[uint](p, n)
	case reflect.Uint8:
		sortAs[uint8](p, n)
	case reflect.Uint16:
		sortAs[uint16](p, n)
	case reflect.Uint32:
		sortAs[uint32](p, n)
	case reflect.Uint64:
		sortAs[uint64](p, n)
	case reflect.Uintptr:
		sortAs[uintptr](p, n)
	case reflect.Float32:
		sortAs[float32](p, n)
	case reflect.Float64:
		sortAs[float64](p, n)
	case reflect.String:
		sortAs[string](p, n)
	default:
		panic("elements of kind " + kind.String() + " have no order")
	}
}

func sortAs[E cmp.Ordered](p unsafe.Pointer, n int) { slices.Sort(unsafe.Slice((*E)(p), n)) }

// Index returns the place of v in a slice of basic values, as slices.Index
// does, and -2 when they are not.
func Index(x, v any) int {
	switch x := x.(type) {
	case []int:
		return index(x, v)
	case []string:
		return index(x, v)
	case []byte:
		return index(x, v)
	case []rune:
		return index(x, v)
	case []int64:
		return index(x, v)
	case []float64:
		return index(x, v)
	case []bool:
		return slices.Index(x, v.(bool))
	}
	return -2
}

func index[E cmp.Ordered](x []E, v any) int {
	element, ok := v.(E)
	if !ok {
		return -2
	}
	return slices.Index(x, element)
}
