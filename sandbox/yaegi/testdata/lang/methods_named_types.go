// Methods on slices, maps, funcs, strings and ints of the script.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Stack []int

func (s *Stack) Push(v int) { *s = append(*s, v) }
func (s *Stack) Pop() int {
	old := *s
	v := old[len(old)-1]
	*s = old[:len(old)-1]
	return v
}
func (s Stack) Len() int { return len(s) }

type Set map[string]bool

func (s Set) Add(k string) Set  { s[k] = true; return s }
func (s Set) Has(k string) bool { return s[k] }

type Fn func(int) int

func (f Fn) Twice(x int) int { return f(f(x)) }

type Name string

func (n Name) Upper() string { return strings.ToUpper(string(n)) }

type Celsius float64

func (c Celsius) F() float64 { return float64(c)*9/5 + 32 }

type Bits uint8

func (b *Bits) Set(i uint)     { *b |= 1 << i }
func (b Bits) Has(i uint) bool { return b&(1<<i) != 0 }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s Stack
	s.Push(1)
	s.Push(2)
	s.Push(3)
	out = append(out, fmt.Sprintln(s.Pop(), s.Len(), s[0], len(s)))
	set := Set{}
	out = append(out, fmt.Sprintln(set.Add("a").Add("b").Has("b"), set.Has("z"), len(set)))
	out = append(out, fmt.Sprintln(Fn(func(x int) int { return x * 3 }).Twice(2)))
	out = append(out, fmt.Sprintln(Name("bob").Upper(), Celsius(100).F()))
	var b Bits
	b.Set(3)
	out = append(out, fmt.Sprintln(b.Has(3), b.Has(2), uint8(b)))
	for i, v := range s {
		out = append(out, fmt.Sprintln(i, v))
	}
	for _, r := range Name("hé") {
		out = append(out, fmt.Sprintln(r))
	}
	return strings.Join(out, ""), nil
}
