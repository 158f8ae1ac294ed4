// A struct with String under the verbs of fmt.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ v int }

func (t T) String() string { return "T" + strconv.Itoa(t.v) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	s := fmt.Sprintf("%v %+v %s %10s|%-10s|%q", t, t, t, t, t, t)
	out = append(out, fmt.Sprintln(s))
	out = append(out, fmt.Sprintln(strings.Repeat(t.String(), 2), t.String()+"x", []string{t.String()}))
	out = append(out, fmt.Sprintln(fmt.Sprintf("%d", t), fmt.Sprintf("%v", &t)))
	return strings.Join(out, ""), nil
}
