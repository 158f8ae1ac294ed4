// Two equal cases in a type switch.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var v any = 1
	switch v.(type) {
	case int:
	case string, int:
	}
	return nil, nil
}
