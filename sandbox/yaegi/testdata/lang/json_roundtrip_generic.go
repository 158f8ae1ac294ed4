// Decoding and encoding through generic functions.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Page[T any] struct {
	Items []T `json:"items"`
	Next  int `json:"next,omitempty"`
}
type U struct {
	N string `json:"n"`
}

func decode[T any](s string) (T, error) {
	var v T
	err := json.Unmarshal([]byte(s), &v)
	return v, err
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p, err := decode[Page[U]](`{"items":[{"n":"a"},{"n":"b"}],"next":3}`)
	out = append(out, fmt.Sprintln(err, p.Next, p.Items[1].N))
	m, err := decode[map[string][]int](`{"x":[1,2]}`)
	out = append(out, fmt.Sprintln(m, err))
	b, _ := json.Marshal(Page[int]{Items: []int{1}})
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
