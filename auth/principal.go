package auth

import (
	"context"
	"time"

	"github.com/picloud/picloud/store"
)

// Kind is what a principal has identified itself with.
type Kind string

// The kinds of principals.
const (
	// Local is whoever reaches Caddy's admin endpoint, which asks nobody.
	Local Kind = "local"

	// ByToken is the holder of an API token.
	ByToken Kind = "token"

	// BySession is a browser that signed in with a token.
	BySession Kind = "session"
)

// Principal is who asks for something. The zero Principal is nobody and may do
// nothing.
type Principal struct {
	Kind      Kind
	Name      string // of the token, or "local"
	Scope     Scope
	TokenID   store.ID  // zero for Local
	SessionID store.ID  // zero but for BySession
	ExpiresAt time.Time // when what it identified itself with ends; zero for never
}

// LocalPrincipal returns the principal of Caddy's admin endpoint: all scopes,
// trusted by transport.
func LocalPrincipal() Principal {
	return Principal{Kind: Local, Name: string(Local), Scope: Admin}
}

// Known reports whether the principal is somebody.
func (p Principal) Known() bool { return p.Kind != "" }

// Actor returns the principal as the audit log names it.
func (p Principal) Actor(address string) store.Actor {
	return store.Actor{Kind: string(p.Kind), ID: p.TokenID, Name: p.Name, Address: address}
}

// Client is what is known of the other end of a request, whoever it is.
type Client struct {
	Address   string // an IP address; empty for a Unix socket
	UserAgent string

	// Secure tells that the client reached the site over TLS.
	Secure bool
}

type (
	principalKey struct{}
	clientKey    struct{}
)

// WithPrincipal returns a context whose request is the principal's.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalOf returns whose request a context belongs to, the zero Principal if
// nobody was identified.
func PrincipalOf(ctx context.Context) Principal {
	p, _ := ctx.Value(principalKey{}).(Principal)
	return p
}

// WithClient returns a context whose request comes from the client.
func WithClient(ctx context.Context, c Client) context.Context {
	return context.WithValue(ctx, clientKey{}, c)
}

// ClientOf returns what is known of a context's client.
func ClientOf(ctx context.Context) Client {
	c, _ := ctx.Value(clientKey{}).(Client)
	return c
}
