// Depth decides which of two fields with one name is encoded.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

type A struct {
	X int
	Y int `json:"y"`
}
type B struct {
	A
	X string
	Z int `json:"y"`
}

func Handle(ctx *sdk.Context) (any, error) {
	b, err := json.Marshal(B{A{1, 2}, "x", 3})
	return fmt.Sprint(string(b), err), nil
}
