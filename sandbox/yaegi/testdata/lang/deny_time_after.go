// A function that is left out, with a way out.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(time.After(1) == nil))
	return strings.Join(out, ""), nil
}
