// A visitor over nodes.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Visitor interface {
	Num(n int) string
	Add(a, b Node) string
}
type Node interface{ Accept(v Visitor) string }
type Num int

func (n Num) Accept(v Visitor) string { return v.Num(int(n)) }

type Add struct{ a, b Node }

func (a Add) Accept(v Visitor) string { return v.Add(a.a, a.b) }

type printer struct{ depth int }

func (p *printer) Num(n int) string { return strconv.Itoa(n) }
func (p *printer) Add(a, b Node) string {
	p.depth++
	return "(" + a.Accept(p) + "+" + b.Accept(p) + ")"
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := &printer{}
	var n Node = Add{Num(1), Add{Num(2), Num(3)}}
	out = append(out, fmt.Sprintln(n.Accept(p), p.depth))
	return strings.Join(out, ""), nil
}
