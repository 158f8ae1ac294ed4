// omitempty and omitzero on every kind.
package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	I int             `json:"i,omitempty"`
	F float64         `json:"f,omitempty"`
	B bool            `json:"b,omitempty"`
	S string          `json:"s,omitempty"`
	P *int            `json:"p,omitempty"`
	L []int           `json:"l,omitempty"`
	M map[string]int  `json:"m,omitempty"`
	A any             `json:"a,omitempty"`
	T time.Time       `json:"t,omitzero"`
	U struct{ X int } `json:"u,omitempty"`
	Z struct{ X int } `json:"z,omitzero"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	zero := 0
	b, err := json.Marshal(T{})
	out = append(out, fmt.Sprintln(string(b), err))
	b, err = json.Marshal(T{P: &zero, L: []int{}, M: map[string]int{}, A: 0})
	out = append(out, fmt.Sprintln(string(b), err))
	return strings.Join(out, ""), nil
}
