// fmt calls a pointer method on pointers only.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ X int }

func (p *P) String() string { return "*" + strconv.Itoa(p.X) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := P{1}
	out = append(out, fmt.Sprintln(p))
	out = append(out, fmt.Sprintln(&p))
	out = append(out, fmt.Sprintln([]any{p, &p}))
	return strings.Join(out, ""), nil
}
