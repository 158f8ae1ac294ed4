// Decoded JSON walked with assertions.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v map[string]any
	if err := json.Unmarshal([]byte(`{"a":{"b":[1,2.5,"x",null,true]},"n":7}`), &v); err != nil {
		return nil, err
	}
	arr := v["a"].(map[string]any)["b"].([]any)
	for _, e := range arr {
		switch x := e.(type) {
		case nil:
			out = append(out, fmt.Sprintln("nil"))
		case float64:
			out = append(out, fmt.Sprintln("number", x*2))
		case string:
			out = append(out, fmt.Sprintln("string", x))
		case bool:
			out = append(out, fmt.Sprintln("bool", !x))
		}
	}
	n, ok := v["n"].(int)
	out = append(out, fmt.Sprintln(n, ok))
	f, ok := v["n"].(float64)
	out = append(out, fmt.Sprintln(f, ok))
	_, ok = v["zz"].(string)
	out = append(out, fmt.Sprintln(ok))
	v["new"] = map[string]any{"k": []int{1}}
	b, _ := json.Marshal(v)
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
