package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func createScript(t *testing.T, s store.Store) {
	start := time.Now().Truncate(time.Microsecond)
	in := newScript("hello")
	in.Version, in.Revision = 77, 78 // not the caller's
	got := must(s.CreateScript(t.Context(), in))(t)

	equal(t, "version", got.Version, 1)
	if got.Revision == 0 {
		t.Error("no revision")
	}
	if got.CreatedAt.Before(start) || got.CreatedAt.After(time.Now()) || !got.UpdatedAt.Equal(got.CreatedAt) {
		t.Errorf("created %v, updated %v", got.CreatedAt, got.UpdatedAt)
	}
	want := in
	want.Version, want.Revision, want.CreatedAt, want.UpdatedAt = got.Version, got.Revision, got.CreatedAt, got.UpdatedAt
	equal(t, "created", got, want)
	equal(t, "by id", must(s.ScriptByID(t.Context(), in.ID))(t), want)
	equal(t, "by name", must(s.ScriptByName(t.Context(), "hello"))(t), want)
	equal(t, "time zone", got.CreatedAt.Location(), time.UTC)
}

func uniqueScripts(t *testing.T, s store.Store) {
	first := addScript(t, s, "one")
	_, err := s.CreateScript(t.Context(), newScript("one"))
	wantError(t, err, store.ErrConflict)

	same := newScript("two")
	same.ID = first.ID
	_, err = s.CreateScript(t.Context(), same)
	wantError(t, err, store.ErrConflict)

	addScript(t, s, "One") // names are case-sensitive
	third := addScript(t, s, "three")
	third.Name = "one"
	_, err = s.UpdateScript(t.Context(), third, 0)
	wantError(t, err, store.ErrConflict)
	equal(t, "name after a conflict", must(s.ScriptByID(t.Context(), third.ID))(t).Name, "three")
	_, err = s.VersionByNumber(t.Context(), third.ID, 2)
	wantError(t, err, store.ErrNotFound)
}

func updateScript(t *testing.T, s store.Store) {
	old := addScript(t, s, "old")
	in := store.Script{ID: old.ID, Name: "new", Source: "package main"} // all else zero
	got := must(s.UpdateScript(t.Context(), in, old.Revision))(t)
	if got.Revision <= old.Revision {
		t.Errorf("revision %d after %d", got.Revision, old.Revision)
	}
	if got.UpdatedAt.Before(old.UpdatedAt) {
		t.Errorf("updated %v after %v", got.UpdatedAt, old.UpdatedAt)
	}
	want := in
	want.Version, want.Revision, want.CreatedAt, want.UpdatedAt = 2, got.Revision, old.CreatedAt, got.UpdatedAt
	equal(t, "updated", got, want)
	equal(t, "read", must(s.ScriptByID(t.Context(), in.ID))(t), want)
	_, err := s.ScriptByName(t.Context(), "old")
	wantError(t, err, store.ErrNotFound)
}

func staleRevision(t *testing.T, s store.Store) {
	first := addScript(t, s, "a")
	second := must(s.UpdateScript(t.Context(), first, first.Revision))(t)

	changed := first
	changed.Name, changed.Source = "b", "package other"
	_, err := s.UpdateScript(t.Context(), changed, first.Revision)
	wantError(t, err, store.ErrStale)
	_, err = s.ActivateVersion(t.Context(), first.ID, 1, first.Revision)
	wantError(t, err, store.ErrStale)
	wantError(t, s.DeleteScript(t.Context(), first.ID, first.Revision), store.ErrStale)
	wantError(t, s.DeleteScript(t.Context(), first.ID, second.Revision+1), store.ErrStale)
	equal(t, "after stale changes", must(s.ScriptByID(t.Context(), first.ID))(t), second)

	// A script that takes the id of another does not take its revision.
	if err := s.DeleteScript(t.Context(), first.ID, second.Revision); err != nil {
		t.Fatal(err)
	}
	must(s.CreateScript(t.Context(), first))(t)
	_, err = s.UpdateScript(t.Context(), changed, first.Revision)
	wantError(t, err, store.ErrStale)
	must(s.UpdateScript(t.Context(), changed, 0))(t)
}

