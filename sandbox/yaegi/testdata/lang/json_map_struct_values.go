// Maps and slices of structs both ways.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Item struct {
	Price float64  `json:"price"`
	Tags  []string `json:"tags,omitempty"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var inv map[string]Item
	err := json.Unmarshal([]byte(`{"pen":{"price":1.5},"ink":{"price":9,"tags":["blue"]}}`), &inv)
	out = append(out, fmt.Sprintln(err, len(inv), inv["ink"].Tags, inv["pen"].Price))
	it := inv["pen"]
	it.Price *= 2
	inv["pen"] = it
	b, _ := json.Marshal(inv)
	out = append(out, fmt.Sprintln(string(b)))
	nested := map[string]map[string][]Item{"a": {"b": {{1, nil}}}}
	b, _ = json.Marshal(nested)
	out = append(out, fmt.Sprintln(string(b)))
	pp := map[string]*Item{"x": {Price: 2}, "nil": nil}
	b, _ = json.Marshal(pp)
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
