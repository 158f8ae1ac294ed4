// json.Number keeps digits.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v struct {
		N json.Number `json:"n"`
		M []json.Number
	}
	err := json.Unmarshal([]byte(`{"n":12345678901234567890.5,"M":[1,2.0]}`), &v)
	out = append(out, fmt.Sprintln(err, v.N.String(), v.M))
	i, err := v.M[0].Int64()
	out = append(out, fmt.Sprintln(i, err))
	f, err := v.M[1].Float64()
	out = append(out, fmt.Sprintln(f, err))
	b, _ := json.Marshal(v)
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
