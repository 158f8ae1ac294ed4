// Streaming decoders with UseNumber and unknown fields.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	dec := json.NewDecoder(strings.NewReader(`{"a":1} {"a":2}`))
	for dec.More() {
		var v struct{ A int }
		if err := dec.Decode(&v); err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintln(v.A))
	}
	dec = json.NewDecoder(strings.NewReader(`{"a":1,"b":2}`))
	dec.DisallowUnknownFields()
	var v struct{ A int }
	out = append(out, fmt.Sprintln(dec.Decode(&v)))
	return strings.Join(out, ""), nil
}
