// Generic types with methods.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }
func (s *Stack[T]) Pop() (T, bool) {
	var zero T
	if len(s.items) == 0 {
		return zero, false
	}
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}
func (s Stack[T]) Len() int { return len(s.items) }

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func MakePair[K comparable, V any](k K, v V) Pair[K, V] { return Pair[K, V]{k, v} }

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T)      { s[v] = struct{}{} }
func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s Stack[int]
	s.Push(1)
	s.Push(2)
	v, ok := s.Pop()
	out = append(out, fmt.Sprintln(v, ok, s.Len()))
	ss := &Stack[string]{}
	ss.Push("a")
	w, _ := ss.Pop()
	_, ok = ss.Pop()
	out = append(out, fmt.Sprintln(w, ok))
	p := MakePair("k", 5)
	out = append(out, fmt.Sprintln(p.Key, p.Val, Pair[int, bool]{1, true}.Val))
	set := Set[string]{}
	set.Add("x")
	out = append(out, fmt.Sprintln(set.Has("x"), set.Has("y"), len(set)))
	ps := []Pair[string, int]{{"a", 1}, {"b", 2}}
	out = append(out, fmt.Sprintln(ps[1].Key))
	return strings.Join(out, ""), nil
}
