// Structs returned from Handle with embedded parts and methods.
package main

import (
	"encoding/json"

	"github.com/picloud/picloud/sdk"
)

type Status int

func (s Status) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[Status]string{0: "off", 1: "on"}[s])
}

type Page struct {
	Total int `json:"total"`
}
type Row struct {
	ID     int    `json:"id"`
	Status Status `json:"status"`
	note   string
}
type List struct {
	Page
	Rows []Row `json:"rows"`
	Next *List `json:"next,omitempty"`
}

func Handle(ctx *sdk.Context) (any, error) {
	return List{Page{2}, []Row{{1, 1, "x"}, {2, 0, "y"}}, &List{}}, nil
}
