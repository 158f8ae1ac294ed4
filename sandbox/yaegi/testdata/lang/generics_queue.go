// A generic queue.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Queue[T any] struct{ items []T }

func (q *Queue[T]) Push(xs ...T) *Queue[T] { q.items = append(q.items, xs...); return q }
func (q *Queue[T]) Pop() (v T, err error) {
	if len(q.items) == 0 {
		return v, errors.New("empty")
	}
	v, q.items = q.items[0], q.items[1:]
	return v, nil
}
func (q Queue[T]) Len() int             { return len(q.items) }
func NewQueue[T any](xs ...T) *Queue[T] { return &Queue[T]{items: xs} }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	q := NewQueue(1, 2)
	q.Push(3).Push(4, 5)
	v, err := q.Pop()
	out = append(out, fmt.Sprintln(v, err, q.Len()))
	s := NewQueue[string]()
	_, err = s.Pop()
	out = append(out, fmt.Sprintln(err))
	s.Push("x")
	w, _ := s.Pop()
	out = append(out, fmt.Sprintln(w))
	return strings.Join(out, ""), nil
}
