// A struct is encoded as JSON by the host.
package main

import (
	"errors"

	"github.com/picloud/picloud/sdk"
)

type Address struct {
	Street string `json:"street"`
	City   string `json:"city,omitempty"`
}
type User struct {
	ID      int               `json:"id"`
	Name    string            `json:"name"`
	Emails  []string          `json:"emails"`
	Address Address           `json:"address"`
	Extra   map[string]string `json:"extra,omitempty"`
	secret  string
}

func Handle(ctx *sdk.Context) (any, error) {
	u := User{ID: 7, Name: "Ann", Address: Address{Street: "Main"}, secret: "s3cr3t"}
	if u.secret == "" {
		return nil, errors.New("lost")
	}
	return u, nil
}
