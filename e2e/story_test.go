package e2e

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestStory goes through PiCloud's main job from an empty data folder: save a
// script, bind a route, get an answer, look into the log.
func TestStory(t *testing.T) {
	t.Parallel()
	s := start(t, setup{env: []string{"PICLOUD_PUBLIC_BASE_URL=https://pi.example.com"}})
	greet := storySaves(t, s)
	greetRoute := storyBinds(t, s, greet)
	storyAnswers(t, s, greet, greetRoute)
	storyRefuses(t, s, greet, greetRoute)
	storyExplains(t, s, greetRoute)

	t.Run("a path that nothing is bound to is 404 as JSON", func(t *testing.T) {
		p := s.get(t, "/unbound-path").wantProblem(t, http.StatusNotFound, "no_route")
		contains(t, p.Detail, "GET", "/unbound-path")
	})
	t.Run("a method that no route takes is 405 with those that are", func(t *testing.T) {
		s.bind(t, greet, object{"path": "/get-only", "method": "GET"})
		a := s.call(t, http.MethodPost, "/get-only", object{})
		a.wantProblem(t, http.StatusMethodNotAllowed, "method_not_allowed")
		a.wantHeader(t, "Allow", "GET, HEAD")
	})
}

func storySaves(t *testing.T, s *server) script {
	t.Run("version tells what runs", func(t *testing.T) {
		a := s.get(t, "/version").want(t, http.StatusOK).wantHeader(t, "Content-Type", "application/json")
		got := decode[map[string]any](t, a)
		want := []string{"api", "product", "public_base_url", "schema", "sdk"}
		if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
			t.Errorf("want the fields %q, got %s", want, a)
		}
		if schema, ok := got["schema"].(float64); !ok || schema < 1 {
			t.Errorf("want a schema above 0, got %s", a)
		}
		if got["sdk"] != "1.1" || got["api"] != 1.0 || got["product"] == "" {
			t.Errorf("want sdk 1.1, api 1 and a product, got %s", a)
		}
		if got["public_base_url"] != "https://pi.example.com" {
			t.Errorf("want the base URL of the environment, got %s", a)
		}
	})

	var greet script
	t.Run("a script is saved", func(t *testing.T) {
		a := s.api(t, http.MethodPost, "/scripts", object{"name": "greet", "source": greetSource}).want(t, http.StatusCreated)
		greet = decode[script](t, a)
		a.wantHeader(t, "Location", adminPath+"/scripts/"+greet.ID)
		if greet.Version != 1 || !greet.Enabled || greet.Source != greetSource || greet.CreatedAt.IsZero() {
			t.Errorf("want version 1 of the source, enabled, got %s", a)
		}
		tag := a.header.Get("ETag")
		if len(tag) < 3 || !strings.HasPrefix(tag, `"`) || !strings.HasSuffix(tag, `"`) {
			t.Errorf("want a strong ETag, got %q", tag)
		}
		s.api(t, http.MethodGet, "/scripts/"+greet.ID, nil).want(t, http.StatusOK).wantHeader(t, "ETag", tag)
	})
	return greet
}

func storyBinds(t *testing.T, s *server, greet script) route {
	var bound route
	t.Run("a route is bound", func(t *testing.T) {
		a := s.api(t, http.MethodPost, "/scripts/"+greet.ID+"/routes", object{"path": "/greet/:name"}).want(t, http.StatusCreated)
		bound = decode[route](t, a)
		a.wantHeader(t, "Location", adminPath+"/routes/"+bound.ID)
		want := route{ID: bound.ID, ScriptID: greet.ID, HostKind: "any", PathKind: "param", Path: "/greet/:name"}
		if bound != want {
			t.Errorf("want %+v, got %s", want, a)
		}
	})
	return bound
}

func storyAnswers(t *testing.T, s *server, greet script, bound route) {
	t.Run("the script answers", func(t *testing.T) {
		a := s.get(t, "/greet/alice?lang=en")
		a.wantBody(t, `{"name":"alice","q":"en"}`).wantHeader(t, "Content-Type", "application/json")
	})
	t.Run("its execution is in the log, with what it logged", func(t *testing.T) {
		a := s.get(t, "/greet/bob?lang=de").want(t, http.StatusOK)
		got := s.record(t, a)
		if got.ScriptID != greet.ID || got.ScriptName != "greet" || got.Version != 1 || got.RouteID != bound.ID {
			t.Errorf("want the script and its route, got %+v", got)
		}
		if got.Method != "GET" || got.Host != s.public || got.Path != "/greet/bob?lang=de" || got.RemoteIP != "127.0.0.1" {
			t.Errorf("want the request, got %+v", got)
		}
		if got.Status != http.StatusOK || got.Outcome != "ok" || got.Error != "" || got.StartedAt.IsZero() {
			t.Errorf("want how it ended, got %+v", got)
		}
		if len(got.Logs) != 1 || got.Logs[0].Level != "info" || got.Logs[0].Message != "greeting" ||
			!maps.Equal(got.Logs[0].Attrs, map[string]string{"name": "bob"}) {
			t.Errorf("want one line that greets bob, got %+v", got.Logs)
		}
	})
	t.Run("the list has it too, newest first", func(t *testing.T) {
		last := s.get(t, "/greet/carol").want(t, http.StatusOK)
		got := s.logs(t, url.Values{"script_id": {greet.ID}})
		if len(got) != 3 || got[0].ID != last.execution(t) || got[2].Path != "/greet/alice?lang=en" {
			t.Errorf("want three executions, the last one first, got %+v", got)
		}
	})
}

