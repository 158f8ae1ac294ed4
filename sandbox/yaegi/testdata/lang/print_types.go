// %T and %#v show the script's type names.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ X int }
type N int

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintf("%T %T %T %T %T", P{}, &P{}, []P{}, N(1), map[string]P{})+"\n")
	out = append(out, fmt.Sprintf("%#v %#v %#v", P{1}, N(2), []string{"a"})+"\n")
	out = append(out, fmt.Sprintf("%T %T %T %T", 1, "s", 1.5, 'x')+"\n")
	out = append(out, fmt.Sprintf("%T %T %T", []any{1}, map[string]any{}, errors.New("x"))+"\n")
	return strings.Join(out, ""), nil
}
