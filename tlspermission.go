package picloud

import (
	"context"
	"fmt"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
	"github.com/caddyserver/caddy/v2/modules/caddytls"
)

// TLSPermission lets Caddy's on-demand TLS obtain certificates for the hosts
// that users bind their routes to, and for no others: a name is allowed while
// a route of an enabled script names it, or a wildcard such as
// `*.example.com` above it. A route for any host allows nothing.
//
// Below a wildcard there is no end of names, and whoever connects can ask for
// a certificate for each of them. For wildcards use a wildcard certificate,
// which needs Caddy's DNS challenge, unless you know who can reach the server.
type TLSPermission struct {
	app *App
}

// CaddyModule returns the Caddy module information.
func (TLSPermission) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "tls.permission.picloud",
		New: func() caddy.Module { return new(TLSPermission) },
	}
}

// Provision finds the picloud app.
func (p *TLSPermission) Provision(ctx caddy.Context) error {
	app, err := ctx.App("picloud")
	if err != nil {
		return fmt.Errorf("getting picloud app: %w", err)
	}
	p.app = app.(*App)
	return nil
}

// UnmarshalCaddyfile sets up the module from Caddyfile tokens. Syntax:
//
//	on_demand_tls {
//		permission picloud
//	}
func (*TLSPermission) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // the module's name
	if d.NextArg() {
		return d.ArgErr()
	}
	if d.NextBlock(d.Nesting()) {
		return d.Errf("unknown option %q: permission picloud takes none", d.Val())
	}
	return nil
}

// CertificateAllowed implements caddytls.OnDemandPermission.
func (p *TLSPermission) CertificateAllowed(ctx context.Context, name string) error {
	g, err := p.app.acquire(ctx)
	if err != nil {
		return err
	}
	defer g.release()
	if !g.backend.deployed.Load().hosts.contain(name) {
		return fmt.Errorf("%w: no route names the host %s", caddytls.ErrPermissionDenied, name)
	}
	return nil
}

// Interface guards
var (
	_ caddy.Provisioner           = (*TLSPermission)(nil)
	_ caddyfile.Unmarshaler       = (*TLSPermission)(nil)
	_ caddytls.OnDemandPermission = (*TLSPermission)(nil)
)
