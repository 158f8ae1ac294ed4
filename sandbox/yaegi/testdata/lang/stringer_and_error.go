// A type with both Error and String.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ n int }

func (e E) Error() string  { return "err" }
func (e E) String() string { return "str" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(fmt.Sprint(E{1}), E{1}.String(), E{1}.Error()))
	out = append(out, fmt.Sprintln(fmt.Sprintf("%v|%s|%d", E{1}, E{1}, E{1})))
	return strings.Join(out, ""), nil
}
