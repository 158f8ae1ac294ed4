// recover turns a panic into a value.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func safe(f func()) (msg string) {
	defer func() {
		if r := recover(); r != nil {
			msg = fmt.Sprint("recovered: ", r)
		}
	}()
	f()
	return "fine"
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(safe(func() {})))
	out = append(out, fmt.Sprintln(safe(func() { panic("boom") })))
	out = append(out, fmt.Sprintln(safe(func() { panic(42) })))
	out = append(out, fmt.Sprintln(safe(func() { panic(errors.New("err")) })))
	return strings.Join(out, ""), nil
}
