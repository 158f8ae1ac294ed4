// Package picloud is a serverless platform inside a Caddy server.
//
// A user saves a small Go script, binds it to a host, path and method, and it
// answers HTTP at once. The package holds what touches Caddy: the app
// "picloud", which owns the store, the executor and the route table; the
// handler "http.handlers.picloud", which dispatches requests to scripts; the
// admin API on Caddy's admin endpoint; and the guest modules that open stores
// and executors. Everything else lives in packages that know nothing of Caddy.
package picloud

import (
	"fmt"
	"net/http"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"

	"github.com/picloud/picloud/routing"
)

func init() {
	caddy.RegisterModule(new(App))
	caddy.RegisterModule(Handler{})
	caddy.RegisterModule(adminAPI{})
	caddy.RegisterModule(SQLiteStore{})
	caddy.RegisterModule(PostgresStore{})
	caddy.RegisterModule(ProcessExecutor{})
	caddy.RegisterModule(LocalExecutor{})
	caddy.RegisterModule(TLSPermission{})
}

// Handler answers requests with the scripts that users have bound to their
// host, path and method.
//
// Some paths are reserved on every host: /healthz, /version, /api and
// everything below it, /admin and everything below it. A request that no route
// matches gets 404, or 405 when a route matches with another method, unless
// Fallthrough is on.
type Handler struct {
	// Fallthrough hands requests that no route matches to the next handler
	// instead of answering 404 or 405. Default: false.
	Fallthrough bool `json:"fallthrough,omitempty"`

	app *App
}

// CaddyModule returns the Caddy module information.
func (Handler) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "http.handlers.picloud",
		New: func() caddy.Module { return new(Handler) },
	}
}

// Provision finds the picloud app, which a config need not name.
func (h *Handler) Provision(ctx caddy.Context) error {
	app, err := ctx.App("picloud")
	if err != nil {
		return fmt.Errorf("getting picloud app: %w", err)
	}
	h.app = app.(*App)
	if server, ok := ctx.Value(caddyhttp.ServerCtxKey).(*caddyhttp.Server); ok {
		server.RegisterOnShutdown(h.app.endStreams)
	}
	return nil
}

// ServeHTTP implements caddyhttp.MiddlewareHandler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request, next caddyhttp.Handler) error {
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/" // as in "GET http://example.com"
	}
	if word, ok := routing.Reserved(path); ok {
		h.app.serveReserved(w, r, word, path)
		return nil
	}
	if h.app.isAdminHost(r) {
		h.app.serveAdminHost(w, r, path)
		return nil
	}
	hideSession(r.Header)
	rt, err := h.app.acquire(r.Context())
	if err != nil {
		writeUnavailable(w, err)
		return nil
	}
	defer rt.release()

	if h.app.Role == roleManager {
		if h.Fallthrough {
			return next.ServeHTTP(w, r)
		}
		writeManager(w)
		return nil
	}
	deployed := rt.backend.deployed.Load()
	passing := &passage{request: routing.Request{
		Method:   r.Method,
		Host:     r.Host,
		Path:     path,
		RawQuery: r.URL.RawQuery,
		Header:   r.Header,
		RemoteIP: remoteIP(r),
		TLS:      r.TLS != nil,
	}}
	match := deployed.table.Match(&passing.request)
	switch {
	case match.Route != nil:
		bound := deployed.routes[match.Route]
		h.app.execute(w, r, rt, bound, match, passing)
		return nil
	case h.Fallthrough:
		return next.ServeHTTP(w, r)
	case len(match.Allow) > 0:
		writeMethodNotAllowed(w, r, match.Allow)
		return nil
	default:
		writeNoRoute(w, r)
		return nil
	}
}

// Interface guards
var (
	_ caddy.Module                = Handler{}
	_ caddy.Provisioner           = (*Handler)(nil)
	_ caddyhttp.MiddlewareHandler = (*Handler)(nil)
)
