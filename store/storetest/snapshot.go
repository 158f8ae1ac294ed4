package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func emptySnapshot(t *testing.T, s store.Store) {
	snapshot := must(s.Snapshot(t.Context()))(t)
	if len(snapshot.Scripts) > 0 || len(snapshot.Routes) > 0 {
		t.Errorf("not empty: %+v", snapshot)
	}
	equal(t, "revision", snapshot.Revision, must(s.Revision(t.Context()))(t))
}

func wholeSnapshot(t *testing.T, s store.Store) {
	ctx := t.Context()
	var scripts []store.Script
	var routes []store.Route
	for i := range 5 {
		script := newScript(fmt.Sprint("s", i))
		script.Enabled = i%2 == 0
		script = must(s.CreateScript(ctx, script))(t)
		script.Source += "\n// second"
		script = must(s.UpdateScript(ctx, script, 0))(t)
		if i == 3 {
			script = must(s.ActivateVersion(ctx, script.ID, 1, 0))(t)
		}
		scripts = append(scripts, script)
		for j := range i {
			routes = append(routes, addRoute(t, s, script.ID, fmt.Sprint("/", i, "/", j)))
		}
	}
	snapshot := must(s.Snapshot(ctx))(t)
	slices.SortFunc(snapshot.Scripts, func(a, b store.Script) int { return slices.Compare(a.ID[:], b.ID[:]) })
	slices.SortFunc(snapshot.Routes, func(a, b store.Route) int { return slices.Compare(a.ID[:], b.ID[:]) })
	if !slices.Equal(snapshot.Scripts, scripts) {
		t.Errorf("scripts: got %v, want %v", snapshot.Scripts, scripts)
	}
	if !slices.Equal(snapshot.Routes, routes) {
		t.Errorf("routes: got %v, want %v", snapshot.Routes, routes)
	}
	equal(t, "revision", snapshot.Revision, must(s.Revision(ctx))(t))
}

