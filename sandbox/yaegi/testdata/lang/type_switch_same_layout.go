// Types with the same fields are still different types.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Meters struct{ V float64 }
type Feet struct{ V float64 }
type Cmd string
type Evt string

func what(v any) string {
	switch v.(type) {
	case Feet:
		return "feet"
	case Meters:
		return "meters"
	case Evt:
		return "evt"
	case Cmd:
		return "cmd"
	case string:
		return "string"
	}
	return "?"
}
func Handle(ctx *sdk.Context) (any, error) {
	return []string{what(Meters{1}), what(Feet{1}), what(Cmd("x")), what(Evt("x")), what("x")}, nil
}
