// Values of other packages asserted to interfaces of the script.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Namer interface{ Name() string }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = 5
	_, ok := v.(Namer)
	_, ok2 := any("x").(interface{ Len() int })
	_, ok3 := errors.New("x").(interface{ Code() int })
	out = append(out, fmt.Sprintln(ok, ok2, ok3))
	return strings.Join(out, ""), nil
}
