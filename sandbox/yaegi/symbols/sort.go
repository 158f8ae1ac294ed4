package symbols

import (
	"container/heap"
	"container/list"
	"math"
	"math/bits"
	"reflect"
	"sort"
)

func sortStatic() table {
	return table{
		"Find":           fn(sort.Find),
		"Reverse":        fn(sort.Reverse),
		"Search":         fn(sort.Search),
		"SearchFloat64s": fn(sort.SearchFloat64s),
		"SearchInts":     fn(sort.SearchInts),
		"SearchStrings":  fn(sort.SearchStrings),

		"Float64Slice": typ[sort.Float64Slice](),
		"IntSlice":     typ[sort.IntSlice](),
		"Interface":    typ[sort.Interface](),
		"StringSlice":  typ[sort.StringSlice](),
	}
}

func sortBound(h Host) table {
	return table{
		"Sort":              fn(func(data sort.Interface) { sorting(h, data.Len()); sort.Sort(data) }),
		"Stable":            fn(func(data sort.Interface) { sorting(h, data.Len()); sort.Stable(data) }),
		"IsSorted":          fn(func(data sort.Interface) bool { scanning(h, data.Len()); return sort.IsSorted(data) }),
		"Float64s":          sortSlice(h, sort.Float64s),
		"Ints":              sortSlice(h, sort.Ints),
		"Strings":           sortSlice(h, sort.Strings),
		"Float64sAreSorted": sortedSlice(h, sort.Float64sAreSorted),
		"IntsAreSorted":     sortedSlice(h, sort.IntsAreSorted),
		"StringsAreSorted":  sortedSlice(h, sort.StringsAreSorted),
		"Slice":             fn(sortAny(h, sort.Slice)),
		"SliceStable":       fn(sortAny(h, sort.SliceStable)),
		"SliceIsSorted": fn(func(x any, less func(i, j int) bool) bool {
			scanning(h, reflect.ValueOf(x).Len())
			return sort.SliceIsSorted(x, less)
		}),
	}
}

// sorting counts the native part of sorting n elements: n log n steps. What a
// script says of its own length may be more than there can be.
func sorting(h Host, n int) {
	if n > freeBytes {
		h.Charge(int64(min(n, math.MaxInt>>8)) / 4 * int64(bits.Len(uint(n))) / 4)
	}
}

func scanning(h Host, n int) {
	if n > freeBytes {
		h.Charge(int64(n) / 8)
	}
}

func sortSlice[E any](h Host, f func([]E)) reflect.Value {
	return reflect.ValueOf(func(x []E) { sorting(h, len(x)); f(x) })
}

func sortedSlice[E any](h Host, f func([]E) bool) reflect.Value {
	return reflect.ValueOf(func(x []E) bool { scanning(h, len(x)); return f(x) })
}

func sortAny(h Host, f func(any, func(i, j int) bool)) func(any, func(i, j int) bool) {
	return func(x any, less func(i, j int) bool) {
		sorting(h, reflect.ValueOf(x).Len())
		f(x, less)
	}
}

func heapStatic() table {
	return table{
		"Fix":    fn(heap.Fix),
		"Init":   fn(heap.Init),
		"Pop":    fn(heap.Pop),
		"Push":   fn(heap.Push),
		"Remove": fn(heap.Remove),

		"Interface": typ[heap.Interface](),
	}
}

func listStatic() table {
	return table{
		"New": fn(list.New),

		"Element": typ[list.Element](),
		"List":    typ[list.List](),
	}
}
