package picloud

import (
	"net/http"
	"strings"

	"github.com/caddyserver/caddy/v2/modules/caddyhttp"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/routing"
)

// publicAdminOff reports whether sites serve neither admin API nor dashboard.
func (a *App) publicAdminOff() bool { return a.PublicAdmin != nil && !*a.PublicAdmin }

// isAdminHost reports whether a request is for the host that is kept for the
// dashboard and the admin API.
func (a *App) isAdminHost(r *http.Request) bool {
	return a.adminHost != "" && routing.CanonicalHost(r.Host) == a.adminHost
}

// hasAdmin reports whether the dashboard and the admin API have their place on
// the host that a request is for.
func (a *App) hasAdmin(r *http.Request) bool { return a.adminHost == "" || a.isAdminHost(r) }

// servePublicAdmin answers the admin API on a site. What is asked of callers
// there, the API decides.
func (a *App) servePublicAdmin(w http.ResponseWriter, r *http.Request) {
	if a.publicAdminOff() {
		writeProblem(w, problem{
			Status: http.StatusForbidden,
			Code:   "admin_closed",
			Detail: "the admin API is not served here: use Caddy's admin endpoint",
		})
		return
	}
	g, err := a.acquireStore(r.Context())
	if err != nil {
		writeUnavailable(w, err)
		return
	}
	defer g.release()
	api, err := g.api()
	if err != nil {
		a.logger.Error("the admin API cannot be served", "error", err)
		writeProblem(w, problem{Status: http.StatusInternalServerError, Code: "internal", Detail: "the server's log says what is wrong"})
		return
	}
	api.Public().ServeHTTP(w, withClient(r))
}

// withClient returns the request with what PiCloud knows of its client, for the
// admin API.
func withClient(r *http.Request) *http.Request {
	return r.WithContext(auth.WithClient(r.Context(), auth.Client{
		Address:   remoteIP(r),
		UserAgent: r.UserAgent(),
		Secure:    isSecure(r),
	}))
}

// isSecure reports whether the client reached the site over TLS, be it that of
// a proxy that Caddy trusts.
func isSecure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	trusted, _ := caddyhttp.GetVar(r.Context(), caddyhttp.TrustedProxyVarKey).(bool)
	return trusted && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}
