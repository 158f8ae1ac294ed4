package admin

import (
	"context"
	"net/http"
	"strings"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// API is the admin API, for two kinds of doors: one that only trusted callers
// reach, and a public one.
type API struct {
	api *api
	mux *http.ServeMux
}

// Trusted returns the API for a place that only those can reach who may do
// everything anyway: it asks for no credentials.
func (a *API) Trusted() http.Handler { return a.behind(trustedDoor{}) }

// Public returns the API for a place that anyone can reach. It asks for a token
// or a session, and what changes something must not come from another origin.
//
// A context with an auth.Client tells who asks. Sessions need one.
func (a *API) Public() http.Handler { return a.behind(publicDoor{auth: a.api.Auth}) }

func (a *API) behind(d door) http.Handler {
	h := &handler{door: d, mux: a.mux, scopes: a.api.scopes, writes: a.api.writes, away: a.api.Away, logger: a.api.Logger}
	if a.api.ReadOnly {
		h.refused = a.api.writes
	}
	return h
}

// authorize is where it is decided who may do what: everything that is not
// allowed here is refused.
func (h *handler) authorize(c caller, pattern string) *Problem {
	need := h.scopes[pattern]
	switch {
	case need == auth.Anyone && h.refused[pattern]:
		return readOnlyNode()
	case need == auth.Anyone:
		return nil
	case !c.principal.Known():
		return c.stranger
	case pattern == "":
		return nil // there is nothing: that may be known by now
	case !c.principal.Scope.Allows(need):
		return newProblem(http.StatusForbidden, codeForbidden,
			"this needs a token with the scope %q: yours has %s", need, scopesInWords(c.principal.Scope))
	case h.refused[pattern]:
		return readOnlyNode()
	default:
		return nil
	}
}

func readOnlyNode() *Problem {
	return newProblem(http.StatusForbidden, codeReadOnlyNode,
		"this node has the role ingress and changes nothing: send this to another node, which GET /nodes lists")
}

func scopesInWords(s auth.Scope) string {
	if s == auth.None {
		return "none"
	}
	return strings.Join(s.Names(), ", ")
}

// caller is who sent a request. The zero Principal is a stranger.
type caller struct {
	principal auth.Principal

	// stranger is what a stranger is told by operations that are not for
	// anyone.
	stranger *Problem
}

// context returns a context for the caller's request, whose changes the audit
// log will show as the caller's.
func (c caller) context(ctx context.Context) context.Context {
	if !c.principal.Known() {
		return ctx
	}
	ctx = store.WithActor(ctx, c.principal.Actor(auth.ClientOf(ctx).Address))
	return auth.WithPrincipal(ctx, c.principal)
}

// door finds out who comes.
type door interface {
	// enter returns who sent a request. A Problem refuses it whoever sent it.
	enter(w http.ResponseWriter, r *http.Request) (caller, *Problem)
}

// trustedDoor lets everyone do everything.
type trustedDoor struct{}

func (trustedDoor) enter(http.ResponseWriter, *http.Request) (caller, *Problem) {
	return caller{principal: auth.LocalPrincipal()}, nil
}

// publicDoor asks for a token or a session.
type publicDoor struct{ auth *auth.Authenticator }

func (d publicDoor) enter(w http.ResponseWriter, r *http.Request) (caller, *Problem) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		// No browser sends this header on its own, so it is not another site
		// that uses somebody's credentials.
		p, err := d.auth.Token(r.Context(), strings.TrimSpace(token))
		return caller{principal: p, stranger: d.stranger(err != nil)}, nil
	}
	var origins http.CrossOriginProtection
	if err := origins.Check(r); err != nil {
		return caller{}, newProblem(http.StatusForbidden, codeCrossOrigin,
			"a page of another origin sent this (%s): use the dashboard of this site, or a token", err)
	}
	client := auth.ClientOf(r.Context())
	tried := false
	// A page can plant a second cookie of this name for a longer path, where
	// the name alone does not keep it from that.
	for _, cookie := range r.CookiesNamed(auth.CookieName(client.Secure)) {
		tried = true
		p, next, expires, err := d.auth.Session(r.Context(), cookie.Value)
		if err != nil {
			continue
		}
		if next != "" {
			http.SetCookie(w, sessionCookie(client, next, expires))
		}
		return caller{principal: p}, nil
	}
	return caller{stranger: d.stranger(tried)}, nil
}

// stranger is what somebody is told who is not known; tried says that they sent
// credentials.
func (d publicDoor) stranger(tried bool) *Problem {
	switch {
	case !d.auth.HasTokens():
		return newProblem(http.StatusForbidden, codeAdminClosed,
			"the admin API is closed until there is a token: open the setup link that PiCloud has logged at its start, "+
				"make one on the server with \"caddy picloud token create\", or restart PiCloud for another link")
	case tried:
		return newProblem(http.StatusUnauthorized, codeUnauthorized,
			"the token or session is unknown or has expired: sign in again, or use another token").
			with("WWW-Authenticate", `Bearer error="invalid_token"`)
	default:
		return newProblem(http.StatusUnauthorized, codeUnauthorized,
			"send an API token, as Authorization: Bearer pcl_..., or sign in").with("WWW-Authenticate", "Bearer")
	}
}
