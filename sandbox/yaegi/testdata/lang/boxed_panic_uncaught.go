// An uncaught panic with an error of the script.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Abort struct{ Status int }

func (a Abort) Error() string { return fmt.Sprint("abort ", a.Status) }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	if len(out) == 0 {
		panic(Abort{500})
	}
	return strings.Join(out, ""), nil
}
