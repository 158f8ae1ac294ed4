package store

import (
	"context"
	"encoding/json"
	"time"
)

// Actor is who changes something, as the audit log names them.
type Actor struct {
	Kind    string // local, token, session or setup; "" becomes system
	ID      ID     // of the token, if one is behind it
	Name    string // as it was then
	Address string // the client's
}

// SystemActor is the Kind of the actor of a change that nobody asked for.
const SystemActor = "system"

type actorKey struct{}

// WithActor returns a context whose changes are by that actor.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns the actor of a context's changes: PiCloud itself when none
// was set.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	if a.Kind == "" {
		a.Kind = SystemActor
	}
	return a
}

// Object is what a change was about.
type Object struct {
	Kind string // script, route, token, session, setup or import
	ID   ID
	Name string // as it was then
}

// AuditEntry is one line of the audit log.
type AuditEntry struct {
	ID     ID // by age
	At     time.Time
	Actor  Actor
	Action string // such as script.create
	Object Object
	Detail json.RawMessage // an object; nil for none
}

// Audit is the log of all changes. A change and its entry are written as one,
// entries are never changed, and the store refuses to delete any.
type Audit interface {
	// ListAudit returns entries, newest first.
	ListAudit(ctx context.Context, q AuditQuery) ([]AuditEntry, error)
}

// AuditQuery selects entries. Zero fields select all.
type AuditQuery struct {
	ObjectID ID
	ActorID  ID
	Action   string
	Before   ID  // entries with a smaller id: the cursor
	Limit    int // at least 1
}
