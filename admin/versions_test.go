package admin

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/picloud/picloud/store"
)

func threeVersions(f *fixture) {
	f.script("greet")
	for _, source := range []string{"two", "three"} {
		f.must("PUT", "/scripts/{greet}", `{"name":"greet","source":"`+source+`"}`)
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{
			name: "are listed newest first without sources", setup: threeVersions, path: "/scripts/{greet}/versions", status: 200,
			contains: []string{`{"items":[{"script_id":"{greet}","version":3,"live":true,`}, excludes: []string{"source", "next_cursor"},
		},
		{name: "of an unknown script", path: "/scripts/{unknown}/versions", status: 404, code: "not_found"},
		{name: "of a bad id", path: "/scripts/x/versions", status: 422, code: "bad_id"},
		{
			name: "one has its source", setup: threeVersions, path: "/scripts/{greet}/versions/2", status: 200,
			contains: []string{`"version":2`, `"live":false`, `"source":"two"`},
		},
		{name: "an unknown one", setup: threeVersions, path: "/scripts/{greet}/versions/4", status: 404, code: "not_found", contains: []string{"version 4"}},
		{name: "one that is no number", setup: threeVersions, path: "/scripts/{greet}/versions/two", status: 422, code: "validation", contains: []string{"path.n"}},
		{name: "number 0", setup: threeVersions, path: "/scripts/{greet}/versions/0", status: 422, code: "validation"},
		{
			name: "an earlier one is made live", setup: threeVersions, method: "POST", path: "/scripts/{greet}/versions/1/activate", status: 200, changes: 1,
			headers: map[string]string{"ETag": `"4"`}, contains: []string{`"version":1`, `"source":"package main // greet"`},
		},
		{
			name: "with the current revision", setup: threeVersions, method: "POST", path: "/scripts/{greet}/versions/1/activate", status: 200, changes: 1,
			header: []string{"If-Match", `"3"`},
		},
		{
			name: "with an old revision", setup: threeVersions, method: "POST", path: "/scripts/{greet}/versions/1/activate", status: 412, code: "stale",
			header: []string{"If-Match", `"2"`}, headers: map[string]string{"ETag": `"3"`},
		},
		{name: "an unknown one is not made live", setup: threeVersions, method: "POST", path: "/scripts/{greet}/versions/9/activate", status: 404, code: "not_found"},
		{name: "none of an unknown script", method: "POST", path: "/scripts/{unknown}/versions/1/activate", status: 404, code: "not_found"},
		{
			name: "one that the engine refuses by now is not made live", method: "POST", path: "/scripts/{greet}/versions/1/activate", status: 422, code: "invalid_script",
			setup: func(f *fixture) {
				f.script("greet")
				s, err := f.store.ScriptByName(context.Background(), "greet")
				if err != nil {
					f.t.Fatal(err)
				}
				// Saved by an engine that took it.
				s.ID, s.Name, s.Source = store.NewID(), "old", "BAD"
				if _, err := f.store.CreateScript(context.Background(), s); err != nil {
					f.t.Fatal(err)
				}
				f.vars["greet"] = s.ID.String()
				f.must("PUT", "/scripts/{greet}", `{"name":"old","source":"good"}`)
			},
		},
	})
}

func TestVersions_PagesHoldEachVersionOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	threeVersions(f)
	for limit := 1; limit <= 4; limit++ {
		var got []int
		readPages(f, fmt.Sprintf("/scripts/{greet}/versions?limit=%d", limit), func(item map[string]any) {
			got = append(got, int(item["version"].(float64)))
		})
		if !slices.Equal(got, []int{3, 2, 1}) {
			t.Errorf("limit %d: %v", limit, got)
		}
	}
}

// overtakenStore lets another change happen just before one is made.
type overtakenStore struct {
	store.Store
	t *testing.T
}

func (o overtakenStore) UpdateScript(ctx context.Context, s store.Script, revision int64) (store.Script, error) {
	other := s
	other.Description = "the other one was faster"
	if _, err := o.Store.UpdateScript(ctx, other, 0); err != nil {
		o.t.Error(err)
	}
	return o.Store.UpdateScript(ctx, s, revision)
}

func TestScripts_AChangeInBetweenIsStale(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(s store.Store) store.Store { return overtakenStore{s, t} })
	f.script("greet")
	scenario{
		method: "PUT", path: "/scripts/{greet}", body: `{"name":"greet","source":"s"}`, header: []string{"If-Match", `"1"`},
		status: 412, code: "stale", headers: map[string]string{"ETag": `"2"`}, contains: []string{"revision 2"},
		after: func(f *fixture, _ *httptest.ResponseRecorder) {
			if got := f.must("GET", "/scripts/{greet}", "")["description"]; got != "the other one was faster" {
				f.t.Errorf("the faster change is lost: %q", got)
			}
		},
	}.run(f)
}
