// A response built field by field.
package main

import (
	"net/http"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	resp := &sdk.Response{Status: 202, Header: http.Header{}}
	resp.Header.Set("Content-Type", "text/csv")
	resp.Header.Add("X-A", "1")
	resp.Header.Add("X-A", "2")
	resp.Body = []byte("a,b\n1,2\n")
	return resp, nil
}
