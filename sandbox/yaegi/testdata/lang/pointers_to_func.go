// A pointer to a function variable.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	f := func() {}
	pf := &f
	cnt := 0
	*pf = func() { cnt++ }
	f()
	(*pf)()
	out = append(out, fmt.Sprintln(cnt))
	return strings.Join(out, ""), nil
}