func storyRefuses(t *testing.T, s *server, greet script, bound route) {
	t.Run("a conflicting route is refused with the route and a witness", func(t *testing.T) {
		a := s.api(t, http.MethodPost, "/scripts/"+greet.ID+"/routes", object{"path": "/greet/:who"})
		p := a.wantProblem(t, http.StatusConflict, "route_conflict")
		if p.ConflictingRoute == nil || *p.ConflictingRoute != bound {
			t.Fatalf("want the route %+v, got %s", bound, a)
		}
		if p.Witness == nil {
			t.Fatalf("want a witness, got %s", a)
		}
		answered := s.call(t, p.Witness.Method, p.Witness.Path, nil, "Host", p.Witness.Host).want(t, http.StatusOK)
		if got := s.record(t, answered); got.RouteID != bound.ID {
			t.Errorf("want the witness %+v to be answered by the route, got %+v", *p.Witness, got)
		}
	})
	t.Run("a reserved path is refused with its place", func(t *testing.T) {
		a := s.api(t, http.MethodPost, "/scripts/"+greet.ID+"/routes", object{"path": "/admin/foo"})
		p := a.wantProblem(t, http.StatusUnprocessableEntity, "reserved_path")
		contains(t, p.Detail, "reserved", "/admin")
		if p.Field != "path" || p.Offset == nil || *p.Offset != 1 {
			t.Errorf("want byte 1 of the path, got %s", a)
		}
	})
	t.Run("what is refused changes nothing", func(t *testing.T) {
		routes := list[route](t, s, "/routes", nil)
		if len(routes) != 1 || routes[0] != bound {
			t.Errorf("want the first route alone, got %+v", routes)
		}
	})
}

func storyExplains(t *testing.T, s *server, bound route) {
	echoes := s.create(t, object{"name": "echo", "source": echoSource})
	files := s.bind(t, echoes, object{"path": "/files/*"})

	t.Run("routes:match tells the params", func(t *testing.T) {
		got := s.match(t, "/greet/alice?lang=en&lang=de")
		if !got.Matched || got.Status != http.StatusOK || got.Route == nil || got.Route.ID != bound.ID {
			t.Fatalf("want the route of the script, got %+v", got)
		}
		if !maps.Equal(got.Params, map[string]string{"name": "alice"}) || !slices.Equal(got.Query["lang"], []string{"en", "de"}) {
			t.Errorf("want the name and both languages, got %+v", got)
		}
		if got.Rest == nil || *got.Rest != "" {
			t.Errorf("want an empty rest, got %+v", got.Rest)
		}
		if !slices.ContainsFunc(got.Candidates, func(c candidate) bool {
			return c.Won && c.Route.ID == bound.ID && c.Reason != ""
		}) {
			t.Errorf("want the winner among the candidates, got %+v", got.Candidates)
		}
	})
	t.Run("routes:match tells the rest", func(t *testing.T) {
		got := s.match(t, "/files/a/b%20c/")
		if !got.Matched || got.Route == nil || got.Route.ID != files.ID || got.Rest == nil || *got.Rest != "a/b c/" {
			t.Errorf("want the rest a/b c/, got %+v", got)
		}
		if got.Params == nil || got.Query == nil {
			t.Errorf("want params and query always, got %+v", got)
		}
	})
	t.Run("routes:match tells why nothing answers", func(t *testing.T) {
		if got := s.match(t, "/nowhere"); got.Matched || got.Status != http.StatusNotFound || got.Route != nil {
			t.Errorf("want no match, got %+v", got)
		}
		if got := s.match(t, "/%61pi/x"); got.Matched || !got.Reserved {
			t.Errorf("want a reserved path, got %+v", got)
		}
	})
	t.Run("routes:check tells of conflicts and of precedence, and creates nothing", func(t *testing.T) {
		conflict := s.check(t, object{"path": "/greet/:x"})
		if conflict.OK || conflict.ConflictingRoute == nil || conflict.ConflictingRoute.ID != bound.ID || conflict.Witness == nil {
			t.Errorf("want the conflict, got %+v", conflict)
		}
		exact := s.check(t, object{"path": "/greet/alice"})
		if !exact.OK || !names(exact.WinsOver, bound) || len(exact.LosesTo) != 0 {
			t.Errorf("want an exact route to win over the param route, got %+v", exact)
		}
		catchAll := s.check(t, object{"path": "/*"})
		if !catchAll.OK || !names(catchAll.LosesTo, bound) || !names(catchAll.LosesTo, files) {
			t.Errorf("want a catch-all to lose to both routes, got %+v", catchAll)
		}
		if routes := list[route](t, s, "/routes", nil); len(routes) != 2 {
			t.Errorf("want two routes, got %+v", routes)
		}
	})
	t.Run("the document describes the API", func(t *testing.T) {
		a := s.api(t, http.MethodGet, "/openapi.json", nil).want(t, http.StatusOK)
		document := decode[struct {
			OpenAPI string                     `json:"openapi"`
			Paths   map[string]json.RawMessage `json:"paths"`
		}](t, a)
		if !strings.HasPrefix(document.OpenAPI, "3.1") || document.Paths[adminPath+"/routes:match"] == nil {
			t.Errorf("want OpenAPI 3.1 with the operations, got %.300s", a)
		}
	})
}

// check asks routes:check about a route.
func (s *server) check(t *testing.T, input object) checkResult {
	t.Helper()
	return decode[checkResult](t, s.api(t, http.MethodPost, "/routes:check", input).want(t, http.StatusOK))
}

func names(list []related, want route) bool {
	return slices.ContainsFunc(list, func(r related) bool { return r.Route.ID == want.ID })
}
