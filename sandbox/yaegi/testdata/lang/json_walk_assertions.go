// Decoded JSON reached by assertions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = map[string]any{"a": []any{1.0, map[string]any{"b": "c"}}}
	m, ok := v.(map[string]any)
	out = append(out, fmt.Sprintln(len(m), ok))
	l, ok := m["a"].([]any)
	out = append(out, fmt.Sprintln(len(l), ok))
	s, ok := l[1].(map[string]any)["b"].(string)
	out = append(out, fmt.Sprintln(s, ok))
	_, ok = v.([]any)
	out = append(out, fmt.Sprintln(ok))
	x, ok := m["zz"].(int)
	out = append(out, fmt.Sprintln(x, ok))
	if f, ok := l[0].(float64); ok && f == 1 {
		out = append(out, fmt.Sprintln("one", int(f)))
	}
	var e any
	_, ok = e.(string)
	out = append(out, fmt.Sprintln(ok))
	t, ok := e.(error)
	out = append(out, fmt.Sprintln(t == nil, ok))
	p := func(v any) (n int) {
		defer func() {
			if r := recover(); r != nil {
				n = -1
			}
		}()
		return v.(int)
	}
	out = append(out, fmt.Sprintln(p(1), p("x"), p(nil)))
	return strings.Join(out, ""), nil
}
