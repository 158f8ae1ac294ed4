// A struct with an array inside copies it.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Board struct{ C [3][3]rune }

func (b Board) Put(r, c int, v rune) Board { b.C[r][c] = v; return b }
func (b *Board) Set(r, c int, v rune)      { b.C[r][c] = v }
func (b Board) String() string {
	s := ""
	for _, row := range b.C {
		for _, c := range row {
			if c == 0 {
				c = '.'
			}
			s += string(c)
		}
		s += "/"
	}
	return s
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var b Board
	c := b.Put(0, 0, 'X')
	out = append(out, fmt.Sprintln(b.String(), c.String()))
	b.Set(1, 1, 'O')
	d := b
	d.Set(2, 2, 'Z')
	out = append(out, fmt.Sprintln(b.String(), d.String(), b == d, b == b))
	m := map[string]Board{"x": b}
	e := m["x"]
	e.C[0][1] = 'Q'
	f := m["x"]
	out = append(out, fmt.Sprintln(e.String(), f.String()))
	return strings.Join(out, ""), nil
}
