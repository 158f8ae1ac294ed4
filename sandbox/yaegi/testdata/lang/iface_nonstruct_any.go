// A value of an interface that a type which is no struct implements, in an any.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Shape interface{ Area() int }
type Sq int

func (s Sq) Area() int { return int(s * s) }

type Other int

func (o Other) Area() int { return 1 }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s Shape = Sq(3)
	var v any = s
	_, ok := v.(Sq)
	out = append(out, fmt.Sprintln(ok, v))
	return strings.Join(out, ""), nil
}
