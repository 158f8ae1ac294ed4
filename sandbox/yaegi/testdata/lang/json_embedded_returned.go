// A value with an embedded struct returned from Handle.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Meta struct {
	Page  int `json:"page"`
	Total int `json:"total"`
}
type List struct {
	Meta
	Items []string `json:"items"`
}

func Handle(ctx *sdk.Context) (any, error) {
	return List{Meta{1, 2}, []string{"a"}}, nil
}
