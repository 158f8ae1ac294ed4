// A returned value with its own encoding.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

type Color struct{ R, G, B uint8 }

func (c Color) MarshalJSON() ([]byte, error) {
	return json.Marshal(fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B))
}
func Handle(ctx *sdk.Context) (any, error) {
	return map[string]any{"color": Color{255, 0, 10}}, nil
}
