package main

import "github.com/picloud/picloud/sdk"

// Handle answers every request that a route sends to this script. The route
// /hello/:name captures a part of the path.
func Handle(ctx *sdk.Context) (any, error) {
	name := ctx.Request.Params["name"]
	greeting := "Hello"
	if ctx.Request.Query.Get("lang") == "fr" {
		greeting = "Bonjour"
	}
	ctx.Log.Info("greeting", "name", name)
	return greeting + ", " + name + "!", nil // a string becomes text/plain
}
