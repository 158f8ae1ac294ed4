// A type switch over built-in types.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func kind(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprint("integer ", x)
	case float64:
		return fmt.Sprint("float ", x*2)
	case string:
		return "string " + strings.ToUpper(x)
	case []byte:
		return fmt.Sprint("bytes ", len(x))
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case []any:
		return fmt.Sprint("list ", len(x))
	case map[string]any:
		return fmt.Sprint("object ", len(x))
	case func() int:
		return fmt.Sprint("func ", x())
	case time.Duration:
		return "duration " + x.String()
	case *int:
		return fmt.Sprint("pointer ", *x)
	default:
		return "other"
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := 9
	for _, v := range []any{nil, 1, int64(2), 2.5, "s", []byte("ab"), true, false, []any{1}, map[string]any{"a": 1}, func() int { return 4 }, time.Second, &n, int8(1), 'x', []int{}} {
		out = append(out, fmt.Sprintln(kind(v)))
	}
	return strings.Join(out, ""), nil
}
