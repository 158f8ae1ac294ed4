// Nested anonymous structs and pointers.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	A  int `json:"a"`
	In struct {
		B []int `json:"b"`
		C *struct {
			D string `json:"d"`
		} `json:"c"`
	} `json:"in"`
	L []struct{ E float64 }
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var t T
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"a":1,"in":{"b":[1,2],"c":{"d":"x"}},"L":[{"e":1.5}]}`), &t)))
	out = append(out, fmt.Sprintln(t.A, t.In.B, t.In.C.D, t.L[0].E))
	t.In.C = nil
	b, _ := json.Marshal(t)
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
