package storetest

import (
	"context"
	"testing"

	"github.com/picloud/picloud/store"
)

// world is a store's scripts and routes, to be changed at once.
type world struct {
	kept, changed, gone store.Script
	routeA, routeB      store.Route // of kept
	routeGone           store.Route // of kept
	snapshot            store.Snapshot
}

func newWorld(t *testing.T, s store.Store) world {
	t.Helper()
	w := world{kept: addScript(t, s, "kept"), changed: addScript(t, s, "changed"), gone: addScript(t, s, "gone")}
	w.routeA = addRoute(t, s, w.kept.ID, "/a")
	w.routeB = addRoute(t, s, w.kept.ID, "/b")
	w.routeGone = addRoute(t, s, w.kept.ID, "/gone")
	addRoute(t, s, w.gone.ID, "/gone/too")
	w.snapshot = must(s.Snapshot(t.Context()))(t)
	return w
}

// changes is a set with everything that a set can have: two routes that swap
// their bindings, and new ones with bindings that are given up.
func (w world) changes() store.ChangeSet {
	fresh := newScript("fresh")
	source, limits := w.changed, w.kept
	source.Source = "package main // new"
	limits.Limits.TimeoutMS++
	a, b := w.routeA, w.routeB
	a.Path, a.Binding = w.routeB.Path, w.routeB.Binding
	b.Path, b.Binding = w.routeA.Path, w.routeA.Binding
	return store.ChangeSet{
		Revision:      w.snapshot.Revision,
		DeleteRoutes:  []store.ID{w.routeGone.ID},
		DeleteScripts: []store.ID{w.gone.ID},
		CreateScripts: []store.Script{fresh},
		UpdateScripts: []store.Script{source, limits},
		CreateRoutes:  []store.Route{newRoute(fresh.ID, "/gone"), newRoute(w.kept.ID, "/gone/too")},
		UpdateRoutes:  []store.Route{a, b},
	}
}

func applyChanges(t *testing.T, s store.Store) {
	ctx := t.Context()
	w := newWorld(t, s)
	c := w.changes()
	if err := s.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	after := must(s.Snapshot(ctx))(t)
	equal(t, "revision", after.Revision, w.snapshot.Revision+1)
	equal(t, "scripts", len(after.Scripts), 3)
	equal(t, "routes", len(after.Routes), 4)

	changed := must(s.ScriptByID(ctx, w.changed.ID))(t)
	equal(t, "source", changed.Source, "package main // new")
	equal(t, "version of a new source", changed.Version, 2)
	equal(t, "revision of a changed script", changed.Revision, after.Revision)
	equal(t, "when it was created", changed.CreatedAt, w.changed.CreatedAt)
	kept := must(s.ScriptByID(ctx, w.kept.ID))(t)
	equal(t, "version of the same source", kept.Version, 1)
	equal(t, "timeout", kept.Limits.TimeoutMS, w.kept.Limits.TimeoutMS+1)
	fresh := must(s.ScriptByName(ctx, "fresh"))(t)
	equal(t, "id", fresh.ID, c.CreateScripts[0].ID)
	equal(t, "first version", fresh.Version, 1)
	equal(t, "saved source", must(s.VersionByNumber(ctx, fresh.ID, 1))(t).Source, fresh.Source)
	_, err := s.ScriptByID(ctx, w.gone.ID)
	wantError(t, err, store.ErrNotFound)

	a := must(s.RouteByID(ctx, w.routeA.ID))(t)
	equal(t, "path", a.Path, "/b")
	equal(t, "when the route was created", a.CreatedAt, w.routeA.CreatedAt)
	equal(t, "path", must(s.RouteByID(ctx, w.routeB.ID))(t).Path, "/a")
	for _, r := range c.CreateRoutes {
		equal(t, "script", must(s.RouteByID(ctx, r.ID))(t).ScriptID, r.ScriptID)
	}
	_, err = s.RouteByID(ctx, w.routeGone.ID)
	wantError(t, err, store.ErrNotFound)
}

func applyAllOrNothing(t *testing.T, s store.Store) {
	w := newWorld(t, s)
	for name, c := range map[string]struct {
		spoil func(c *store.ChangeSet)
		want  error
	}{
		"an old revision":         {func(c *store.ChangeSet) { c.Revision-- }, store.ErrStale},
		"a revision to come":      {func(c *store.ChangeSet) { c.Revision++ }, store.ErrStale},
		"a name that is taken":    {func(c *store.ChangeSet) { c.CreateScripts = append(c.CreateScripts, newScript("kept")) }, store.ErrConflict},
		"an id that is taken":     {func(c *store.ChangeSet) { c.CreateScripts[0].ID = w.kept.ID }, store.ErrConflict},
		"no such script":          {func(c *store.ChangeSet) { c.UpdateScripts = append(c.UpdateScripts, newScript("none")) }, store.ErrNotFound},
		"no script to delete":     {func(c *store.ChangeSet) { c.DeleteScripts = append(c.DeleteScripts, store.NewID()) }, store.ErrNotFound},
		"no route to delete":      {func(c *store.ChangeSet) { c.DeleteRoutes = append(c.DeleteRoutes, store.NewID()) }, store.ErrNotFound},
		"no such route":           {func(c *store.ChangeSet) { c.UpdateRoutes[1].ID = store.NewID() }, store.ErrNotFound},
		"a binding that is taken": {func(c *store.ChangeSet) { c.CreateRoutes[1] = newRoute(w.kept.ID, "/a") }, store.ErrConflict},
		"a route of no script":    {func(c *store.ChangeSet) { c.UpdateRoutes[1].ScriptID = w.gone.ID }, store.ErrNotFound},
		"a text with NUL":         {func(c *store.ChangeSet) { c.UpdateRoutes[1].Guard = "\x00" }, store.ErrInvalidText},
		"a source with NUL":       {func(c *store.ChangeSet) { c.CreateScripts[0].Source = "\x00" }, store.ErrInvalidText},
	} {
		changes := w.changes()
		c.spoil(&changes)
		if err := s.Apply(t.Context(), changes); err == nil {
			t.Fatalf("%s: no error", name)
		} else {
			wantError(t, err, c.want)
		}
		same(t, name, must(s.Snapshot(t.Context()))(t), w.snapshot)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Apply(ctx, w.changes()); err == nil {
		t.Fatal("a context that has ended: no error")
	}
	same(t, "a context that has ended", must(s.Snapshot(t.Context()))(t), w.snapshot)
}
