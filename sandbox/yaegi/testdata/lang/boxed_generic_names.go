// Generic types print with their arguments.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p Pair[K, V]) String() string { return fmt.Sprintf("%v=%v", p.Key, p.Val) }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Pair[string, int]{"a", 1}, []Pair[string, int]{{"b", 2}}))
	s := &Stack[Pair[string, int]]{}
	s.Push(Pair[string, int]{"c", 3})
	out = append(out, fmt.Sprintf("%T %v %+v\n", Pair[string, int]{}, s, s.items))
	return strings.Join(out, ""), nil
}