func revisionGrows(t *testing.T, s store.Store) {
	ctx := t.Context()
	script, route := newScript("s"), store.Route{}
	last := must(s.Revision(ctx))(t)
	for _, step := range []struct {
		name   string
		change func() error
	}{
		{"create script", func() (err error) { script, err = s.CreateScript(ctx, script); return }},
		{"update script", func() (err error) {
			script.Source += "2"
			script, err = s.UpdateScript(ctx, script, 0)
			return
		}},
		{"activate version", func() (err error) { _, err = s.ActivateVersion(ctx, script.ID, 1, 0); return }},
		{"create route", func() (err error) {
			route, err = s.CreateRoute(ctx, newRoute(script.ID, "/a"), allow)
			return
		}},
		{"update route", func() (err error) { route.Guard = "true"; _, err = s.UpdateRoute(ctx, route, allow); return }},
		{"delete route", func() error { return s.DeleteRoute(ctx, route.ID) }},
		{"delete script", func() error { return s.DeleteScript(ctx, script.ID, 0) }},
	} {
		if err := step.change(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		next := must(s.Revision(ctx))(t)
		if next <= last {
			t.Errorf("%s: revision %d after %d", step.name, next, last)
		}
		equal(t, "snapshot's revision", must(s.Snapshot(ctx))(t).Revision, next)
		last = next
	}
}

func revisionStays(t *testing.T, s store.Store) {
	ctx := t.Context()
	script := addScript(t, s, "s")
	route := addRoute(t, s, script.ID, "/a")
	before := must(s.Revision(ctx))(t)
	for name, change := range map[string]func() error{
		"taken name":    func() error { _, err := s.CreateScript(ctx, newScript("s")); return err },
		"stale update":  func() error { _, err := s.UpdateScript(ctx, script, script.Revision+1); return err },
		"stale delete":  func() error { return s.DeleteScript(ctx, script.ID, script.Revision+1) },
		"no version":    func() error { _, err := s.ActivateVersion(ctx, script.ID, 2, 0); return err },
		"taken binding": func() error { _, err := s.CreateRoute(ctx, newRoute(script.ID, "/a"), allow); return err },
		"refused":       func() error { _, err := s.CreateRoute(ctx, newRoute(script.ID, "/b"), alone); return err },
		"no route":      func() error { return s.DeleteRoute(ctx, store.NewID()) },
	} {
		if err := change(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := s.AppendExecutions(ctx, []store.Execution{newExecution(time.Now())}); err != nil {
		t.Fatal(err)
	}
	equal(t, "revision", must(s.Revision(ctx))(t), before)
	equal(t, "route", must(s.RouteByID(ctx, route.ID))(t), route)
}

// Writers make a script and a route to it and take both away. No snapshot may
// mix two moments.
func consistentSnapshot(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var group sync.WaitGroup
	for w := range 2 {
		group.Go(func() {
			for i := range 15 {
				script, err := s.CreateScript(ctx, newScript(fmt.Sprintf("w%d-%d", w, i)))
				if err != nil {
					t.Error(err)
					return
				}
				r := newRoute(script.ID, fmt.Sprintf("/%d/%d", w, i))
				if _, err := s.CreateRoute(ctx, r, allow); err != nil {
					t.Error(err)
				}
				if err := s.DeleteScript(ctx, script.ID, 0); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()

	seen := map[int64]store.Snapshot{}
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		snapshot := must(s.Snapshot(t.Context()))(t)
		known := map[store.ID]bool{}
		for _, script := range snapshot.Scripts {
			known[script.ID] = true
			if script.Revision > snapshot.Revision {
				t.Errorf("script of revision %d in snapshot %d", script.Revision, snapshot.Revision)
			}
		}
		for _, route := range snapshot.Routes {
			if !known[route.ScriptID] {
				t.Errorf("snapshot %d has a route without its script", snapshot.Revision)
			}
		}
		if before, ok := seen[snapshot.Revision]; ok &&
			(!slices.Equal(before.Scripts, snapshot.Scripts) || !slices.Equal(before.Routes, snapshot.Routes)) {
			t.Errorf("two snapshots of revision %d differ", snapshot.Revision)
		}
		seen[snapshot.Revision] = snapshot
	}
	if len(must(s.Snapshot(t.Context()))(t).Routes) > 0 {
		t.Error("routes are left")
	}
}

func serves(t *testing.T, s store.Store) {
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	if s.Schema() < 3 {
		t.Errorf("schema %d", s.Schema())
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	if err := s.Ping(t.Context()); err == nil {
		t.Error("serves after closing")
	}
}

func endedContext(t *testing.T, s store.Store) {
	script := addScript(t, s, "s")
	route := addRoute(t, s, script.ID, "/a")
	record := newExecution(time.Now())
	if err := s.AppendExecutions(t.Context(), []store.Execution{record}); err != nil {
		t.Fatal(err)
	}
	before := must(s.Snapshot(t.Context()))(t)

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for name, call := range calls(s, script, route, record) {
		if err := call(cancelled); !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s when cancelled: %v", name, err)
		}
		if err := call(late); !errors.Is(err, store.ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s too late: %v", name, err)
		}
	}
	after := must(s.Snapshot(t.Context()))(t)
	if after.Revision != before.Revision || !slices.Equal(after.Scripts, before.Scripts) || !slices.Equal(after.Routes, before.Routes) {
		t.Errorf("changed from %+v to %+v", before, after)
	}
	must(s.ExecutionByID(t.Context(), record.ID))(t)
}

// calls returns a call of every method that takes a context.
func calls(s store.Store, script store.Script, route store.Route, record store.Execution) map[string]func(context.Context) error {
	type ctx = context.Context
	return map[string]func(ctx) error{
		"CreateScript":     func(c ctx) error { _, err := s.CreateScript(c, newScript("x")); return err },
		"UpdateScript":     func(c ctx) error { _, err := s.UpdateScript(c, script, 0); return err },
		"DeleteScript":     func(c ctx) error { return s.DeleteScript(c, script.ID, 0) },
		"ScriptByID":       func(c ctx) error { _, err := s.ScriptByID(c, script.ID); return err },
		"ScriptByName":     func(c ctx) error { _, err := s.ScriptByName(c, script.Name); return err },
		"ListScripts":      func(c ctx) error { _, err := s.ListScripts(c, store.ScriptQuery{Limit: 1}); return err },
		"ListVersions":     func(c ctx) error { _, err := s.ListVersions(c, script.ID, 0, 1); return err },
		"VersionByNumber":  func(c ctx) error { _, err := s.VersionByNumber(c, script.ID, 1); return err },
		"ActivateVersion":  func(c ctx) error { _, err := s.ActivateVersion(c, script.ID, 1, 0); return err },
		"CreateRoute":      func(c ctx) error { _, err := s.CreateRoute(c, newRoute(script.ID, "/b"), allow); return err },
		"UpdateRoute":      func(c ctx) error { _, err := s.UpdateRoute(c, route, allow); return err },
		"DeleteRoute":      func(c ctx) error { return s.DeleteRoute(c, route.ID) },
		"RouteByID":        func(c ctx) error { _, err := s.RouteByID(c, route.ID); return err },
		"ListRoutes":       func(c ctx) error { _, err := s.ListRoutes(c, store.RouteQuery{Limit: 1}); return err },
		"AppendExecutions": func(c ctx) error { return s.AppendExecutions(c, []store.Execution{newExecution(time.Now())}) },
		"ListExecutions":   func(c ctx) error { _, err := s.ListExecutions(c, store.ExecutionQuery{Limit: 1}); return err },
		"ExecutionByID":    func(c ctx) error { _, err := s.ExecutionByID(c, record.ID); return err },
		"ExecutionBytes":   func(c ctx) error { _, err := s.ExecutionBytes(c); return err },
		"DeleteExecutions": func(c ctx) error {
			_, err := s.DeleteExecutions(c, store.ExecutionAge{Before: time.Now().Add(time.Hour)}, 10)
			return err
		},
		"Snapshot": func(c ctx) error { _, err := s.Snapshot(c); return err },
		"Revision": func(c ctx) error { _, err := s.Revision(c); return err },
		"Ping":     s.Ping,
	}
}

// A writer that waits for another one gives up when its caller does.
func waitingContext(t *testing.T, s store.Store) {
	script := addScript(t, s, "s")
	held, release := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		_, err := s.CreateRoute(t.Context(), newRoute(script.ID, "/first"), func([]store.Route) error {
			close(held)
			<-release
			return nil
		})
		first <- err
	}()
	<-held
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := s.CreateRoute(ctx, newRoute(script.ID, "/second"), allow)
	wantError(t, err, store.ErrUnavailable)

	// Readers and execution records do not wait.
	must(s.Snapshot(t.Context()))(t)
	if err := s.AppendExecutions(t.Context(), []store.Execution{newExecution(time.Now())}); err != nil {
		t.Error(err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	addRoute(t, s, script.ID, "/second")
}
