// Anonymous struct types: literals, comparison, assignment to named types.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Point struct{ X, Y int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	cfg := struct {
		Host string
		Port int
		Opts struct{ Debug bool }
	}{Host: "h", Port: 80}
	cfg.Opts.Debug = true
	out = append(out, fmt.Sprintln(cfg.Host, cfg.Port, cfg.Opts.Debug))
	var p Point = struct{ X, Y int }{1, 2}
	q := struct{ X, Y int }(p)
	q.X = 10
	out = append(out, fmt.Sprintln(p.X, q.X, p == struct{ X, Y int }{1, 2}))
	tests := []struct {
		in   string
		want int
		f    func(string) int
	}{
		{"a", 1, func(s string) int { return len(s) }},
		{in: "bb", want: 5, f: func(s string) int { return 5 }},
	}
	for _, tc := range tests {
		out = append(out, fmt.Sprintln(tc.in, tc.f(tc.in) == tc.want))
	}
	m := map[string]struct{ N int }{"a": {1}}
	out = append(out, fmt.Sprintln(m["a"].N, m["b"].N))
	pt := &struct{ N *int }{}
	out = append(out, fmt.Sprintln(pt.N == nil))
	return strings.Join(out, ""), nil
}