func deleteScript(t *testing.T, s store.Store) {
	ctx := t.Context()
	gone, kept := addScript(t, s, "gone"), addScript(t, s, "kept")
	goneRoute, keptRoute := addRoute(t, s, gone.ID, "/gone"), addRoute(t, s, kept.ID, "/kept")
	record := newExecution(time.Now())
	record.ScriptID, record.RouteID = gone.ID, goneRoute.ID
	if err := s.AppendExecutions(ctx, []store.Execution{record}); err != nil {
		t.Fatal(err)
	}

	if err := s.DeleteScript(ctx, gone.ID, 0); err != nil {
		t.Fatal(err)
	}
	_, err := s.ScriptByID(ctx, gone.ID)
	wantError(t, err, store.ErrNotFound)
	_, err = s.VersionByNumber(ctx, gone.ID, 1)
	wantError(t, err, store.ErrNotFound)
	_, err = s.RouteByID(ctx, goneRoute.ID)
	wantError(t, err, store.ErrNotFound)
	equal(t, "other script", must(s.ScriptByID(ctx, kept.ID))(t), kept)
	equal(t, "other route", must(s.RouteByID(ctx, keptRoute.ID))(t), keptRoute)
	equal(t, "record's script", must(s.ExecutionByID(ctx, record.ID))(t).ScriptID, gone.ID)

	addScript(t, s, "gone") // the name is free
	addRoute(t, s, kept.ID, "/gone")
}

func listScripts(t *testing.T, s store.Store) {
	for _, name := range []string{"b", "a10", "é", "a2", "Z", "c"} {
		addScript(t, s, name)
	}
	var got []store.Script
	for after := ""; ; after = got[len(got)-1].Name {
		page := must(s.ListScripts(t.Context(), store.ScriptQuery{AfterName: after, Limit: 4}))(t)
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
	}
	equal(t, "pages", names(got), "[Z a10 a2 b c é]")
	equal(t, "read", must(s.ScriptByID(t.Context(), got[0].ID))(t), got[0])
	equal(t, "limit", len(must(s.ListScripts(t.Context(), store.ScriptQuery{Limit: 1}))(t)), 1)
}

func findScripts(t *testing.T, s store.Store) {
	for name, description := range map[string]string{
		"100%":   "per cent",
		"100x":   "a_b",
		"axb":    `back\slash`,
		"Über":   "it's \"quoted\"",
		"plain":  "",
		"plain2": "nothing",
	} {
		script := newScript(name)
		script.Description = description
		must(s.CreateScript(t.Context(), script))(t)
	}
	for query, want := range map[string]string{
		"":        "[100% 100x axb plain plain2 Über]",
		"100%":    "[100%]",
		"%":       "[100%]",
		"_":       "[100x]",
		"a_b":     "[100x]",
		`\`:       "[axb]",
		`K\S`:     "[axb]",
		"PLAIN":   "[plain plain2]",
		"CENT":    "[100%]",
		`'s "q`:   "[Über]",
		"Ü":       "[Über]",
		"ÜBER":    "[Über]",
		"ü":       "[]", // only the letters of ASCII have two cases
		"' OR 1=": "[]",
		"absent":  "[]",
	} {
		got := names(must(s.ListScripts(t.Context(), store.ScriptQuery{Query: query, Limit: 10}))(t))
		if got != want {
			t.Errorf("query %q: got %s, want %s", query, got, want)
		}
	}
	got := must(s.ListScripts(t.Context(), store.ScriptQuery{Query: "plain", AfterName: "plain", Limit: 10}))(t)
	equal(t, "query after a cursor", names(got), "[plain2]")
}

func longSearch(t *testing.T, s store.Store) {
	script := newScript("long")
	script.Description = strings.Repeat("%_", store.MaxSearch) // escaped, each takes two
	must(s.CreateScript(t.Context(), script))(t)
	record := newExecution(time.Now())
	record.Path = script.Description
	appendAll(t, s, record)
	for n, want := range map[int]int{store.MaxSearch: 1, store.MaxSearch + 1: 0, 1 << 20: 0} {
		text := strings.Repeat("%_", n)[:n]
		scripts, err := s.ListScripts(t.Context(), store.ScriptQuery{Query: text, Limit: 10})
		if len(scripts) != want || (err != nil) != (want == 0) {
			t.Errorf("text of %d bytes: %d scripts, %v", n, len(scripts), err)
		}
		records, err := s.ListExecutions(t.Context(), store.ExecutionQuery{Text: text, Limit: 10})
		if len(records) != want || (err != nil) != (want == 0) {
			t.Errorf("text of %d bytes: %d records, %v", n, len(records), err)
		}
	}
}

