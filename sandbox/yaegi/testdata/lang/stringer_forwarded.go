// Arguments forwarded to fmt keep their String method.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ X int }

func (p P) String() string { return "P" + strconv.Itoa(p.X) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := P{1}
	s := fmt.Sprint(p)
	args := []any{p}
	p.X = 2
	args = append(args, p)
	p.X = 3
	out = append(out, fmt.Sprintln(s))
	out = append(out, fmt.Sprintln(fmt.Sprint(args[0]), fmt.Sprint(args[1])))
	out = append(out, fmt.Sprintln(fmt.Sprintf("%v %v", args...)))
	ctx.Log.Info("x", "p", p)
	return strings.Join(out, ""), nil
}
