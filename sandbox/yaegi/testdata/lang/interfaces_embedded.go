// Interfaces embed interfaces; structs embed interfaces.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type R interface{ Read() string }
type W interface{ Write(string) }
type RW interface {
	R
	W
}
type File struct{ data []string }

func (f *File) Read() string   { return strings.Join(f.data, "|") }
func (f *File) Write(s string) { f.data = append(f.data, s) }

type Logged struct {
	RW
	count int
}

func (l *Logged) Write(s string) { l.count++; l.RW.Write("[" + s + "]") }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	f := &File{}
	l := &Logged{RW: f}
	var rw RW = l
	rw.Write("a")
	rw.Write("b")
	out = append(out, fmt.Sprintln(rw.Read(), l.count, l.Read(), f.Read()))
	var r R = rw
	out = append(out, fmt.Sprintln(r.Read()))
	return strings.Join(out, ""), nil
}
