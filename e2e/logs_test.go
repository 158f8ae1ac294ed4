package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLogs_AreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	echoes := s.create(t, object{"name": "echo", "source": echoSource})
	first := s.bind(t, echoes, object{"path": "/one/:n"})
	s.bind(t, echoes, object{"path": "/two/:n"})
	fails := s.deploy(t, "fails", `package main

import (
	"errors"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	ctx.Log.Warn("about to fail", "needle", "haystack")
	if ctx.Request.Query.Has("missing") {
		return nil, sdk.Error(404, "no such thing")
	}
	return nil, errors.New("secret-cause")
}
`, "/fails")

	const each = 12
	for n := range each {
		s.get(t, fmt.Sprintf("/one/%d", n)).want(t, http.StatusOK)
		s.get(t, fmt.Sprintf("/two/%d?n=%d", n, n)).want(t, http.StatusOK)
	}
	failed := s.get(t, "/fails")
	p := failed.wantProblem(t, http.StatusInternalServerError, "error")
	if p.ExecutionID != failed.execution(t) || strings.Contains(string(failed.body), "secret-cause") {
		t.Errorf("want the execution and nothing of the script's error, got %s", failed)
	}
	missing := s.get(t, "/fails?missing").want(t, http.StatusNotFound)
	all := s.logs(t, nil)

	t.Run("every execution is there once, newest first", func(t *testing.T) {
		if len(all) != 2*each+2 {
			t.Fatalf("want %d records, got %d", 2*each+2, len(all))
		}
		if all[0].ID != missing.execution(t) || all[1].ID != failed.execution(t) || all[len(all)-1].Path != "/one/0" {
			t.Errorf("want the newest first, got %+v", all)
		}
	})
	t.Run("paging through it gives the same", func(t *testing.T) {
		for _, limit := range []string{"1", "5", "26", "27"} {
			if got := s.logs(t, url.Values{"limit": {limit}}); !slices.Equal(ids(got), ids(all)) {
				t.Errorf("with limit %s want %q, got %q", limit, ids(all), ids(got))
			}
		}
		filter := url.Values{"limit": {"5"}, "filter": {`status == 200 && path startsWith "/one/"`}}
		if got := s.logs(t, filter); len(got) != each {
			t.Errorf("with a filter want %d records, got %q", each, ids(got))
		}
	})
	t.Run("the failure is recorded with its cause", func(t *testing.T) {
		got := s.record(t, failed)
		if got.Outcome != "error" || got.Status != http.StatusInternalServerError || !strings.Contains(got.Error, "secret-cause") {
			t.Errorf("want the script's error, got %+v", got)
		}
		if len(got.Logs) != 1 || got.Logs[0].Level != "warn" {
			t.Errorf("want the script's line, got %+v", got.Logs)
		}
	})

	middle := all[len(all)/2].StartedAt
	for _, c := range []struct {
		name  string
		query url.Values
		holds func(execution) bool
	}{
		{"script_id", url.Values{"script_id": {fails.ID}}, func(e execution) bool { return e.ScriptID == fails.ID }},
		{"route_id", url.Values{"route_id": {first.ID}}, func(e execution) bool { return e.RouteID == first.ID }},
		{"outcome", url.Values{"outcome": {"error"}}, func(e execution) bool { return e.Outcome == "error" }},
		{"status_class", url.Values{"status_class": {"4xx"}}, func(e execution) bool { return e.Status/100 == 4 }},
		{"text in the path", url.Values{"text": {"/two/7"}}, func(e execution) bool { return strings.Contains(e.Path, "/two/7") }},
		{"text in the log", url.Values{"text": {"about to fail"}}, func(e execution) bool { return e.ScriptID == fails.ID }},
		{"since", url.Values{"since": {middle.Format(time.RFC3339Nano)}}, func(e execution) bool { return !e.StartedAt.Before(middle) }},
		{"until", url.Values{"until": {middle.Format(time.RFC3339Nano)}}, func(e execution) bool { return e.StartedAt.Before(middle) }},
		{
			"a filter",
			url.Values{"filter": {`status >= 400 and script_name == "fails" or path endsWith "n=3"`}},
			func(e execution) bool { return e.Status >= 400 || strings.HasSuffix(e.Path, "n=3") },
		},
		{
			"two at once",
			url.Values{"script_id": {echoes.ID}, "filter": {`route_id == "` + first.ID + `"`}},
			func(e execution) bool { return e.RouteID == first.ID },
		},
	} {
		t.Run("filtered by "+c.name, func(t *testing.T) {
			var want []string
			for _, e := range all {
				if c.holds(e) {
					want = append(want, e.ID)
				}
			}
			if got := ids(s.logs(t, c.query)); !slices.Equal(got, want) || len(want) == 0 || len(want) == len(all) {
				t.Errorf("want %d of %d records, %q, got %q", len(want), len(all), want, got)
			}
		})
	}
	t.Run("a filter that cannot be read is refused with its place", func(t *testing.T) {
		a := s.api(t, http.MethodGet, "/logs?"+url.Values{"filter": {"status >= nothing"}}.Encode(), nil)
		p := a.wantProblem(t, http.StatusUnprocessableEntity, "invalid_filter")
		if p.Offset == nil || *p.Offset != len("status >= ") {
			t.Errorf("want the byte of the unknown name, got %s", a)
		}
	})
	t.Run("a cursor that is none is refused", func(t *testing.T) {
		s.api(t, http.MethodGet, "/logs?cursor=nonsense", nil).wantProblem(t, http.StatusUnprocessableEntity, "bad_cursor")
	})
}

func ids(list []execution) []string {
	var ids []string
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	return ids
}
