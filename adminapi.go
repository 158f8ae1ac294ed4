package picloud

import (
	"net/http"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/admin"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// adminAPI serves PiCloud's admin API on Caddy's admin endpoint. It keeps
// nothing: Caddy makes it anew for each config and keeps it when a config
// fails to load, so it asks for the active app on each request.
type adminAPI struct{}

// CaddyModule returns the Caddy module information.
func (adminAPI) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "admin.api.picloud",
		New: func() caddy.Module { return new(adminAPI) },
	}
}

// Routes implements caddy.AdminRouter. The API does its own routing below one
// pattern.
func (a adminAPI) Routes() []caddy.AdminRoute {
	return []caddy.AdminRoute{{
		Pattern: admin.BasePath + "/",
		Handler: caddy.AdminHandlerFunc(a.serve),
	}}
}

func (adminAPI) serve(w http.ResponseWriter, r *http.Request) error {
	active := caddy.ActiveContext()
	if active.Context == nil {
		// The admin endpoint is up before the first config and after the last.
		writeUnavailable(w, errNotStarted)
		return nil
	}
	value, err := active.AppIfConfigured("picloud")
	if err != nil {
		writeProblem(w, problem{
			Status: http.StatusServiceUnavailable,
			Code:   "not_configured",
			Detail: "the active Caddy config does not use PiCloud: add the picloud directive to a site",
		})
		return nil
	}
	g, err := value.(*App).acquire(r.Context())
	if err != nil {
		writeUnavailable(w, err)
		return nil
	}
	defer g.release()
	if g.backend.opened.Load() == nil {
		g.serveWithoutStore(w, r)
		return nil
	}
	api, err := g.api()
	if err != nil {
		return caddy.APIError{HTTPStatus: http.StatusInternalServerError, Err: err}
	}
	api.Trusted().ServeHTTP(w, withClient(r))
	return nil
}

// serveWithoutStore answers what can be while a local copy is served: what this
// node does.
func (g *generation) serveWithoutStore(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || r.URL.Path != admin.BasePath+"/config" {
		writeUnavailable(w, g.backend.notReady())
		return
	}
	writeJSON(w, g.info())
}

// newAdmin returns the admin API over the generation's store, which is open.
func (g *generation) newAdmin() (*admin.API, error) {
	opened := g.backend.opened.Load()
	return admin.New(admin.Config{
		Store:       opened.store,
		Auth:        opened.auth,
		Checker:     g.executor,
		Runner:      g.executor,
		Limits:      g.app.limits,
		Table:       g.backend.table,
		Changed:     g.changed,
		FlushLogs:   g.backend.flushLogs,
		Watch:       opened.sink.Watch,
		Ending:      g.ending,
		Stats:       opened.recorder,
		Info:        g.info,
		Self:        g.backend.node,
		Away:        g.backend.self.silent.Load,
		ReadOnly:    g.app.Role == roleIngress,
		AdminHost:   g.app.adminHost,
		Completions: symbols.Completions(),
		Logger:      g.app.logger,
	})
}

// Interface guards
var _ caddy.AdminRouter = adminAPI{}
