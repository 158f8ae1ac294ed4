package admin

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// Session is a browser that is signed in.
type Session struct {
	ID         store.ID  `json:"id" format:"uuid" doc:"The session's id."`
	TokenID    store.ID  `json:"token_id" format:"uuid" doc:"The token it was signed in with."`
	TokenName  string    `json:"token_name" doc:"That token's name."`
	CreatedAt  time.Time `json:"created_at" doc:"When it was signed in."`
	LastUsedAt time.Time `json:"last_used_at" doc:"When it was last used, to about a minute."`
	ExpiresAt  time.Time `json:"expires_at" doc:"When it ends if it is not used."`
	Address    string    `json:"address" doc:"The address it was signed in from."`
	UserAgent  string    `json:"user_agent" doc:"The browser, as it calls itself."`
	Current    bool      `json:"current" doc:"Whether it is the caller's."`
}

// sessionPath names a session.
type sessionPath struct {
	ID string `path:"id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"The session's id."`
}

func (a *api) registerSessions(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/sessions", id: "list-sessions", tag: tagAccess, scope: auth.Admin,
		summary: "List sessions",
		about:   "Oldest first.",
	}, a.listSessions)
	register(h, a, operation{
		method: http.MethodDelete, path: "/sessions/{id}", id: "delete-session", tag: tagAccess, scope: auth.Admin,
		summary: "End a session",
		errors:  []int{http.StatusNotFound},
	}, a.deleteSession)
}

func (a *api) listSessions(ctx context.Context, in *struct{ Paging }) (*listOutput[Session], error) {
	after, err := in.after(listSessions)
	if err != nil {
		return nil, err
	}
	// A session's token is older than the session, so it is among these.
	credentials, err := a.Store.Credentials(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[store.ID]string, len(credentials.Tokens))
	for _, t := range credentials.Tokens {
		names[t.ID] = t.Name
	}
	var live []store.Session
	now, current := store.ClockOf(a.Store)(), auth.PrincipalOf(ctx).SessionID
	for _, s := range credentials.Sessions {
		if s.ID.String() > after.ID.String() && now.Before(auth.SessionExpiry(s)) {
			live = append(live, s)
		}
	}
	return page(live, in.Limit, func(s store.Session) Session {
		return Session{
			ID:         s.ID,
			TokenID:    s.TokenID,
			TokenName:  names[s.TokenID],
			CreatedAt:  s.CreatedAt,
			LastUsedAt: s.LastUsedAt,
			ExpiresAt:  auth.SessionExpiry(s),
			Address:    s.Address,
			UserAgent:  s.UserAgent,
			Current:    s.ID == current,
		}
	}, func(s store.Session) cursor { return cursor{List: listSessions, ID: s.ID} }), nil
}

func (a *api) deleteSession(ctx context.Context, in *sessionPath) (*struct{}, error) {
	id, err := parseID("path.id", in.ID)
	if err != nil {
		return nil, err
	}
	err = a.Auth.DeleteSession(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, notFound("session", id.String(), "/sessions")
	}
	return nil, err
}
