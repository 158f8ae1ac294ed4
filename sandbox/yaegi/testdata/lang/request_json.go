// Decodes the request's body into a struct.
package main

import (
	"github.com/picloud/picloud/sdk"
)

type Item struct {
	SKU   string  `json:"sku"`
	Qty   int     `json:"qty"`
	Price float64 `json:"price"`
}
type Order struct {
	Name  string  `json:"name"`
	Items []Item  `json:"items"`
	Note  *string `json:"note,omitempty"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var o Order
	if err := ctx.Request.JSON(&o); err != nil {
		return nil, err
	}
	total := 0.0
	for _, it := range o.Items {
		total += float64(it.Qty) * it.Price
	}
	return map[string]any{"name": o.Name, "n": len(o.Items), "total": total, "note": o.Note}, nil
}
