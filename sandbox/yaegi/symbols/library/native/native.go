// Package native has the parts of package library that are native code, for
// speed. Scripts cannot import it.
package native

import (
	"cmp"
	"reflect"
	"slices"
	"sort"
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
	sort.Slice(x, func(i, j int) bool {
		a, b := v.Index(i), v.Index(j)
		switch {
		case a.CanInt():
			return a.Int() < b.Int()
		case a.CanUint():
			return a.Uint() < b.Uint()
		case a.CanFloat():
			return cmp.Less(a.Float(), b.Float())
		}
		return a.String() < b.String()
	})
}

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
