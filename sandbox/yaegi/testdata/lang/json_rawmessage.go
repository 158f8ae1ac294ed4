// RawMessage delays decoding.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Env struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, s := range []string{`{"type":"user","data":{"name":"bob"}}`, `{"type":"nums","data":[1,2,3]}`, `{"type":"none"}`} {
		var e Env
		if err := json.Unmarshal([]byte(s), &e); err != nil {
			return nil, err
		}
		switch e.Type {
		case "user":
			var u struct{ Name string }
			out = append(out, fmt.Sprintln(json.Unmarshal(e.Data, &u), u.Name))
		case "nums":
			var ns []int
			out = append(out, fmt.Sprintln(json.Unmarshal(e.Data, &ns), ns))
		default:
			out = append(out, fmt.Sprintln(e.Data == nil, len(e.Data)))
		}
		b, _ := json.Marshal(e)
		out = append(out, fmt.Sprintln(string(b)))
	}
	return strings.Join(out, ""), nil
}
