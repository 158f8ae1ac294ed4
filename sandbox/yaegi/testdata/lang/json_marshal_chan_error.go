// What cannot be encoded gives an error.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	_, err := json.Marshal(map[string]any{"f": func() {}})
	out = append(out, fmt.Sprintln(err))
	_, err = json.Marshal(math.NaN())
	out = append(out, fmt.Sprintln(err))
	return strings.Join(out, ""), nil
}
