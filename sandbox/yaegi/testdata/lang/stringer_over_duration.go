// A String method on a type made of time.Duration.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type D time.Duration

func (d D) String() string { return "D" + time.Duration(d).String() }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(fmt.Sprint(D(time.Second)), D(5).String()))
	d := D(time.Minute)
	out = append(out, fmt.Sprintln(time.Duration(d).Seconds(), d > D(time.Second)))
	return strings.Join(out, ""), nil
}
