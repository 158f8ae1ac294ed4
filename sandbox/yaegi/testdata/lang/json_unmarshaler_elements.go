// UnmarshalJSON of elements.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ Name string }

func (t *T) UnmarshalJSON(b []byte) error { t.Name = "got " + string(b); return nil }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var t T
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"x":1}`), &t), t.Name))
	var ts []T
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`[1,2]`), &ts)))
	out = append(out, fmt.Sprintln(len(ts), ts[0].Name))
	return strings.Join(out, ""), nil
}
