// A fluent builder that keeps the first error.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type B struct {
	parts []string
	err   error
}

func (b *B) Add(s string) *B {
	if b.err == nil {
		if s == "" {
			b.err = errors.New("empty")
		} else {
			b.parts = append(b.parts, s)
		}
	}
	return b
}
func (b *B) Build() (string, error) { return strings.Join(b.parts, "/"), b.err }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln((&B{}).Add("a").Add("b").Build()))
	out = append(out, fmt.Sprintln(new(B).Add("a").Add("").Add("c").Build()))
	s, err := (&B{}).Add("x").Build()
	out = append(out, fmt.Sprintln(s, err))
	return strings.Join(out, ""), nil
}
