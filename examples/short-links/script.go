package main

import (
	"net/http"
	"net/url"

	"github.com/picloud/picloud/sdk"
)

// links are the short names and where they lead.
var links = map[string]string{
	"docs": "https://go.dev/doc/",
	"play": "https://go.dev/play/",
	"spec": "https://go.dev/ref/spec",
}

// Handle sends /s/docs on to where docs leads, with the query of the request.
func Handle(ctx *sdk.Context) (any, error) {
	name := ctx.Request.Params["name"]
	target, ok := links[name]
	if !ok {
		return nil, sdk.Error(http.StatusNotFound, "there is no link "+name)
	}
	u, err := url.Parse(target)
	if err != nil {
		return nil, err // answers 500; the text is in the log only
	}
	if len(ctx.Request.Query) > 0 {
		u.RawQuery = ctx.Request.Query.Encode()
	}
	ctx.Log.Info("followed", "link", name, "referer", ctx.Request.Header.Get("Referer"))

	// 302 may change; use 301 when a link is for good, as browsers remember it.
	return sdk.Redirect(http.StatusFound, u.String()), nil
}
