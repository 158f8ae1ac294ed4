// An error type of the script: by value, by pointer, fields read back.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Err struct {
	Code int
	Msg  string
}

func (e *Err) Error() string { return fmt.Sprintf("%d: %s", e.Code, e.Msg) }

type VErr string

func (v VErr) Error() string { return "v:" + string(v) }
func do(n int) error {
	switch n {
	case 0:
		return nil
	case 1:
		return &Err{404, "missing"}
	}
	return VErr("x")
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for n := range 3 {
		if err := do(n); err != nil {
			out = append(out, fmt.Sprintln(err.Error()))
		} else {
			out = append(out, fmt.Sprintln("ok"))
		}
	}
	return strings.Join(out, ""), nil
}
