package admin

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// Principal is who a caller is.
type Principal struct {
	Kind      string     `json:"kind" enum:"local,token,session" doc:"How the caller is known: local on Caddy's admin endpoint, token with an API token, session after signing in with one."`
	Name      string     `json:"name" doc:"The token's name, or local."`
	TokenID   store.ID   `json:"token_id" doc:"The token, empty for local."`
	SessionID store.ID   `json:"session_id" doc:"The session, empty when there is none."`
	Scopes    []string   `json:"scopes" nullable:"false" doc:"What the caller may do."`
	ExpiresAt *time.Time `json:"expires_at" nullable:"true" doc:"When the token or session ends if it is not used, null for never."`
}

func showPrincipal(p auth.Principal) Principal {
	return Principal{
		Kind:      string(p.Kind),
		Name:      p.Name,
		TokenID:   p.TokenID,
		SessionID: p.SessionID,
		Scopes:    p.Scope.Names(),
		ExpiresAt: optional(p.ExpiresAt),
	}
}

// optional returns a time that may be missing, nil when it is.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return new(t.UTC())
}

// SignInInput is what a browser signs in with.
type SignInInput struct {
	Token string `json:"token" maxLength:"200" doc:"An API token."`
}

// signedIn answers with the caller and the cookie of a new session.
type signedIn struct {
	SetCookie string `header:"Set-Cookie" doc:"The session."`
	Body      Principal
}

func (a *api) registerSession(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/session", id: "sign-in", passive: true, tag: tagAccess, scope: auth.Anyone, created: true,
		summary: "Sign in with a token",
		about: "Starts a session, whose cookie no script of a page can read. It ends with its token, after 7 days without use, " +
			"and after 30 days. An address that sends too many wrong tokens is told to wait; a right one is always taken.",
		errors: []int{http.StatusUnauthorized, http.StatusTooManyRequests},
	}, a.signIn)
	register(h, a, operation{
		method: http.MethodGet, path: "/session", id: "get-session", tag: tagAccess, scope: auth.Anyone,
		summary: "Get who the caller is",
		errors:  []int{http.StatusUnauthorized},
	}, a.getSession)
	register(h, a, operation{
		method: http.MethodDelete, path: "/session", id: "sign-out", passive: true, tag: tagAccess, scope: auth.Anyone,
		summary: "Sign out",
		about:   "Ends the caller's session, if there is one, and takes its cookie away.",
	}, a.signOut)
}

func (a *api) signIn(ctx context.Context, in *struct{ Body SignInInput }) (*signedIn, error) {
	client := auth.ClientOf(ctx)
	p, secret, expires, err := a.Auth.SignIn(ctx, in.Body.Token, client)
	if err != nil {
		return nil, signInRefused(err)
	}
	return &signedIn{SetCookie: sessionCookie(client, secret, expires).String(), Body: showPrincipal(p)}, nil
}

func (a *api) getSession(ctx context.Context, _ *struct{}) (*struct{ Body Principal }, error) {
	p := auth.PrincipalOf(ctx)
	if !p.Known() {
		return nil, newProblem(http.StatusUnauthorized, codeUnauthorized,
			"nobody is signed in: send a token to POST %s/session", BasePath).with("WWW-Authenticate", "Bearer")
	}
	return &struct{ Body Principal }{Body: showPrincipal(p)}, nil
}

// signedOut takes the cookie away.
type signedOut struct {
	SetCookie string `header:"Set-Cookie" doc:"An expired cookie."`
}

func (a *api) signOut(ctx context.Context, _ *struct{}) (*signedOut, error) {
	if p := auth.PrincipalOf(ctx); p.Kind == auth.BySession {
		if err := a.Auth.DeleteSession(ctx, p.SessionID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	gone := sessionCookie(auth.ClientOf(ctx), "", time.Time{})
	gone.MaxAge = -1
	return &signedOut{SetCookie: gone.String()}, nil
}

// signInRefused is the answer to a token or setup code that is not taken.
func signInRefused(err error) error {
	if wait, ok := errors.AsType[*auth.TooManyError](err); ok {
		seconds := strconv.Itoa(int(math.Ceil(wait.RetryAfter.Seconds())))
		return newProblem(http.StatusTooManyRequests, codeTooMany,
			"too many attempts from your address went wrong: wait %s seconds", seconds).with("Retry-After", seconds)
	}
	switch {
	case errors.Is(err, auth.ErrBadToken):
		return newProblem(http.StatusUnauthorized, codeBadToken,
			"the token is unknown or has expired: copy all of it, or use another one").with("WWW-Authenticate", "Bearer")
	case errors.Is(err, auth.ErrBadCode):
		return newProblem(http.StatusForbidden, codeBadSetupCode,
			"the setup code is unknown, used or older than an hour: restart PiCloud for another link, "+
				"or make a token on the server with \"caddy picloud token create\"")
	case errors.Is(err, store.ErrSetupClosed):
		return newProblem(http.StatusForbidden, codeSetupClosed, "there is a token already: sign in with it")
	default:
		return err
	}
}

// sessionCookie returns the cookie of a session. Without TLS it is one that
// others in the same network can read, as all that is sent.
func sessionCookie(client auth.Client, secret string, expires time.Time) *http.Cookie {
	return &http.Cookie{
		Name:     auth.CookieName(client.Secure),
		Value:    secret,
		Path:     "/",
		Expires:  expires,
		HttpOnly: true,
		Secure:   client.Secure,
		SameSite: http.SameSiteStrictMode,
	}
}
