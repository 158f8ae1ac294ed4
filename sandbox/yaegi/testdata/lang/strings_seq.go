// strings.SplitSeq and Lines, newer than Go 1.22.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for p := range strings.SplitSeq("a,b", ",") {
		out = append(out, fmt.Sprintln(p))
	}
	return strings.Join(out, ""), nil
}
