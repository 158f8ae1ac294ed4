package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/picloud/picloud/store"
)

func createRoute(t *testing.T, s store.Store) {
	script := addScript(t, s, "r")
	in := newRoute(script.ID, "/Ä/x")
	got := must(s.CreateRoute(t.Context(), in, allow))(t)
	if got.CreatedAt.IsZero() {
		t.Error("no creation time")
	}
	in.CreatedAt = got.CreatedAt
	equal(t, "created", got, in)
	equal(t, "read", must(s.RouteByID(t.Context(), in.ID))(t), in)

	least := store.Route{ID: store.NewID(), ScriptID: script.ID}
	must(s.CreateRoute(t.Context(), least, allow))(t)
	least.CreatedAt = must(s.RouteByID(t.Context(), least.ID))(t).CreatedAt
	equal(t, "empty", must(s.RouteByID(t.Context(), least.ID))(t), least)
}

func uniqueRoutes(t *testing.T, s store.Store) {
	ctx := t.Context()
	script := addScript(t, s, "r")
	first := addRoute(t, s, script.ID, "/a")

	_, err := s.CreateRoute(ctx, newRoute(script.ID, "/a"), allow)
	wantError(t, err, store.ErrConflict)
	sameID := newRoute(script.ID, "/b")
	sameID.ID = first.ID
	_, err = s.CreateRoute(ctx, sameID, allow)
	wantError(t, err, store.ErrConflict)

	// A difference in any part of the binding makes it another, one in what
	// was typed does not.
	typed := newRoute(script.ID, "/a")
	typed.Path, typed.Host, typed.Method = "/A", "other", "GET"
	_, err = s.CreateRoute(ctx, typed, allow)
	wantError(t, err, store.ErrConflict)
	for _, change := range []func(*store.Binding){
		func(b *store.Binding) { b.HostKind = "exact" },
		func(b *store.Binding) { b.Host = "*.example.org" },
		func(b *store.Binding) { b.PathKind = "prefix" },
		func(b *store.Binding) { b.Path = "/A" },
		func(b *store.Binding) { b.Method = "" },
	} {
		r := newRoute(script.ID, "/a")
		change(&r.Binding)
		must(s.CreateRoute(ctx, r, allow))(t)
	}

	second := addRoute(t, s, script.ID, "/second")
	second.Binding = first.Binding
	_, err = s.UpdateRoute(ctx, second, allow)
	wantError(t, err, store.ErrConflict)
	equal(t, "after a conflict", must(s.RouteByID(ctx, second.ID))(t).Binding.Path, "/second")
}

func updateRoute(t *testing.T, s store.Store) {
	ctx := t.Context()
	script, other := addScript(t, s, "a"), addScript(t, s, "b")
	first := addRoute(t, s, script.ID, "/first")
	in := newRoute(other.ID, "/second")
	in.ID, in.Guard, in.Method, in.Binding.Method = first.ID, "", "", ""
	got := must(s.UpdateRoute(ctx, in, alone))(t) // not a neighbour of itself
	in.CreatedAt = first.CreatedAt
	equal(t, "updated", got, in)
	equal(t, "read", must(s.RouteByID(ctx, in.ID))(t), in)

	in.ScriptID = store.ID{} // as it is
	in.Path = "/third"
	got = must(s.UpdateRoute(ctx, in, alone))(t)
	in.ScriptID = other.ID
	equal(t, "updated without a script", got, in)
	equal(t, "read", must(s.RouteByID(ctx, in.ID))(t), in)

	_, err := s.UpdateRoute(ctx, newRoute(script.ID, "/third"), allow)
	wantError(t, err, store.ErrNotFound)
	in.ScriptID = store.NewID()
	_, err = s.UpdateRoute(ctx, in, allow)
	wantError(t, err, store.ErrNotFound)
}

