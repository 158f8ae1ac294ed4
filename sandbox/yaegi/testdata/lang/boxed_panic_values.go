// panic and recover with values of the script's types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Abort struct{ Status int }

func (a Abort) Error() string { return fmt.Sprint("abort ", a.Status) }

type Plain struct{ A int }

func try(f func()) (out string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
			out = "fine"
		case Abort:
			out = fmt.Sprint("Abort ", r.Status)
		case *Plain:
			out = fmt.Sprint("*Plain ", r.A)
		case Plain:
			out = fmt.Sprint("Plain ", r.A)
		case error:
			out = "error " + r.Error()
		default:
			out = fmt.Sprint("other ", r)
		}
	}()
	f()
	return "done"
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(try(func() { panic(Abort{404}) }), try(func() { panic(&Plain{1}) }), try(func() { panic(Plain{2}) }), try(func() { panic("x") }), try(func() { panic(fmt.Errorf("w: %w", Abort{1})) })))
	p(try(func() {
		var m map[string]int
		m["a"] = 1
	}), try(func() {}))
	return strings.Join(out, ""), nil
}
