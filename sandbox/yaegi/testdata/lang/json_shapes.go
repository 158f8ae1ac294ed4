// Decoding into maps, slices, pointers, bytes and any.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var m map[string][]map[string]int
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"a":[{"x":1},{"y":2}]}`), &m), m["a"][1]["y"]))
	var a [][]string
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`[["a"],[]]`), &a), a, len(a[1])))
	var p *int
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`5`), &p), *p))
	var s struct{ P **string }
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"P":"x"}`), &s), **s.P))
	var i8 int8
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`200`), &i8)))
	var bs []byte
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`"aGk="`), &bs), string(bs)))
	var x struct {
		A any
		B []any
		C map[string]any
	}
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"A":{"q":1},"B":[1,"x",null,[true]],"C":{"z":{"y":2.5}}}`), &x)))
	out = append(out, fmt.Sprintln(x.A, x.B, x.C))
	out = append(out, fmt.Sprintln(x.C["z"].(map[string]any)["y"].(float64)*2))
	return strings.Join(out, ""), nil
}
