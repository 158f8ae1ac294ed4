package admin

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// AuditEntry is one line of the audit log.
type AuditEntry struct {
	ID        store.ID       `json:"id" format:"uuid" doc:"The entry's id."`
	At        time.Time      `json:"at" doc:"When it happened."`
	Principal AuditPrincipal `json:"principal" doc:"Who did it."`
	Address   string         `json:"address" doc:"From which address."`
	Action    string         `json:"action" doc:"What was done, such as script.create."`
	Object    AuditObject    `json:"object" doc:"What it was done to."`
	Detail    map[string]any `json:"detail" nullable:"true" doc:"More about it, null for nothing."`
}

// AuditPrincipal is who did something, as they were called then.
type AuditPrincipal struct {
	Kind string   `json:"kind" doc:"local, token, session, setup, or system for PiCloud itself."`
	ID   store.ID `json:"id" doc:"The token that was used, also to sign in. Empty when there was none."`
	Name string   `json:"name" doc:"The token's name at that time."`
}

// AuditObject is what something was done to, as it was called then.
type AuditObject struct {
	Kind string   `json:"kind" doc:"script, route, token, session or import."`
	ID   store.ID `json:"id" doc:"Its id, empty when it has none. It may be gone."`
	Name string   `json:"name" doc:"Its name at that time; for a session, its token's."`
}

// listAuditInput selects entries.
type listAuditInput struct {
	Paging
	ObjectID  string `query:"object_id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"Only what was done to this object."`
	Action    string `query:"action" maxLength:"50" doc:"Only this action, such as script.create."`
	Principal string `query:"principal" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"Only what was done with this token, in sessions too."`
}

func (a *api) registerAudit(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/audit", id: "list-audit", tag: tagAccess, scope: auth.Admin,
		summary: "List the audit log",
		about:   "Who changed what, newest first. Nothing can change or delete an entry.",
	}, a.listAudit)
}

func (a *api) listAudit(ctx context.Context, in *listAuditInput) (*listOutput[AuditEntry], error) {
	after, err := in.after(listAudit)
	if err != nil {
		return nil, err
	}
	q := store.AuditQuery{Action: in.Action, Before: after.ID, Limit: in.Limit + 1}
	if in.ObjectID != "" {
		if q.ObjectID, err = parseID("query.object_id", in.ObjectID); err != nil {
			return nil, err
		}
	}
	if in.Principal != "" {
		if q.ActorID, err = parseID("query.principal", in.Principal); err != nil {
			return nil, err
		}
	}
	records, err := a.Store.ListAudit(ctx, q)
	if err != nil {
		return nil, err
	}
	return page(records, in.Limit, showAudit, func(e store.AuditEntry) cursor {
		return cursor{List: listAudit, ID: e.ID}
	}), nil
}

func showAudit(e store.AuditEntry) AuditEntry {
	shown := AuditEntry{
		ID:        e.ID,
		At:        e.At,
		Principal: AuditPrincipal{Kind: e.Actor.Kind, ID: e.Actor.ID, Name: e.Actor.Name},
		Address:   e.Actor.Address,
		Action:    e.Action,
		Object:    AuditObject(e.Object),
	}
	// The store has written it as an object.
	if json.Unmarshal(e.Detail, &shown.Detail) != nil {
		shown.Detail = nil
	}
	return shown
}
