// The texts of decoding errors.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var n int
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`"x"`), &n)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{`), &n)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(``), &n)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`1 2`), &n)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`1.5`), &n)))
	var u uint8
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`300`), &u), u))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`[1,2`), &[]int{})))
	var m map[string]int
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"a":"b"}`), &m)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{'a':1}`), &m)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`nul`), &m)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`1`), n)))
	out = append(out, fmt.Sprintln(json.Valid([]byte(`{"a":[1]}`)), json.Valid([]byte(`{a:1}`))))
	return strings.Join(out, ""), nil
}
