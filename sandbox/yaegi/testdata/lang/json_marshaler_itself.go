// A returned value that encodes itself.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type T struct {
	Name string
	Age  int
}

func (t T) MarshalJSON() ([]byte, error) { return []byte(`"` + t.Name + `"`), nil }
func Handle(ctx *sdk.Context) (any, error) {
	return T{"x", 5}, nil
}
