// Assertions that fail name both types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A struct{ X int }
type B struct{ X int }
type E struct{}

func (*E) Error() string { return "e" }

func try(f func()) (out string) {
	defer func() { out = fmt.Sprint(recover()) }()
	f()
	return "done"
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = A{1}
	var err error = &E{}
	out = append(out, fmt.Sprintln(try(func() { _ = v.(B) })))
	out = append(out, fmt.Sprintln(try(func() { _ = v.(string) })))
	out = append(out, fmt.Sprintln(try(func() { _ = v.(*A) })))
	out = append(out, fmt.Sprintln(try(func() { _ = v.(error) })))
	out = append(out, fmt.Sprintln(try(func() { _ = any(1).(A) })))
	out = append(out, fmt.Sprintln(try(func() { _ = any(nil).(A) })))
	out = append(out, fmt.Sprintln(try(func() { _ = err.(interface{ Code() int }) })))
	out = append(out, fmt.Sprintln(try(func() { _ = v.(fmt.Stringer) })))
	return strings.Join(out, ""), nil
}
