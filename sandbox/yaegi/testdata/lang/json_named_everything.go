// Named types of every kind in JSON.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

type Num int
type Str string
type Sl []Num
type Mp map[Str]Sl
type St struct {
	N Num
	S Str
	L Sl
	M Mp
	P *Num
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := Num(3)
	v := St{1, "s", Sl{1, 2}, Mp{"k": {3}}, &n}
	b, err := json.Marshal(v)
	out = append(out, fmt.Sprintln(string(b), err))
	var w St
	out = append(out, fmt.Sprintln(json.Unmarshal(b, &w), w.N, w.S, w.L, w.M["k"], *w.P))
	return v, nil
}
