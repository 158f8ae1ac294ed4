// A copied struct shares its maps but not its fields.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type S struct {
	m map[string]int
	l []int
	f func() int
}

func NewS() S                     { return S{m: map[string]int{}, f: func() int { return 42 }} }
func (s S) Put(k string, v int) S { s.m[k] = v; s.l = append(s.l, v); return s }
func (s *S) PPut(k string, v int) { s.m[k] = v; s.l = append(s.l, v) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := NewS()
	t := s.Put("a", 1)
	s.PPut("b", 2)
	out = append(out, fmt.Sprintln(len(s.m), len(s.l), len(t.l), len(t.m), s.f(), t.l, s.l))
	var z S
	out = append(out, fmt.Sprintln(z.m == nil, z.l == nil, z.f == nil, len(z.m)))
	z = s
	z.f = func() int { return 1 }
	out = append(out, fmt.Sprintln(s.f(), z.f()))
	return strings.Join(out, ""), nil
}