func deleteRoute(t *testing.T, s store.Store) {
	ctx := t.Context()
	script := addScript(t, s, "r")
	route, other := addRoute(t, s, script.ID, "/a"), addRoute(t, s, script.ID, "/b")
	if err := s.DeleteRoute(ctx, route.ID); err != nil {
		t.Fatal(err)
	}
	_, err := s.RouteByID(ctx, route.ID)
	wantError(t, err, store.ErrNotFound)
	wantError(t, s.DeleteRoute(ctx, route.ID), store.ErrNotFound)
	equal(t, "other", must(s.RouteByID(ctx, other.ID))(t), other)
	equal(t, "script", must(s.ScriptByID(ctx, script.ID))(t), script)
	addRoute(t, s, script.ID, "/a") // the binding is free
}

func routeNeedsScript(t *testing.T, s store.Store) {
	for _, id := range []store.ID{store.NewID(), {}} {
		_, err := s.CreateRoute(t.Context(), newRoute(id, "/a"), func([]store.Route) error {
			return errors.New("checked a route without a script")
		})
		wantError(t, err, store.ErrNotFound)
	}
}

func listRoutes(t *testing.T, s store.Store) {
	ctx := t.Context()
	a, b := addScript(t, s, "a"), addScript(t, s, "b")
	var all, ofA []store.Route
	for i := range 7 {
		script := a
		if i%3 == 0 {
			script = b
		}
		r := addRoute(t, s, script.ID, fmt.Sprint("/", i))
		all = append(all, r)
		if script == a {
			ofA = append(ofA, r)
		}
	}
	for scriptID, want := range map[store.ID][]store.Route{{}: all, a.ID: ofA, store.NewID(): nil} {
		var got []store.Route
		var after store.ID
		for {
			page := must(s.ListRoutes(ctx, store.RouteQuery{ScriptID: scriptID, After: after, Limit: 3}))(t)
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			after = page[len(page)-1].ID
		}
		if !slices.Equal(got, want) {
			t.Errorf("routes of %q: got %v, want %v", scriptID, got, want)
		}
	}
}

func checkNeighbours(t *testing.T, s store.Store) {
	ctx := t.Context()
	script := addScript(t, s, "r")
	near := []store.Route{addRoute(t, s, script.ID, "/1"), addRoute(t, s, script.ID, "/2")}
	anyMethod := newRoute(script.ID, "/2")
	anyMethod.Binding.Method = ""
	near = append(near, must(s.CreateRoute(ctx, anyMethod, allow))(t))
	for _, change := range []func(*store.Binding){
		func(b *store.Binding) { b.HostKind = "exact" },
		func(b *store.Binding) { b.Host = "*.example.org" },
		func(b *store.Binding) { b.PathKind = "prefix" },
	} {
		far := newRoute(script.ID, "/1")
		change(&far.Binding)
		must(s.CreateRoute(ctx, far, allow))(t)
	}

	check := func(want []store.Route) store.RouteCheck {
		return func(others []store.Route) error {
			others = slices.Clone(others)
			slices.SortFunc(others, func(a, b store.Route) int { return slices.Compare(a.ID[:], b.ID[:]) })
			if !slices.Equal(others, want) {
				return fmt.Errorf("checked against %v, want %v", others, want)
			}
			return nil
		}
	}
	typed := newRoute(script.ID, "/3")
	typed.HostKind, typed.Host, typed.PathKind = "x", "y", "z" // the binding counts
	must(s.CreateRoute(ctx, typed, check(near)))(t)
	if err := s.DeleteRoute(ctx, typed.ID); err != nil {
		t.Fatal(err)
	}
	must(s.UpdateRoute(ctx, near[0], check(near[1:])))(t)
}

func checkError(t *testing.T, s store.Store) {
	script := addScript(t, s, "r")
	route := addRoute(t, s, script.ID, "/a")
	refusal := errors.New("refused")
	refuse := func([]store.Route) error { return refusal }

	_, err := s.CreateRoute(t.Context(), newRoute(script.ID, "/b"), refuse)
	equal(t, "error of a create", err, refusal)
	changed := route
	changed.Guard = "false"
	_, err = s.UpdateRoute(t.Context(), changed, refuse)
	equal(t, "error of an update", err, refusal)
	equal(t, "routes", len(must(s.ListRoutes(t.Context(), store.RouteQuery{Limit: 10}))(t)), 1)
	equal(t, "route", must(s.RouteByID(t.Context(), route.ID))(t), route)

	// Even one that comes as the caller goes.
	ctx, cancel := context.WithCancel(t.Context())
	_, err = s.CreateRoute(ctx, newRoute(script.ID, "/b"), func([]store.Route) error {
		cancel()
		return refusal
	})
	equal(t, "error of a create that is cancelled", err, refusal)
}

