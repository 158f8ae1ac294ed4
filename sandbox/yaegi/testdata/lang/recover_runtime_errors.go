// Runtime errors are recovered as errors with Go's texts.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func try(f func()) (s string) {
	defer func() {
		r := recover()
		if e, ok := r.(error); ok {
			s, _, _ = strings.Cut(e.Error(), " [")
		} else {
			s = fmt.Sprint("not an error: ", r)
		}
	}()
	f()
	return "fine"
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []int{1}
	i := 5
	var m map[string]int
	var p *struct{ V int }
	z := 0
	var v any = "str"
	out = append(out, fmt.Sprintln(try(func() { _ = s[i] })))
	out = append(out, fmt.Sprintln(try(func() { m["a"] = 1 })))
	out = append(out, fmt.Sprintln(try(func() { _ = p.V })))
	out = append(out, fmt.Sprintln(try(func() { _ = 1 / z })))
	out = append(out, fmt.Sprintln(try(func() { _ = v.(int) })))
	out = append(out, fmt.Sprintln(try(func() { _ = s[i:] })))
	out = append(out, fmt.Sprintln(try(func() { _ = "abc"[i] })))
	out = append(out, fmt.Sprintln(try(func() { var f func(); f() })))
	out = append(out, fmt.Sprintln(try(func() { _ = make([]int, i-10) })))
	out = append(out, fmt.Sprintln(try(func() { _ = [3]int{}[i%4+2] })))
	return strings.Join(out, ""), nil
}
