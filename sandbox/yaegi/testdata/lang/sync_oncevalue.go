// sync.OnceFunc, OnceValue and OnceValues.
package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/picloud/picloud/sdk"
)

var config = sync.OnceValue(func() map[string]int { return map[string]int{"n": 1} })

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	calls := 0
	f := sync.OnceFunc(func() { calls++ })
	f()
	f()
	v := sync.OnceValues(func() (int, error) { calls += 10; return calls, errors.New("e") })
	a, err := v()
	b, err2 := v()
	out = append(out, fmt.Sprintln(calls, a, b, err == err2, config()["n"], config()["n"]))
	return strings.Join(out, ""), nil
}
