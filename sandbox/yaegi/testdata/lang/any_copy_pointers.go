// Pointers put into an any keep pointing to what they pointed to.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type P struct {
	N int `json:"n"`
}

func (p *P) Get() int { return p.N }
func Handle(ctx *sdk.Context) (any, error) {
	l := []any{}
	var p *P
	for i := range 3 {
		p = &P{i}
		l = append(l, p)
	}
	m := map[string]any{"p": p}
	var a any = p
	p = &P{100}
	return []any{l, m, a, p}, nil
}
