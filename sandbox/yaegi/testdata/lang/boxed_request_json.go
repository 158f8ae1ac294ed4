// Request.JSON into types with methods, and its errors.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Kind string

func (k *Kind) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*k = Kind("k:" + s)
	return nil
}

type In struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var in In
	err := ctx.Request.JSON(&in)
	out = append(out, fmt.Sprintln(err, in.Name, string(in.Kind)))
	var other struct {
		Name int `json:"name"`
	}
	out = append(out, fmt.Sprintln(ctx.Request.JSON(&other)))
	return strings.Join(out, ""), nil
}
