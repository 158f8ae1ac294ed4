package sqlstore

import (
	"context"
	"fmt"

	"github.com/picloud/picloud/store"
)

var _ store.Changes = (*DB)(nil)

// Apply implements store.Changes.
func (d *DB) Apply(ctx context.Context, c store.ChangeSet) error {
	for _, list := range [][]store.Script{c.CreateScripts, c.UpdateScripts} {
		for _, s := range list {
			if err := checkText("script", s.Name, s.Description, s.Source); err != nil {
				return err
			}
		}
	}
	for _, list := range [][]store.Route{c.CreateRoutes, c.UpdateRoutes} {
		for _, r := range list {
			if err := checkRoute(r); err != nil {
				return err
			}
		}
	}
	return d.change(ctx, func(tx *transaction, revision int64) (event, error) {
		if revision != c.Revision+1 {
			return event{}, fmt.Errorf("the store is at revision %d and not at %d: %w", revision-1, c.Revision, store.ErrStale)
		}
		a := applying{tx: tx, revision: revision}
		return a.summary(c), a.all(ctx, c)
	})
}

// applying is a ChangeSet in its transaction.
type applying struct {
	tx       *transaction
	revision int64
}

func (a applying) all(ctx context.Context, c store.ChangeSet) error {
	for _, id := range c.DeleteRoutes {
		if err := a.note(ctx)(deleteRoute(ctx, a.tx, id)); err != nil {
			return err
		}
	}
	for _, id := range c.DeleteScripts {
		if err := a.note(ctx)(deleteScript(ctx, a.tx, id, 0)); err != nil {
			return err
		}
	}
	for i := range c.CreateScripts {
		s := c.CreateScripts[i]
		if err := a.note(ctx)(createScript(ctx, a.tx, &s, a.revision)); err != nil {
			return err
		}
	}
	for i := range c.UpdateScripts {
		s := c.UpdateScripts[i]
		if err := a.note(ctx)(updateScript(ctx, a.tx, &s, 0, a.revision)); err != nil {
			return err
		}
	}
	return a.routes(ctx, c)
}

// routes takes away the routes that change before it writes any, so that one
// may get a binding that another one had.
func (a applying) routes(ctx context.Context, c store.ChangeSet) error {
	updated := make([]store.Route, len(c.UpdateRoutes))
	for i, r := range c.UpdateRoutes {
		old, err := routeByID(ctx, a.tx, r.ID)
		if err != nil {
			return err
		}
		r.CreatedAt = old.CreatedAt
		updated[i] = r
		if _, err := a.tx.ExecContext(ctx, `DELETE FROM routes WHERE id = $1`, r.ID); err != nil {
			return err
		}
	}
	for _, r := range c.CreateRoutes {
		r.CreatedAt = a.tx.at
		if err := a.insert(ctx, "route.create", r); err != nil {
			return err
		}
	}
	for _, r := range updated {
		if err := a.insert(ctx, "route.update", r); err != nil {
			return err
		}
	}
	return nil
}

func (a applying) insert(ctx context.Context, action string, r store.Route) error {
	if _, err := scriptByID(ctx, a.tx, r.ScriptID); err != nil {
		return err
	}
	if err := writeRoute(ctx, a.tx, insertRoute, r); err != nil {
		return err
	}
	return record(ctx, a.tx, routeEvent(action, r))
}

// note returns a function that writes what has happened into the audit log.
func (a applying) note(ctx context.Context) func(event, error) error {
	return func(e event, err error) error {
		if err != nil {
			return err
		}
		return record(ctx, a.tx, e)
	}
}

// summary is the entry of the whole set in the audit log.
func (a applying) summary(c store.ChangeSet) event {
	counts := map[string]any{}
	for what, n := range map[string]int{
		"scripts_created": len(c.CreateScripts),
		"scripts_updated": len(c.UpdateScripts),
		"scripts_deleted": len(c.DeleteScripts),
		"routes_created":  len(c.CreateRoutes),
		"routes_updated":  len(c.UpdateRoutes),
		"routes_deleted":  len(c.DeleteRoutes),
	} {
		if n > 0 {
			counts[what] = n
		}
	}
	return event{action: "import.apply", object: store.Object{Kind: "import"}, detail: counts}
}
