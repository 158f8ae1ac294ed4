package main

import (
	"html"

	"github.com/picloud/picloud/sdk"
)

// Tenant is what differs from one subdomain to the next.
type Tenant struct {
	Name  string
	Color string
}

var tenants = map[string]Tenant{
	"acme":   {Name: "ACME Corporation", Color: "#b00020"},
	"globex": {Name: "Globex", Color: "#00695c"},
}

// Handle serves every subdomain of example.com. Its route has the host
// *.example.com and captures what stands in front as "tenant".
func Handle(ctx *sdk.Context) (any, error) {
	tenant, ok := tenants[ctx.Request.Params["tenant"]]
	if !ok {
		return nil, sdk.Error(404, "nobody lives at "+ctx.Request.Host)
	}
	ctx.Log.Info("visit", "tenant", tenant.Name, "path", ctx.Request.Path)
	return sdk.HTML(200, `<!DOCTYPE html>
<html lang="en">
<title>`+html.EscapeString(tenant.Name)+`</title>
<h1 style="color: `+tenant.Color+`">`+html.EscapeString(tenant.Name)+`</h1>
<p>You are at /`+html.EscapeString(ctx.Request.Rest)+`.</p>
</html>
`), nil
}
