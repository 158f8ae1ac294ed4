package admin

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// Token is an API token, without its secret.
type Token struct {
	ID         store.ID   `json:"id" format:"uuid" doc:"The token's id."`
	Name       string     `json:"name" doc:"What it is called; several may be called the same."`
	Scopes     []string   `json:"scopes" nullable:"false" doc:"What it allows: read, write, admin."`
	Prefix     string     `json:"prefix" doc:"Its first characters, to recognise it by."`
	CreatedAt  time.Time  `json:"created_at" doc:"When it was made."`
	CreatedBy  string     `json:"created_by" doc:"The name of who made it: a token's, local or setup."`
	ExpiresAt  *time.Time `json:"expires_at" nullable:"true" doc:"When it ends, null for never."`
	LastUsedAt *time.Time `json:"last_used_at" nullable:"true" doc:"When it was last used, to about a minute; null for never."`
}

// NewToken is an API token with its secret.
type NewToken struct {
	Token
	Secret string `json:"token" doc:"The token itself. It is not kept and cannot be shown again."`
}

// TokenInput is a token to be made.
type TokenInput struct {
	Name      string   `json:"name" minLength:"1" maxLength:"100" doc:"What to call it."`
	Scopes    []string `json:"scopes" nullable:"false" minItems:"1" maxItems:"3" enum:"read,write,admin" doc:"What it allows. read: to look at scripts, routes and logs. write: to change them and to try scripts out. admin: to manage tokens and sessions and to read the audit log. Each includes those before it."`
	ExpiresAt string   `json:"expires_at,omitempty" format:"date-time" doc:"When it ends. Left out, it does not."`
}

// tokenPath names a token.
type tokenPath struct {
	ID string `path:"id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"The token's id."`
}

func (a *api) registerTokens(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/tokens", id: "list-tokens", tag: tagAccess, scope: auth.Admin,
		summary: "List tokens",
		about:   "Oldest first, without their secrets.",
	}, a.listTokens)
	register(h, a, operation{
		method: http.MethodPost, path: "/tokens", id: "create-token", tag: tagAccess, scope: auth.Admin, created: true,
		summary: "Create a token",
		about:   "The answer has the token itself, this once. The first token opens the admin API on the sites and closes the setup.",
	}, a.createToken)
	register(h, a, operation{
		method: http.MethodDelete, path: "/tokens/{id}", id: "delete-token", tag: tagAccess, scope: auth.Admin,
		summary: "Delete a token",
		about:   "It ends at once, and its sessions with it. Without the last token the admin API is closed on the sites.",
		errors:  []int{http.StatusNotFound},
	}, a.deleteToken)
}

func (a *api) listTokens(ctx context.Context, in *struct{ Paging }) (*listOutput[Token], error) {
	after, err := in.after(listTokens)
	if err != nil {
		return nil, err
	}
	records, err := a.Store.ListTokens(ctx, after.ID, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return page(records, in.Limit, showToken, func(t store.Token) cursor {
		return cursor{List: listTokens, ID: t.ID}
	}), nil
}

func (a *api) createToken(ctx context.Context, in *struct{ Body TokenInput }) (*struct{ Body NewToken }, error) {
	if err := checkTokenName(in.Body.Name); err != nil {
		return nil, err
	}
	scope, err := auth.ParseScopes(in.Body.Scopes)
	if err != nil {
		return nil, invalid(codeValidation, "body.scopes", strings.Join(in.Body.Scopes, ","), "%s", err)
	}
	expires, err := parseTime("body.expires_at", in.Body.ExpiresAt)
	if err != nil {
		return nil, err
	}
	if !expires.IsZero() && !expires.After(store.ClockOf(a.Store)()) {
		return nil, invalid(codeValidation, "body.expires_at", in.Body.ExpiresAt, "the token would have expired already")
	}
	token, secret, err := a.Auth.CreateToken(ctx, auth.TokenSpec{
		Name:      in.Body.Name,
		Scope:     scope,
		ExpiresAt: expires,
		CreatedBy: auth.PrincipalOf(ctx).Name,
	})
	if err != nil {
		return nil, err
	}
	return &struct{ Body NewToken }{Body: NewToken{Token: showToken(token), Secret: secret}}, nil
}

func (a *api) deleteToken(ctx context.Context, in *tokenPath) (*struct{}, error) {
	id, err := parseID("path.id", in.ID)
	if err != nil {
		return nil, err
	}
	err = a.Auth.DeleteToken(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, notFound("token", id.String(), "/tokens")
	}
	return nil, err
}

// checkTokenName refuses a name that nobody could see.
func checkTokenName(name string) error {
	if strings.TrimSpace(name) == "" {
		return invalid(codeValidation, "body.name", name, "the token needs a name")
	}
	return nil
}

func showToken(t store.Token) Token {
	shown := Token{
		ID:         t.ID,
		Name:       t.Name,
		Scopes:     []string{},
		Prefix:     t.Prefix,
		CreatedAt:  t.CreatedAt,
		CreatedBy:  t.CreatedBy,
		ExpiresAt:  optional(t.ExpiresAt),
		LastUsedAt: optional(t.LastUsedAt),
	}
	if scope, err := auth.ParseScopes([]string{t.Scope}); err == nil {
		shown.Scopes = scope.Names()
	}
	return shown
}
