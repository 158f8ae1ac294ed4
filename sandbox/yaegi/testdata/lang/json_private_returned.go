// Unexported fields do not leave through Handle's result, at any depth.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type acc struct {
	User     string
	password string
}
type wrap struct {
	Inner acc
	List  []acc
	Map   map[string]*acc
	Any   any
	note  string
}

func Handle(ctx *sdk.Context) (any, error) {
	a := acc{"u", "secret"}
	return wrap{a, []acc{a}, map[string]*acc{"k": &a}, a, "n"}, nil
}
