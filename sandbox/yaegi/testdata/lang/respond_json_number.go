// A json.Number.
package main

import (
	"encoding/json"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) { return json.Number("12"), nil }
