package admin

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
)

// Setup tells whether the first token can be made.
type Setup struct {
	Open bool `json:"open" doc:"Whether there is no token yet and a setup code that was logged within the last hour."`
}

// SetupInput makes the first token.
type SetupInput struct {
	Code string `json:"code" maxLength:"200" doc:"The code of the setup link."`
	Name string `json:"name" minLength:"1" maxLength:"100" doc:"What to call the token."`
}

// SetupResult is the first token.
type SetupResult struct {
	Token NewToken `json:"token" doc:"The token, with all scopes."`
}

// completedSetup answers with the first token and a session.
type completedSetup struct {
	SetCookie string `header:"Set-Cookie" doc:"The session."`
	Body      SetupResult
}

func (a *api) registerSetup(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/setup", id: "get-setup", tag: tagAccess, scope: auth.Anyone,
		summary: "Get whether the setup is open",
	}, func(context.Context, *struct{}) (*struct{ Body Setup }, error) {
		return &struct{ Body Setup }{Body: Setup{Open: a.Auth.SetupOpen()}}, nil
	})
	register(h, a, operation{
		method: http.MethodPost, path: "/setup", id: "complete-setup", tag: tagAccess, scope: auth.Anyone, created: true,
		summary: "Make the first token",
		about: "Takes the code of the setup link that is logged at each start without a token. It works once, for an hour. " +
			"The answer has a token with all scopes, this once, and signs the browser in.",
		errors: []int{http.StatusTooManyRequests},
	}, a.completeSetup)
}

func (a *api) completeSetup(ctx context.Context, in *struct{ Body SetupInput }) (*completedSetup, error) {
	if err := checkTokenName(in.Body.Name); err != nil {
		return nil, err
	}
	client := auth.ClientOf(ctx)
	token, secret, err := a.Auth.CompleteSetup(ctx, in.Body.Code, in.Body.Name, client)
	if err != nil {
		return nil, signInRefused(err)
	}
	out := &completedSetup{Body: SetupResult{Token: NewToken{Token: showToken(token), Secret: secret}}}
	_, session, expires, err := a.Auth.SignIn(ctx, secret, client)
	if err != nil {
		// The code is used up: the token must reach its owner, who can sign in
		// with it.
		a.Logger.WarnContext(ctx, "the setup is complete without a session", "error", err)
		return out, nil
	}
	out.SetCookie = sessionCookie(client, session, expires).String()
	return out, nil
}
