// cmp.Compare, Less and Or, with NaN.
package main

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := math.NaN()
	out = append(out, fmt.Sprintln(cmp.Compare(1, 2), cmp.Compare("b", "a"), cmp.Compare(2.5, 2.5), cmp.Compare(n, 1), cmp.Compare(1, n), cmp.Compare(n, n)))
	out = append(out, fmt.Sprintln(cmp.Less(1, 2), cmp.Less(n, 1), cmp.Less(1, n), cmp.Less("a", "b"), cmp.Less(n, n)))
	out = append(out, fmt.Sprintln(cmp.Or("", "x", "y"), cmp.Or(0, 0), cmp.Or[int](), cmp.Or(0.0, 1.5), cmp.Compare(uint8(1), 3)))
	d := cmp.Or(time.Duration(0), 5*time.Second)
	out = append(out, fmt.Sprintln(d))
	return strings.Join(out, ""), nil
}
