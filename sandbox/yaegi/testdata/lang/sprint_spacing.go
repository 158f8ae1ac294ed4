// Sprint adds spaces only between operands that are not strings.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return fmt.Sprint("a", 1, 2, "b", "c", 3.5, nil, nil, true, false) + "|" + fmt.Sprintln("a", 1, true) + "|" + fmt.Sprint() + fmt.Sprint([]string{"x"}, []int(nil), map[string]int(nil)), nil
}
