// Anonymous structs to and from JSON.
package main

import (
	"encoding/json"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var req struct {
		Name  string
		Items []struct {
			SKU string `json:"sku"`
			Qty int    `json:"qty"`
		} `json:"items"`
	}
	if err := json.Unmarshal(ctx.Request.Body, &req); err != nil {
		return nil, err
	}
	type line struct {
		Text string `json:"text"`
		N    int    `json:"n"`
	}
	lines := []line{}
	for _, it := range req.Items {
		lines = append(lines, line{strings.ToUpper(it.SKU), it.Qty * 2})
	}
	return struct {
		OK    bool   `json:"ok"`
		Name  string `json:"name"`
		Lines []line `json:"lines"`
	}{true, req.Name, lines}, nil
}
