// && and || stop early.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := 0
	t := func() bool { n++; return true }
	f := func() bool { n += 10; return false }
	out = append(out, fmt.Sprintln(t() || f(), n))
	out = append(out, fmt.Sprintln(f() && t(), n))
	out = append(out, fmt.Sprintln(t() && t() || f(), n))
	out = append(out, fmt.Sprintln((f() || t()) && !f(), n))
	var p *struct{ V int }
	out = append(out, fmt.Sprintln(p != nil && p.V == 1, p == nil || p.V == 1))
	s := []int{}
	if len(s) > 0 && s[0] == 1 {
		out = append(out, fmt.Sprintln("no"))
	}
	ok := t() && func() bool { return n > 5 }()
	out = append(out, fmt.Sprintln(ok))
	return strings.Join(out, ""), nil
}
