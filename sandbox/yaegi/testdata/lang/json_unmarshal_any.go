// Decoding into any.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any
	for _, s := range []string{`1`, `"s"`, `null`, `true`, `[1,"a",null]`, `{"b":1,"a":{"c":[]}}`, `12345678901234567890`, `"\u00e9\n"`} {
		v = nil
		err := json.Unmarshal([]byte(s), &v)
		out = append(out, fmt.Sprintf("%v %T %v", v, v, err)+"\n")
	}
	arr := []int{9, 9, 9}
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`[1]`), &arr), arr, len(arr)))
	mm := map[string]any{"keep": 1}
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"new":2}`), &mm), mm))
	return strings.Join(out, ""), nil
}
