// Named strings, slices and maps of the script in JSON.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Status string
type Tags []string
type Attrs map[string]Status
type T struct {
	S Status  `json:"s"`
	T Tags    `json:"t"`
	A Attrs   `json:"a"`
	P *Status `json:"p,omitempty"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b, _ := json.Marshal(T{"on", Tags{"x"}, Attrs{"k": "off"}, nil})
	out = append(out, fmt.Sprintln(string(b)))
	var t T
	err := json.Unmarshal([]byte(`{"s":"new","t":["a","b"],"a":{"q":"z"},"p":"pp"}`), &t)
	out = append(out, fmt.Sprintln(err, t.S == "new", len(t.T), t.A["q"] == "z", *t.P == "pp"))
	return strings.Join(out, ""), nil
}
