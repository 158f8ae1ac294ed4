// A struct with methods put into a response again and again.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct{ A int }

func (t T) Get() int { return t.A }
func Handle(ctx *sdk.Context) (any, error) {
	t := T{A: 1}
	res := map[string]any{}
	res["before"] = t
	t.A = 2
	res["after"] = t
	l := []any{}
	for i := range 3 {
		t.A = i
		l = append(l, t)
	}
	res["l"] = l
	return res, nil
}