func missingScript(t *testing.T, s store.Store) {
	ctx, id := t.Context(), store.NewID()
	_, err := s.ScriptByID(ctx, id)
	wantError(t, err, store.ErrNotFound)
	_, err = s.ScriptByID(ctx, store.ID{})
	wantError(t, err, store.ErrNotFound)
	for _, name := range []string{"", "none", "nu\x00l", "\xff"} {
		_, err = s.ScriptByName(ctx, name)
		wantError(t, err, store.ErrNotFound)
	}
	missing := newScript("missing")
	_, err = s.UpdateScript(ctx, missing, 0)
	wantError(t, err, store.ErrNotFound)
	_, err = s.UpdateScript(ctx, missing, 1)
	wantError(t, err, store.ErrNotFound)
	wantError(t, s.DeleteScript(ctx, id, 0), store.ErrNotFound)
	_, err = s.ActivateVersion(ctx, id, 1, 0)
	wantError(t, err, store.ErrNotFound)
	_, err = s.ListVersions(ctx, id, 0, 10)
	wantError(t, err, store.ErrNotFound)
	if list := must(s.ListScripts(ctx, store.ScriptQuery{Limit: 10}))(t); len(list) > 0 {
		t.Errorf("scripts: %s", names(list))
	}
}

func scriptTexts(t *testing.T, s store.Store) {
	in := newScript("日本語 🚀")
	in.Description = "a\r\n\tb \u202e \u2028 \U0010ffff '; DROP TABLE scripts; --"
	in.Source = "package main\n\n// \u00e9 e\u0301 \ufeff $1 ? :a @b\n"
	must(s.CreateScript(t.Context(), in))(t)
	got := must(s.ScriptByName(t.Context(), in.Name))(t)
	equal(t, "description", got.Description, in.Description)
	equal(t, "source", got.Source, in.Source)

	for _, bad := range []string{"nul\x00", "\xff", "half \xe2\x82"} {
		for i, change := range []func(*store.Script){
			func(s *store.Script) { s.Name = bad },
			func(s *store.Script) { s.Description = bad },
			func(s *store.Script) { s.Source = bad },
		} {
			fresh, changed := newScript("fresh"), got
			change(&fresh)
			change(&changed)
			if _, err := s.CreateScript(t.Context(), fresh); !errors.Is(err, store.ErrInvalidText) {
				t.Errorf("create %d with %q: %v", i, bad, err)
			}
			if _, err := s.UpdateScript(t.Context(), changed, 0); !errors.Is(err, store.ErrInvalidText) {
				t.Errorf("update %d with %q: %v", i, bad, err)
			}
		}
	}
	equal(t, "after bad texts", must(s.ScriptByID(t.Context(), got.ID))(t), got)
}

func largeSource(t *testing.T, s store.Store) {
	in := newScript("large")
	in.Source = strings.Repeat("// 0123456789 ä\n", 1<<16)
	created := must(s.CreateScript(t.Context(), in))(t)
	got := must(s.ScriptByID(t.Context(), in.ID))(t)
	if got.Source != in.Source {
		t.Fatalf("read %d bytes of %d", len(got.Source), len(in.Source))
	}
	created.Source += "\n"
	equal(t, "version", must(s.UpdateScript(t.Context(), created, 0))(t).Version, 2)
}

func concurrentUpdates(t *testing.T, s store.Store) {
	first := addScript(t, s, "contended")
	const writers, rounds = 4, 10
	var mu sync.Mutex
	won := 0
	parallel(writers, func(w int) {
		for r := range rounds {
			current, err := s.ScriptByID(t.Context(), first.ID)
			if err != nil {
				t.Error(err)
				return
			}
			current.Description = fmt.Sprintf("writer %d round %d", w, r)
			current.Limits.TimeoutMS++
			_, err = s.UpdateScript(t.Context(), current, current.Revision)
			switch {
			case err == nil:
				mu.Lock()
				won++
				mu.Unlock()
			case !errors.Is(err, store.ErrStale):
				t.Error(err)
			}
		}
	})
	got := must(s.ScriptByID(t.Context(), first.ID))(t)
	equal(t, "counted updates", got.Limits.TimeoutMS-first.Limits.TimeoutMS, int64(won))
	equal(t, "version", got.Version, 1)
	if won == 0 {
		t.Error("no update succeeded")
	}
}

func concurrentVersions(t *testing.T, s store.Store) {
	first := addScript(t, s, "contended")
	const writers, rounds = 5, 6
	parallel(writers, func(w int) {
		for r := range rounds {
			changed := first
			changed.Source = fmt.Sprintf("package main // %d %d", w, r)
			if _, err := s.UpdateScript(t.Context(), changed, 0); err != nil {
				t.Error(err)
			}
		}
	})
	versions := must(s.ListVersions(t.Context(), first.ID, 0, 100))(t)
	equal(t, "versions", len(versions), 1+writers*rounds)
	for i, v := range versions {
		equal(t, "number", v.Number, int64(len(versions)-i))
		equal(t, "live", v.Live, i == 0)
	}
}

// parallel runs n calls of fn at once.
func parallel(n int, fn func(i int)) {
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	group.Wait()
}
