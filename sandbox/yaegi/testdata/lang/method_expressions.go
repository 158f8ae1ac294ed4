// Method expressions take the receiver as first argument.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type T struct{ n int }

func (t T) Plus(x int) int { return t.n + x }
func (t *T) Set(x int)     { t.n = x }

type I interface{ Plus(int) int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	f := T.Plus
	g := (*T).Set
	t := T{5}
	g(&t, 7)
	out = append(out, fmt.Sprintln(f(t, 1), (*T).Plus(&t, 2), I.Plus(t, 3)))
	ops := map[string]func(T, int) int{"plus": T.Plus}
	out = append(out, fmt.Sprintln(ops["plus"](t, 10)))
	up := strings.ToUpper
	out = append(out, fmt.Sprintln(up("x"), time.Duration.Seconds(90*time.Second)))
	return strings.Join(out, ""), nil
}
