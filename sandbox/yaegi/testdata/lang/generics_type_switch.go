// A type switch on a type parameter.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func F[T int | string](v T) string {
	switch x := any(v).(type) {
	case int:
		return "int" + strconv.Itoa(x)
	case string:
		return "str" + x
	}
	return "?"
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(F(1), F("a")))
	return strings.Join(out, ""), nil
}
