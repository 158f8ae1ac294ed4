// fmt prints an error type of the script by its Error method.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type NotFound struct{ Key string }

func (e NotFound) Error() string { return e.Key + " not found" }
func get(k string) error         { return NotFound{k} }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	err := get("k")
	out = append(out, fmt.Sprintln(err))
	out = append(out, fmt.Sprintf("%v|%s|%q", err, err, err)+"\n")
	out = append(out, fmt.Sprintln(err.Error()))
	out = append(out, fmt.Sprintf("%v", fmt.Errorf("wrap: %w", err))+"\n")
	return strings.Join(out, ""), nil
}
