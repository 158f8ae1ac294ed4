// A type switch with returns of two values.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	f := func(v any) (string, int) {
		switch v := v.(type) {
		case string:
			return v, len(v)
		case int:
			return strconv.Itoa(v), v * 2
		case map[string]int:
			n := 0
			for _, x := range v {
				n += x
			}
			return "map", n
		case func(int) int:
			return "func", v(4)
		case []string:
			return strings.Join(v, "+"), len(v)
		case *int:
			*v++
			return "ptr", *v
		case bool:
			if v {
				return "yes", 1
			}
		case [2]int:
			return "arr", v[1]
		case struct{ X int }:
			return "anon", v.X
		case []any:
			if len(v) > 0 {
				if s, ok := v[0].(string); ok {
					return s, len(v)
				}
			}
		case error:
			return v.Error(), 0
		}
		return "?", -1
	}
	n := 3
	for _, v := range []any{"ab", 7, map[string]int{"a": 1, "b": 2}, func(i int) int { return i * i }, []string{"x", "y"}, &n, true, false, [2]int{1, 9}, struct{ X int }{8}, []any{"q", 1}, []any{}, errors.New("err"), nil, 1.5} {
		s, k := f(v)
		out = append(out, fmt.Sprintln(s, k))
	}
	out = append(out, fmt.Sprintln(n))
	return strings.Join(out, ""), nil
}
