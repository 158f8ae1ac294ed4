// Package variables: initialised by dependency order, functions and init.
package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var (
	c     = a + b
	a     = 1
	b     = f()
	table = map[string]int{"x": c, "y": a}
	count int
	list  = []string{"i"}
	re    = regexp.MustCompile(`^\d+$`)
	fn    = func(x int) int { return x + c }
	x, y  = pair()
)

func f() int              { count++; return a + 10 }
func pair() (int, string) { return 7, "seven" }
func init()               { list = append(list, "init1") }
func init()               { list = append(list, "init2"); table["z"] = 3 }

const limit = 10 * scale
const scale = 5

var _ = register("blank")

func register(s string) int { list = append(list, s); return 0 }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(a, b, c, table, count, list, re.MatchString("123"), fn(1), x, y, limit))
	count += 5
	out = append(out, fmt.Sprintln(count))
	return strings.Join(out, ""), nil
}
