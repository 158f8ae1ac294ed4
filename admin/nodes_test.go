package admin

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func TestNodes_ListsThisOneAsItIsAndTheOthersWithTheirLag(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("first") // revision 1
	f.script("second")
	revision, err := f.store.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	started := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	self := store.Node{ID: store.NewID(), Name: "b", Version: "v1", Role: "all", Walls: []string{"loops"}, StartedAt: started}
	other := store.Node{ID: store.NewID(), Name: "a", Version: "v2", Role: "ingress", Revision: revision - 1, StartedAt: started}
	for _, n := range []store.Node{self, other} {
		if err := f.store.KeepNode(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	self.Revision = revision // since then
	f.config.Self = func() store.Node { return self }
	f.config.Store = sharedStore{f.store}
	api, err := New(f.config)
	if err != nil {
		t.Fatal(err)
	}
	f.handler = api.Trusted()

	items := f.must("GET", "/nodes", "")["items"].([]any)
	if len(items) != 2 {
		t.Fatalf("nodes %v", items)
	}
	for i, want := range []map[string]any{
		{"id": other.ID.String(), "name": "a", "version": "v2", "role": "ingress", "revision": float64(revision - 1), "revision_lag": 1.0, "self": false},
		{"id": self.ID.String(), "name": "b", "version": "v1", "role": "all", "revision": float64(revision), "revision_lag": 0.0, "self": true},
	} {
		got := items[i].(map[string]any)
		for field, value := range want {
			if got[field] != value {
				t.Errorf("%s of %s: %v, want %v", field, want["name"], got[field], value)
			}
		}
		if got["started_at"] != "2026-01-02T03:04:05Z" || got["age_seconds"].(float64) > 60 {
			t.Errorf("times of %v", got)
		}
	}
	if walls := items[0].(map[string]any)["walls"].([]any); len(walls) != 0 {
		t.Errorf("walls %v", walls)
	}
}

// sharedStore is a store that others can change.
type sharedStore struct{ store.Store }

// Revisions implements store.Watcher.
func (sharedStore) Revisions(context.Context) <-chan int64 { return nil }

func TestReadOnly_RefusesWhatChangesSomethingAndNothingElse(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	c := f.config
	c.ReadOnly = true
	api, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{
		"POST /scripts:check": true, "POST /scripts:format": true, "POST /scripts:test": true, "POST /scripts/{id}/test": true,
		"POST /routes:check": true, "POST /routes:match": true, "POST /session": true, "DELETE /session": true,
	}
	ids := strings.NewReplacer("{id}", f.vars["unknown"], "{route_id}", f.vars["unknown"], "{n}", "1", "{execution_id}", f.vars["unknown"])
	seen := 0
	operations(t, func(method, path string, _ map[string]any) {
		name := method + " " + strings.TrimPrefix(path, BasePath)
		request := httptest.NewRequest(method, ids.Replace(path), strings.NewReader("{}"))
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		api.Trusted().ServeHTTP(recorder, request)
		refused := recorder.Code == http.StatusForbidden && strings.Contains(recorder.Body.String(), codeReadOnlyNode)
		if want := method != http.MethodGet && !allowed[name]; refused != want {
			t.Errorf("%s: %d %s", name, recorder.Code, recorder.Body)
		}
		if allowed[name] {
			seen++
		}
	})
	if seen != len(allowed) {
		t.Errorf("%d of %d operations exist", seen, len(allowed))
	}
	if revision, err := f.store.Revision(t.Context()); err != nil || revision != 0 {
		t.Errorf("revision %d, %v", revision, err)
	}
}

func TestAway_RefusesChangesAtOnceAndStillReads(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	c := f.config
	away := true
	c.Away = func() bool { return away }
	api, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	f.handler = api.Trusted()
	const script = `{"name": "a", "source": "package main"}`
	if got := f.send("POST", "/scripts", script); got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
		t.Errorf("a change: %d %s", got.Code, got.Body)
	}
	if got := f.send("GET", "/scripts", ""); got.Code != http.StatusOK {
		t.Errorf("reading: %d %s", got.Code, got.Body)
	}
	away = false
	if got := f.send("POST", "/scripts", script); got.Code != http.StatusCreated {
		t.Errorf("a change when it is back: %d %s", got.Code, got.Body)
	}
}
