// nil and empty slices and maps in a response.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct {
	Nil   []int          `json:"nil"`
	Empty []int          `json:"empty"`
	MNil  map[string]int `json:"mnil"`
	MEmp  map[string]int `json:"memp"`
	Any   any            `json:"any"`
	Bytes []byte         `json:"bytes"`
	BNil  []byte         `json:"bnil"`
	Arr   [2][]int       `json:"arr"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var none []string
	return []any{T{Empty: []int{}, MEmp: map[string]int{}, Bytes: []byte("data")}, none, []string{}, map[string][]int{"n": nil, "e": {}}}, nil
}