// raceRoutes runs n writes at once and returns how many succeeded; the others
// must have failed with one of the errors.
func raceRoutes(t *testing.T, n int, write func(i int) error, losers ...error) int {
	t.Helper()
	var won atomic.Int64
	parallel(n, func(i int) {
		err := write(i)
		switch {
		case err == nil:
			won.Add(1)
		case !slices.ContainsFunc(losers, func(loser error) bool { return errors.Is(err, loser) }):
			t.Errorf("write %d: %v", i, err)
		}
	})
	return int(won.Load())
}

// The paths differ, so that only the check can find the conflict.
func conflictingCreates(t *testing.T, s store.Store) {
	script := addScript(t, s, "r")
	for round := range 3 {
		won := raceRoutes(t, 50, func(i int) error {
			r := newRoute(script.ID, fmt.Sprintf("/users/:id%d", i))
			r.Binding.Host = fmt.Sprintf("host%d", round)
			_, err := s.CreateRoute(t.Context(), r, alone)
			return err
		}, errTaken)
		equal(t, "winners", won, 1)
		equal(t, "routes", len(must(s.ListRoutes(t.Context(), store.RouteQuery{Limit: 100}))(t)), round+1)
	}
}

// The check agrees to everything, so that only the unique index is left.
func identicalCreates(t *testing.T, s store.Store) {
	script := addScript(t, s, "r")
	won := raceRoutes(t, 50, func(int) error {
		_, err := s.CreateRoute(t.Context(), newRoute(script.ID, "/same"), allow)
		return err
	}, store.ErrConflict)
	equal(t, "winners", won, 1)
	equal(t, "routes", len(must(s.ListRoutes(t.Context(), store.RouteQuery{Limit: 100}))(t)), 1)
}

func conflictingUpdates(t *testing.T, s store.Store) {
	script := addScript(t, s, "r")
	var routes []store.Route
	for i := range 20 {
		r := newRoute(script.ID, fmt.Sprintf("/:p%d", i))
		r.Binding.Host = fmt.Sprintf("host%d", i)
		routes = append(routes, must(s.CreateRoute(t.Context(), r, alone))(t))
	}
	won := raceRoutes(t, len(routes), func(i int) error {
		r := routes[i]
		r.Binding.Host = "wanted"
		_, err := s.UpdateRoute(t.Context(), r, alone)
		return err
	}, errTaken)
	equal(t, "winners", won, 1)
}

func routeTexts(t *testing.T, s store.Store) {
	script := addScript(t, s, "r")
	route := addRoute(t, s, script.ID, "/a")
	for _, bad := range []string{"nul\x00", "\xff"} {
		for i, field := range []func(*store.Route) *string{
			func(r *store.Route) *string { return &r.HostKind },
			func(r *store.Route) *string { return &r.Host },
			func(r *store.Route) *string { return &r.HostParamName },
			func(r *store.Route) *string { return &r.PathKind },
			func(r *store.Route) *string { return &r.Path },
			func(r *store.Route) *string { return &r.Method },
			func(r *store.Route) *string { return &r.Guard },
			func(r *store.Route) *string { return &r.Binding.HostKind },
			func(r *store.Route) *string { return &r.Binding.Host },
			func(r *store.Route) *string { return &r.Binding.PathKind },
			func(r *store.Route) *string { return &r.Binding.Path },
			func(r *store.Route) *string { return &r.Binding.Method },
		} {
			fresh, changed := newRoute(script.ID, "/b"), route
			*field(&fresh), *field(&changed) = bad, bad
			if _, err := s.CreateRoute(t.Context(), fresh, allow); !errors.Is(err, store.ErrInvalidText) {
				t.Errorf("create with %q in field %d: %v", bad, i, err)
			}
			if _, err := s.UpdateRoute(t.Context(), changed, allow); !errors.Is(err, store.ErrInvalidText) {
				t.Errorf("update with %q in field %d: %v", bad, i, err)
			}
		}
	}
}
