// A generic linked list and tree with callbacks.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Node[T any] struct {
	val  T
	next *Node[T]
}
type List[T any] struct {
	head *Node[T]
	n    int
}

func (l *List[T]) Push(v T) { l.head = &Node[T]{v, l.head}; l.n++ }
func (l *List[T]) Each(f func(int, T)) {
	i := 0
	for n := l.head; n != nil; n = n.next {
		f(i, n.val)
		i++
	}
}
func (l *List[T]) Slice() (out []T) {
	l.Each(func(_ int, v T) { out = append(out, v) })
	return
}

type Cache[K comparable, V any] struct {
	data map[K]V
	load func(K) (V, error)
	hits int
}

func NewCache[K comparable, V any](load func(K) (V, error)) *Cache[K, V] {
	return &Cache[K, V]{data: make(map[K]V), load: load}
}
func (c *Cache[K, V]) Get(k K) (V, error) {
	if v, ok := c.data[k]; ok {
		c.hits++
		return v, nil
	}
	v, err := c.load(k)
	if err != nil {
		var zero V
		return zero, err
	}
	c.data[k] = v
	return v, nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	l := &List[string]{}
	l.Push("a")
	l.Push("b")
	out = append(out, fmt.Sprintln(l.Slice(), l.n))
	c := NewCache(func(k string) (int, error) {
		if k == "" {
			return 0, errors.New("empty key")
		}
		return len(k), nil
	})
	for _, k := range []string{"abc", "abc", ""} {
		v, err := c.Get(k)
		out = append(out, fmt.Sprintln(v, err, c.hits))
	}
	return strings.Join(out, ""), nil
}
