// Functions in fields, slices and maps of a struct.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type S struct {
	F func(int) int
	G []func() string
	H map[string]func(string) (string, error)
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := S{F: func(i int) int { return i + 1 }}
	s.G = append(s.G, func() string { return "g" })
	s.H = map[string]func(string) (string, error){"h": func(s string) (string, error) { return s, errors.New("e") }}
	out = append(out, fmt.Sprintln(s.F(1), s.G[0]()))
	a, err := s.H["h"]("q")
	out = append(out, fmt.Sprintln(a, err))
	return strings.Join(out, ""), nil
}
