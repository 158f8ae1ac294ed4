// The recovered value has the type that was panicked with.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type E struct{ Code int }

func try(v any) (s string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
			s = "nil"
		case error:
			s = "error " + r.Error()
		case string:
			s = "string " + r
		case int:
			s = fmt.Sprint("int ", r+1)
		case E:
			s = fmt.Sprint("E ", r.Code)
		default:
			s = "other"
		}
	}()
	if v != nil {
		panic(v)
	}
	return ""
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(try(nil), try("a"), try(1), try(errors.New("e")), try(E{5}), try(2.5)))
	return strings.Join(out, ""), nil
}
