// A decoding error that names the script's type and field.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Inner struct {
	N int `json:"n"`
}
type T struct {
	A int   `json:"a"`
	I Inner `json:"i"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var t T
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"a":"x"}`), &t)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"i":{"n":true}}`), &t)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`[]`), &t)))
	return strings.Join(out, ""), nil
}
