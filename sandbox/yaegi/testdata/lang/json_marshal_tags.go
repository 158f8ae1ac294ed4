// Tags: names, omitempty, "-", string, private fields.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	ID      int    `json:"id"`
	Name    string `json:"name,omitempty"`
	Secret  string `json:"-"`
	Dash    int    `json:"-,"`
	Num     int64  `json:"num,string"`
	NoTag   bool
	Ptr     *int           `json:"ptr"`
	OmitPtr *int           `json:"omit_ptr,omitempty"`
	List    []string       `json:"list"`
	OmitL   []string       `json:"omit_list,omitempty"`
	M       map[string]int `json:"m"`
	private string
	lower   int `json:"lower"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := 5
	b, err := json.Marshal(T{ID: 1, Secret: "s", Num: 9, Ptr: &n, private: "p"})
	out = append(out, fmt.Sprintln(string(b), err))
	b, err = json.Marshal(&T{Name: "x", List: []string{}, OmitL: []string{"q"}, M: map[string]int{"b": 1, "a": 2}, lower: 4})
	out = append(out, fmt.Sprintln(string(b), err))
	return strings.Join(out, ""), nil
}
