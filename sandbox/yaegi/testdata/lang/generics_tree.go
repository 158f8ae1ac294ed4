// A generic ordered tree.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Tree[K int | string, V any] struct {
	root *node[K, V]
	n    int
}
type node[K int | string, V any] struct {
	k    K
	v    V
	l, r *node[K, V]
}

func (t *Tree[K, V]) Put(k K, v V) {
	p := &t.root
	for *p != nil {
		switch {
		case k < (*p).k:
			p = &(*p).l
		case k > (*p).k:
			p = &(*p).r
		default:
			(*p).v = v
			return
		}
	}
	*p = &node[K, V]{k: k, v: v}
	t.n++
}
func (t *Tree[K, V]) Each(f func(K, V)) {
	var w func(*node[K, V])
	w = func(n *node[K, V]) {
		if n == nil {
			return
		}
		w(n.l)
		f(n.k, n.v)
		w(n.r)
	}
	w(t.root)
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var t Tree[string, int]
	for i, k := range []string{"m", "c", "x", "c"} {
		t.Put(k, i)
	}
	t.Each(func(k string, v int) { out = append(out, fmt.Sprint(k, v)) })
	out = append(out, fmt.Sprintln(t.n))
	return strings.Join(out, ""), nil
}
