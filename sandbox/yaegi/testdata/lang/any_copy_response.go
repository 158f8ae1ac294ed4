// One variable put into a response again and again.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct {
	A int `json:"a"`
}

func Handle(ctx *sdk.Context) (any, error) {
	t := T{1}
	res := map[string]any{"before": t}
	t.A = 2
	res["after"] = t
	list := []any{}
	for i := range 3 {
		t.A = i
		list = append(list, t)
	}
	res["list"] = list
	return res, nil
}
