// A response with several header fields.
package main

import (
	"net/http"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	return &sdk.Response{Status: 200, Header: http.Header{"Content-Type": {"text/x"}, "Set-Cookie": {"a=1", "b=2"}}, Body: []byte("q")}, nil
}
