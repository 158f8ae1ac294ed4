// A slice of pointers to structs is encoded by the host.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Row struct {
	A int     `json:"a"`
	B string  `json:"b"`
	C float64 `json:"c"`
	d int
}

func Handle(ctx *sdk.Context) (any, error) {
	rows := []*Row{{1, "x", 1.5, 1}, nil, {2, "y", 2, 2}}
	return rows, nil
}
