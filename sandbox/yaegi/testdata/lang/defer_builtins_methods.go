// Deferred builtins, methods and results of calls.
package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[string]int{"a": 1}
	func() {
		defer delete(m, "a")
		out = append(out, fmt.Sprintln(len(m)))
	}()
	out = append(out, fmt.Sprintln(len(m)))
	func() { defer func() { recover() }(); panic(1) }()
	f := func() (s string) { defer func() { s = fmt.Sprint(recover(), recover()) }(); panic("x") }
	out = append(out, fmt.Sprintln(f()))
	var mu sync.Mutex
	func() { mu.Lock(); defer mu.Unlock(); m["b"] = 2 }()
	func() { mu.Lock(); defer mu.Unlock(); m["c"] = 3 }()
	out = append(out, fmt.Sprintln(len(m)))
	var sb strings.Builder
	func() { defer sb.WriteString("end"); sb.WriteString("start") }()
	out = append(out, fmt.Sprintln(sb.String()))
	buf := []string{}
	add := func(s string) func() { buf = append(buf, "+"+s); return func() { buf = append(buf, "-"+s) } }
	func() { defer add("a")(); defer add("b")(); buf = append(buf, "body") }()
	out = append(out, fmt.Sprintln(buf))
	g := func() (n int) {
		for i := range 3 {
			defer func() { n += i }()
		}
		return 10
	}
	out = append(out, fmt.Sprintln(g()))
	h := func() (err error) {
		defer func() { err = errors.Join(err, errors.New("close")) }()
		return errors.New("run")
	}
	out = append(out, fmt.Sprintln(strings.ReplaceAll(h().Error(), "\n", "|")))
	return strings.Join(out, ""), nil
}
