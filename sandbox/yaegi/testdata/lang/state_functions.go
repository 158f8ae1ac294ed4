// State functions of a recursive function type.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type State func(*M) State
type M struct {
	in  string
	pos int
	out []string
}

func start(m *M) State {
	if m.pos >= len(m.in) {
		return nil
	}
	if m.in[m.pos] == ' ' {
		m.pos++
		return start
	}
	return word
}
func word(m *M) State {
	b := m.pos
	for m.pos < len(m.in) && m.in[m.pos] != ' ' {
		m.pos++
	}
	m.out = append(m.out, m.in[b:m.pos])
	return start
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := &M{in: " ab  c "}
	for s := State(start); s != nil; {
		s = s(m)
	}
	out = append(out, fmt.Sprintln(m.out, len(m.out)))
	return strings.Join(out, ""), nil
}
