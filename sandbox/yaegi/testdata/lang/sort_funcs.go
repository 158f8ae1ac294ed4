// Sorting: Slice, Ints, Strings, stable, search, reverse.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct {
	Name string
	Age  int
}
type byAge []P

func (b byAge) Len() int           { return len(b) }
func (b byAge) Less(i, j int) bool { return b[i].Age < b[j].Age }
func (b byAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	ps := []P{{"a", 30}, {"b", 20}, {"c", 30}, {"d", 10}}
	sort.Slice(ps, func(i, j int) bool { return ps[i].Name > ps[j].Name })
	out = append(out, fmt.Sprintln(ps[0].Name, ps[3].Name))
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].Age < ps[j].Age })
	for _, p := range ps {
		out = append(out, fmt.Sprintln(p.Name, p.Age))
	}
	sort.Sort(sort.Reverse(byAge(ps)))
	out = append(out, fmt.Sprintln(ps[0].Age, ps[3].Age))
	is := []int{3, 1, 2}
	sort.Ints(is)
	out = append(out, fmt.Sprintln(is, sort.SearchInts(is, 2), sort.IntsAreSorted(is)))
	ss := []string{"b", "a"}
	sort.Strings(ss)
	out = append(out, fmt.Sprintln(ss))
	i := sort.Search(100, func(i int) bool { return i*i >= 50 })
	out = append(out, fmt.Sprintln(i))
	sort.Sort(sort.Reverse(sort.IntSlice(is)))
	out = append(out, fmt.Sprintln(is))
	fs := []float64{2.5, -1}
	sort.Float64s(fs)
	out = append(out, fmt.Sprintln(fs))
	people := map[string][]P{"x": {{"q", 2}, {"r", 1}}}
	sort.Slice(people["x"], func(i, j int) bool { return people["x"][i].Age < people["x"][j].Age })
	out = append(out, fmt.Sprintln(people["x"][0].Name))
	ptrs := []*P{{"z", 1}, {"y", 2}}
	sort.Slice(ptrs, func(i, j int) bool { return ptrs[i].Name < ptrs[j].Name })
	out = append(out, fmt.Sprintln(ptrs[0].Name))
	return strings.Join(out, ""), nil
}
