// sort.Sort over script types and sort.Interface values.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type multi struct {
	keys []string
	less []func(a, b string) bool
}

func (m *multi) Len() int      { return len(m.keys) }
func (m *multi) Swap(i, j int) { m.keys[i], m.keys[j] = m.keys[j], m.keys[i] }
func (m *multi) Less(i, j int) bool {
	for _, l := range m.less {
		if l(m.keys[i], m.keys[j]) {
			return true
		}
		if l(m.keys[j], m.keys[i]) {
			return false
		}
	}
	return false
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := byLen{"ccc", "a", "bb"}
	sort.Sort(s)
	out = append(out, fmt.Sprintln(s, sort.IsSorted(s)))
	sort.Sort(sort.Reverse(s))
	out = append(out, fmt.Sprintln(s))
	sort.Stable(byLen(s))
	out = append(out, fmt.Sprintln(s))
	m := &multi{keys: []string{"bb", "a", "ab"}, less: []func(a, b string) bool{func(a, b string) bool { return len(a) < len(b) }, func(a, b string) bool { return a < b }}}
	sort.Sort(m)
	out = append(out, fmt.Sprintln(m.keys))
	var si sort.Interface = byLen{"zz", "y"}
	sort.Sort(si)
	out = append(out, fmt.Sprintln(si.Len(), si.Less(0, 1)))
	return strings.Join(out, ""), nil
}
