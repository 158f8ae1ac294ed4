// Linked lists, trees and graphs.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Node struct {
	Val         int
	Left, Right *Node
}

func (n *Node) Insert(v int) *Node {
	if n == nil {
		return &Node{Val: v}
	}
	if v < n.Val {
		n.Left = n.Left.Insert(v)
	} else {
		n.Right = n.Right.Insert(v)
	}
	return n
}
func (n *Node) Walk(f func(int)) {
	if n != nil {
		n.Left.Walk(f)
		f(n.Val)
		n.Right.Walk(f)
	}
}
func (n *Node) Depth() int {
	if n == nil {
		return 0
	}
	return 1 + max(n.Left.Depth(), n.Right.Depth())
}

type G struct {
	name string
	out  []*G
	meta map[string]*G
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var root *Node
	for _, v := range []int{5, 2, 8, 1, 9, 3} {
		root = root.Insert(v)
	}
	var vals []int
	root.Walk(func(v int) { vals = append(vals, v) })
	out = append(out, fmt.Sprintln(vals, root.Depth()))
	a := &G{name: "a", meta: map[string]*G{}}
	b := &G{name: "b", out: []*G{a}}
	a.out = append(a.out, b, a)
	a.meta["b"] = b
	out = append(out, fmt.Sprintln(a.out[0].out[0].name, a.meta["b"].name, len(a.out)))
	return strings.Join(out, ""), nil
}
