package admin

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/picloud/picloud/store"
)

func TestRoutes_MatchNothingOnTheAdminHost(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("greet")
	f.route("route", "greet", `{"path":"/greet"}`)
	f.config.AdminHost = "admin.example.com"
	api, err := New(f.config)
	if err != nil {
		t.Fatal(err)
	}
	f.handler = api.Trusted()
	for host, reserved := range map[string]bool{"Admin.Example.com.": true, "admin.example.com:8443": true, "example.com": false} {
		got := f.must(http.MethodPost, "/routes:match", `{"url":"/greet","host":"`+host+`"}`)
		if got["reserved"] != reserved || got["matched"] == reserved {
			t.Errorf("%s: %v", host, got)
		}
	}
}

// movingStore has somebody else give a route to another script before it is
// replaced.
type movingStore struct {
	store.Store
	to *store.ID
}

func (s movingStore) UpdateRoute(ctx context.Context, r store.Route, check store.RouteCheck) (store.Route, error) {
	before, err := s.RouteByID(ctx, r.ID)
	if err != nil {
		return before, err
	}
	before.ScriptID = *s.to
	if _, err := s.Store.UpdateRoute(ctx, before, check); err != nil {
		return before, err
	}
	return s.Store.UpdateRoute(ctx, r, check)
}

func TestRoutes_ReplacedWithoutAScriptStayWithTheOneTheyWereMovedTo(t *testing.T) {
	t.Parallel()
	var to store.ID
	f := newFixture(t, func(s store.Store) store.Store { return movingStore{s, &to} })
	f.script("from")
	f.script("to")
	f.route("route", "from", `{"path":"/a"}`)
	var err error
	if to, err = store.ParseID(f.vars["to"]); err != nil {
		t.Fatal(err)
	}
	if got := f.must(http.MethodPut, "/routes/{route}", `{"path":"/b"}`); got["script_id"] != f.vars["to"] || got["path"] != "/b" {
		t.Errorf("%v", got)
	}
}

func TestProblem_ListsAHundredErrorsAtMost(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	rec := f.send(http.MethodPost, "/import", `{"format":1,"scripts":[`+strings.TrimSuffix(strings.Repeat("1,", 5_000), ",")+`]}`)
	if rec.Code != http.StatusUnprocessableEntity {
		t.Fatalf("%d %.300s", rec.Code, rec.Body)
	}
	o := object(t, rec.Body.String())
	if list, _ := o["errors"].([]any); len(list) != maxFieldErrors || !strings.Contains(o["detail"].(string), " more") {
		t.Errorf("%d errors: %v", len(list), o["detail"])
	}
}

func TestProblem_OfAMissingBodyIsNotThatOfAParameter(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	for body, want := range map[string]string{"": codeMissingBody, "{": codeMalformedJSON} {
		rec := f.send(http.MethodPost, "/import?dry_run=maybe", body)
		if got := code(t, rec); rec.Code != http.StatusBadRequest || got != want {
			t.Errorf("%q: %d %s", body, rec.Code, rec.Body)
		}
	}
}
