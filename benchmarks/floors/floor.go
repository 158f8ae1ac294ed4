package main

import (
	"fmt"
	"io"
	"net/http"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
	"github.com/caddyserver/caddy/v2/caddyconfig/httpcaddyfile"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"
)

func init() {
	caddy.RegisterModule(new(Floor))
	httpcaddyfile.RegisterHandlerDirective("floor", func(h httpcaddyfile.Helper) (caddyhttp.MiddlewareHandler, error) {
		f := new(Floor)
		return f, f.UnmarshalCaddyfile(h.Dispenser)
	})
	httpcaddyfile.RegisterDirectiveOrder("floor", httpcaddyfile.Before, "respond")
}

// Floor answers with a text that comes from elsewhere.
type Floor struct {
	// Way is where it comes from: `goroutine` or `process`.
	Way string `json:"way"`

	from source
}

// source is where texts come from.
type source interface {
	io.Closer

	// fetch waits for a text.
	fetch() (string, error)
}

// CaddyModule returns the Caddy module information.
func (*Floor) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{ID: "http.handlers.floor", New: func() caddy.Module { return new(Floor) }}
}

// UnmarshalCaddyfile reads the way.
func (f *Floor) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume directive name
	if !d.AllArgs(&f.Way) {
		return d.ArgErr()
	}
	return nil
}

// Provision opens the source.
func (f *Floor) Provision(caddy.Context) (err error) {
	switch f.Way {
	case "goroutine":
		f.from = newGoroutines()
	case "process":
		f.from, err = newProcess()
	default:
		err = fmt.Errorf("way %q: want goroutine or process", f.Way)
	}
	return err
}

// Cleanup closes the source.
func (f *Floor) Cleanup() error { return f.from.Close() }

// ServeHTTP implements caddyhttp.MiddlewareHandler.
func (f *Floor) ServeHTTP(w http.ResponseWriter, _ *http.Request, _ caddyhttp.Handler) error {
	text, err := f.from.fetch()
	if err != nil {
		return err
	}
	w.Header()["Content-Type"] = []string{"text/plain; charset=utf-8"}
	_, err = io.WriteString(w, text)
	return err
}

// Interface guards
var (
	_ caddy.Provisioner           = (*Floor)(nil)
	_ caddy.CleanerUpper          = (*Floor)(nil)
	_ caddyhttp.MiddlewareHandler = (*Floor)(nil)
)
