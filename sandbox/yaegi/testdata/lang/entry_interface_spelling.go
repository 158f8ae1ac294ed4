// interface{} in place of any.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func Handle(c *sdk.Context) (interface{}, error) { return c.Request.Params, nil }
