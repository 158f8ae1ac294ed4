// Interface fields hold script types.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

type Shape interface{ Area() float64 }
type Sq struct {
	S float64 `json:"s"`
}

func (s Sq) Area() float64 { return s.S * s.S }

type Doc struct {
	Shape Shape `json:"shape"`
	Any   any   `json:"any"`
	List  []Shape
}

func Handle(ctx *sdk.Context) (any, error) {
	b, err := json.Marshal(Doc{Sq{2}, Sq{3}, []Shape{Sq{1}, nil}})
	return string(b) + fmt.Sprint(err), nil
}
