// A generic must around calls with an error.
package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func try(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err, _ = r.(error)
		}
	}()
	f()
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(must(strconv.Atoi("5"))+1))
	out = append(out, fmt.Sprintln(try(func() { must(strconv.Atoi("x")) })))
	out = append(out, fmt.Sprintln(try(func() { must(time.ParseDuration("1s")) })))
	return strings.Join(out, ""), nil
}
