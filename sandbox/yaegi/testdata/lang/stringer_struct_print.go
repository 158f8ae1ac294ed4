// A struct with a String method printed by fmt.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ X, Y int }

func (p P) String() string { return fmt.Sprintf("(%d;%d)", p.X, p.Y) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := P{1, 2}
	out = append(out, fmt.Sprintln(p))
	out = append(out, fmt.Sprintln(&p))
	out = append(out, fmt.Sprintf("%v %s %+v", p, p, &p)+"\n")
	return strings.Join(out, ""), nil
}
