package admin

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/picloud/picloud/store"
)

func greetRoute(f *fixture) {
	f.script("greet")
	f.route("route", "greet", `{"path":"/greet/:name","method":"get"}`)
}

func TestRoutes_Create(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{
			name: "a path is enough", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/greet/:name"}`, status: 201, changes: 1,
			after: func(f *fixture, rec *httptest.ResponseRecorder) {
				o := object(f.t, rec.Body.String())
				if want := BasePath + "/routes/" + o["id"].(string); rec.Header().Get("Location") != want {
					f.t.Errorf("Location: %q, want %q", rec.Header().Get("Location"), want)
				}
				f.must("GET", rec.Header().Get("Location"), "")
				created, _ := o["created_at"].(string)
				if !strings.HasSuffix(created, "Z") {
					f.t.Errorf("created_at: %q", created)
				}
				delete(o, "id")
				delete(o, "created_at")
				want := map[string]any{
					"script_id": f.vars["greet"], "host_kind": "any", "host": "", "host_param_name": "", "path_kind": "param",
					"path": "/greet/:name", "method": "", "guard": "",
				}
				if fmt.Sprint(o) != fmt.Sprint(want) {
					f.t.Errorf("the route is %v, want %v", o, want)
				}
			},
		},
		{
			name: "every field is kept as it was typed", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", status: 201, changes: 1,
			body: `{"script_id":"{greet}","host_kind":"wildcard","host":"*.Example.com","host_param_name":"sub","path_kind":"prefix",` +
				`"path":"/F%6Fo/*","method":"Post","guard":"request.query.x == \"1\""}`,
			contains: []string{`"host_kind":"wildcard"`, `"host":"*.Example.com"`, `"host_param_name":"sub"`, `"path_kind":"prefix"`,
				`"path":"/F%6Fo/*"`, `"method":"POST"`, `"guard":"request.query.x == \"1\""`},
		},
		{
			name: "the compiled spelling of a prefix", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes",
			body: `{"path":"/greet/","path_kind":"prefix","method":null}`, status: 201, changes: 1, contains: []string{`"path":"/greet/"`, `"path_kind":"prefix"`, `"method":""`},
		},
		{name: "any method by its name", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/x","method":"any"}`, status: 201, changes: 1, contains: []string{`"method":""`}},
		{
			name: "a reserved path", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/admin/foo"}`, status: 422, code: "reserved_path",
			contains: []string{"reserved", `"field":"path"`, `"offset":1`, `"location":"body.path"`, `"value":"/admin/foo"`},
			after: func(f *fixture, rec *httptest.ResponseRecorder) {
				if detail := object(f.t, rec.Body.String())["detail"].(string); !strings.Contains(detail, "reserved") {
					f.t.Errorf("the detail does not say reserved: %s", detail)
				}
			},
		},
		{
			name: "a bad path", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a/b:c"}`, status: 422,
			contains: []string{`"field":"path"`, `"offset":4`},
		},
		{
			name: "a path that is wrong at its first byte", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"greet"}`, status: 422,
			contains: []string{`"field":"path"`, `"offset":0`},
		},
		{
			name: "a bad host", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","host":"a..b"}`, status: 422,
			contains: []string{`"field":"host"`, `"offset":`, `"value":"a..b"`},
		},
		{
			name: "a kind that does not agree", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","path_kind":"param"}`, status: 422,
			contains: []string{`"location":"body.path`},
		},
		{name: "an unknown kind", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","path_kind":"regex"}`, status: 422, contains: []string{`"field":"path_kind"`}},
		{name: "an unknown method", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","method":"BREW"}`, status: 422, contains: []string{`"field":"method"`, `"value":"BREW"`}},
		{
			name: "a bad guard", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","guard":"request.method == bogus"}`, status: 422, code: "invalid_guard",
			contains: []string{`"field":"guard"`, `"offset":18`, `"location":"body.guard"`},
		},
		{
			name: "a guard that is not a condition", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","guard":"request.method"}`,
			status: 422, code: "invalid_guard",
		},
		{name: "a blank guard is none", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","guard":"  "}`, status: 201, changes: 1, contains: []string{`"guard":""`}},
		{
			name: "a conflict", setup: greetRoute, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/greet/:other"}`, status: 409, code: "route_conflict",
			contains: []string{`"conflicting_route":{"id":"{route}","script_id":"{greet}"`, `"witness":{"method":"GET","host":"example.com","path":"/greet/x","url":"http://example.com/greet/x"}`, "GET /greet/:name"},
		},
		{name: "the same binding spelt otherwise", setup: greetRoute, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/%67reet/:x","method":"GET"}`, status: 409, code: "route_conflict", contains: []string{"{route}"}},
		{name: "another method is no conflict", setup: greetRoute, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/greet/:name","method":"POST"}`, status: 201, changes: 1},
		{name: "another kind is no conflict", setup: greetRoute, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/greet/*"}`, status: 201, changes: 1},
		{name: "an unknown script", method: "POST", path: "/scripts/{unknown}/routes", body: `{"path":"/a"}`, status: 404, code: "not_found"},
		{
			name: "another script in the body", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","script_id":"{unknown}"}`,
			status: 422, code: "bad_id", contains: []string{"body.script_id"},
		},
		{name: "no path", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{}`, status: 422, code: "validation"},
		{name: "an unknown field", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/a","kind":"exact"}`, status: 422, code: "validation", contains: []string{"body.kind"}},
		{
			name: "a body over 64 KiB", setup: oneScript, method: "POST", path: "/scripts/{greet}/routes",
			body: `{"path":"/` + strings.Repeat("a", 64<<10) + `"}`, status: 413, code: "body_too_large", contains: []string{"65536"},
		},
	})
}

func TestRoutes_OfManyConflictingCreatesOneWins(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("greet")
	const writers = 20
	codes := make([]int, writers)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			codes[i] = f.send("POST", "/scripts/{greet}/routes", fmt.Sprintf(`{"path":"/x/:p%d"}`, i)).Code
		})
	}
	wg.Wait()
	slices.Sort(codes)
	if codes[0] != 201 || codes[1] != 409 || codes[writers-1] != 409 {
		t.Errorf("the answers are %v", codes)
	}
}

func TestRoutes_Read(t *testing.T) {
	t.Parallel()
	two := func(f *fixture) {
		f.script("greet")
		f.script("other")
		f.route("first", "greet", `{"path":"/a"}`)
		f.route("second", "other", `{"path":"/b"}`)
	}
	run(t, []scenario{
		{name: "one", setup: greetRoute, path: "/routes/{route}", status: 200, contains: []string{`"id":"{route}"`, `"method":"GET"`}},
		{name: "an unknown one", path: "/routes/{unknown}", status: 404, code: "not_found"},
		{name: "a bad id", path: "/routes/x", status: 422, code: "bad_id", contains: []string{"path.route_id"}},
		{name: "all of them", setup: two, path: "/routes", status: 200, contains: []string{"{first}", "{second}"}},
		{name: "of a script", setup: two, path: "/scripts/{other}/routes", status: 200, contains: []string{"{second}"}, excludes: []string{"{first}"}},
		{name: "of a script without any", setup: oneScript, path: "/scripts/{greet}/routes", status: 200, contains: []string{`{"items":[]}`}},
		{name: "of an unknown script", path: "/scripts/{unknown}/routes", status: 404, code: "not_found"},
		{name: "a bad cursor", path: "/routes?cursor=e30", status: 422, code: "bad_cursor"},
	})
}

func TestRoutes_PagesHoldEachRouteOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("greet")
	var want []string
	for i := range 5 {
		f.route("route", "greet", fmt.Sprintf(`{"path":"/%d"}`, i))
		want = append(want, f.vars["route"])
	}
	for _, path := range []string{"/routes?limit=2", "/scripts/{greet}/routes?limit=2", "/routes?limit=5"} {
		var got []string
		readPages(f, path, func(item map[string]any) { got = append(got, item["id"].(string)) })
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

func TestRoutes_Replace(t *testing.T) {
	t.Parallel()
	two := func(f *fixture) {
		greetRoute(f)
		f.script("other")
		f.route("second", "other", `{"path":"/b"}`)
	}
	run(t, []scenario{
		{
			name: "what is left out gets its default, but the script stays", setup: greetRoute, method: "PUT", path: "/routes/{route}", body: `{"path":"/new"}`, status: 200, changes: 1,
			contains: []string{`"id":"{route}"`, `"script_id":"{greet}"`, `"path":"/new"`, `"method":""`, `"path_kind":"exact"`},
		},
		{name: "itself is no conflict", setup: greetRoute, method: "PUT", path: "/routes/{route}", body: `{"path":"/greet/:who"}`, status: 200, changes: 1},
		{name: "another script", setup: two, method: "PUT", path: "/routes/{route}", body: `{"path":"/new","script_id":"{other}"}`, status: 200, changes: 1, contains: []string{`"script_id":"{other}"`}},
		{
			name: "a script that is not there", setup: two, method: "PUT", path: "/routes/{route}", body: `{"path":"/new","script_id":"{unknown}"}`,
			status: 422, code: "unknown_script", contains: []string{"body.script_id"},
		},
		{name: "a conflict", setup: two, method: "PUT", path: "/routes/{route}", body: `{"path":"/b"}`, status: 409, code: "route_conflict", contains: []string{"{second}", `"path":"/b"`}},
		{name: "a reserved path", setup: two, method: "PUT", path: "/routes/{route}", body: `{"path":"/api"}`, status: 422, code: "reserved_path"},
		{name: "another id in the body", setup: greetRoute, method: "PUT", path: "/routes/{route}", body: `{"id":"{unknown}","path":"/x"}`, status: 422, code: "bad_id"},
		{
			name: "what was read can be sent back", setup: greetRoute, method: "PUT", path: "/routes/{route}", status: 200, changes: 1,
			body: `{"id":"{route}","script_id":"{greet}","host_kind":"any","host":"","host_param_name":"","path_kind":"param","path":"/greet/:name",` +
				`"method":"GET","guard":"","created_at":"2026-01-01T00:00:00Z"}`,
		},
		{name: "an unknown one", method: "PUT", path: "/routes/{unknown}", body: `{"path":"/x"}`, status: 404, code: "not_found"},
	})
}

func TestRoutes_Delete(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{
			name: "one", setup: greetRoute, method: "DELETE", path: "/routes/{route}", status: 204, changes: 1,
			after: func(f *fixture, _ *httptest.ResponseRecorder) {
				if rec := f.send("GET", "/routes/{route}", ""); rec.Code != 404 {
					f.t.Errorf("the route is still there: %d", rec.Code)
				}
			},
		},
		{name: "an unknown one", method: "DELETE", path: "/routes/{unknown}", status: 404, code: "not_found"},
		{name: "a bad id", method: "DELETE", path: "/routes/x", status: 422, code: "bad_id"},
	})
}

func TestRoutes_AConflictOnlyTheIndexKnowsNamesTheRouteToo(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(s store.Store) store.Store { return brokenStore{s, store.ErrConflict} })
	f.script("greet")
	body := scenario{
		method: "POST", path: "/scripts/{greet}/routes", body: `{"path":"/x"}`, status: 409, code: "route_conflict", excludes: []string{"conflicting_route"},
	}
	body.run(f)

	id, err := store.ParseID(f.vars["greet"])
	if err != nil {
		t.Fatal(err)
	}
	b, err := bind("", RouteInput{Path: "/x"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.store.CreateRoute(context.Background(), b.record(store.NewID(), id), b.check)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.changed(context.Background()); err != nil {
		t.Fatal(err)
	}
	f.vars["route"] = r.ID.String()
	body.excludes, body.contains = nil, []string{`"conflicting_route":{"id":"{route}"`, `"witness":{`}
	body.run(f)
}

func TestRoutes_Check(t *testing.T) {
	t.Parallel()
	several := func(f *fixture) {
		greetRoute(f)
		f.route("prefix", "greet", `{"path":"/greet/*"}`)
		f.route("exact", "greet", `{"path":"/greet/bob"}`)
	}
	run(t, []scenario{
		{
			name: "a route that is free", setup: oneScript, method: "POST", path: "/routes:check", body: `{"path":"/a","script_id":"{greet}"}`, status: 200,
			contains: []string{`{"ok":true,"wins_over":[],"loses_to":[]}`},
		},
		{
			name: "a conflict", setup: greetRoute, method: "POST", path: "/routes:check", body: `{"path":"/greet/:x"}`, status: 200,
			contains: []string{`"ok":false`, `"conflicting_route":{"id":"{route}"`, `"witness":{"method":"GET","host":"example.com","path":"/greet/x"`},
		},
		{
			name: "what it takes from others and others keep from it", setup: several, method: "POST", path: "/routes:check", body: `{"path":"/greet/:x","method":"POST"}`, status: 200,
			after: func(f *fixture, rec *httptest.ResponseRecorder) {
				o := object(f.t, rec.Body.String())
				for list, want := range map[string]string{"wins_over": "prefix", "loses_to": "exact"} {
					items := o[list].([]any)
					if len(items) != 1 || items[0].(map[string]any)["route"].(map[string]any)["id"] != f.vars[want] {
						f.t.Errorf("%s: %v", list, items)
						continue
					}
					if w := items[0].(map[string]any)["witness"].(map[string]any); w["method"] != "POST" || w["path"] == "" {
						f.t.Errorf("%s: the witness is %v", list, w)
					}
				}
				if o["ok"] != true {
					f.t.Errorf("ok: %v", o["ok"])
				}
			},
		},
		{name: "the replacement of a route", setup: greetRoute, method: "POST", path: "/routes:check", body: `{"id":"{route}","path":"/greet/:x"}`, status: 200, contains: []string{`"ok":true`}},
		{name: "a reserved path", method: "POST", path: "/routes:check", body: `{"path":"/version"}`, status: 422, code: "reserved_path", contains: []string{`"offset":1`}},
		{name: "a bad guard", method: "POST", path: "/routes:check", body: `{"path":"/a","guard":"1 +"}`, status: 422, code: "invalid_guard"},
		{name: "a bad id", method: "POST", path: "/routes:check", body: `{"path":"/a","id":"x"}`, status: 422, code: "bad_id"},
		{name: "an unknown script", method: "POST", path: "/routes:check", body: `{"path":"/a","script_id":"{unknown}"}`, status: 422, code: "unknown_script"},
	})
}

func TestRoutes_CheckLeavesOutWhatWasDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	greetRoute(f)
	f.changedErr = errDisk // the table stays as it is
	f.must("DELETE", "/routes/{route}", "")
	scenario{method: "POST", path: "/routes:check", body: `{"path":"/greet/:x"}`, status: 200, contains: []string{`"ok":true`}}.run(f)
	scenario{method: "POST", path: "/routes:match", body: `{"url":"/greet/x"}`, status: 200, contains: []string{`"matched":false`, `"candidates":[]`}}.run(f)
}

func TestRoutes_Match(t *testing.T) {
	t.Parallel()
	several := func(f *fixture) {
		f.script("greet")
		f.route("param", "greet", `{"path":"/greet/:name","method":"GET"}`)
		f.route("prefix", "greet", `{"path":"/greet/*","host":"*.example.com","host_param_name":"sub","method":"POST"}`)
		f.route("guarded", "greet", `{"path":"/greet/bob","guard":"request.header[\"X-Beta\"] == \"1\" && request.remote_ip startsWith \"192.\" && request.tls"}`)
	}
	run(t, []scenario{
		{
			name: "a match", setup: several, method: "POST", path: "/routes:match", body: `{"method":"GET","url":"/greet/al%69ce?lang=en&lang=de"}`, status: 200,
			contains: []string{`"matched":true`, `"status":200`, `"allow":[]`, `"route":{"id":"{param}"`, `"params":{"name":"alice"}`, `"rest":""`,
				`"query":{"lang":["en","de"]}`, `"won":true,"code":"won"`, `"reserved":false`},
		},
		{
			name: "of an absolute URL", setup: several, method: "POST", path: "/routes:match", body: `{"method":"post","url":"https://a.b.example.com:8443/greet/x/y#top"}`, status: 200,
			contains: []string{`"route":{"id":"{prefix}"`, `"params":{"sub":"a.b"}`, `"rest":"x/y"`, `"query":{}`},
		},
		{
			name: "with a host of its own", setup: several, method: "POST", path: "/routes:match", body: `{"method":"POST","url":"/greet/x","host":"a.example.com"}`, status: 200,
			contains: []string{`"route":{"id":"{prefix}"`},
		},
		{
			name: "a guard that holds", setup: several, method: "POST", path: "/routes:match", status: 200,
			body:     `{"url":"https://example.com/greet/bob","headers":{"x-beta":"1"},"remote_ip":"192.0.2.7"}`,
			contains: []string{`"route":{"id":"{guarded}"`},
		},
		{
			name: "a guard that does not", setup: several, method: "POST", path: "/routes:match", status: 200,
			body:     `{"url":"https://example.com/greet/bob","headers":{"x-beta":"2"},"remote_ip":"192.0.2.7"}`,
			contains: []string{`"route":{"id":"{param}"`, `"code":"guard"`},
		},
		{
			name: "another method", setup: several, method: "POST", path: "/routes:match", body: `{"method":"DELETE","url":"/greet/x"}`, status: 200,
			contains: []string{`"matched":false`, `"status":405`, `"allow":["GET","HEAD"]`, `"route":null`, `"params":{}`, `"rest":""`, `"query":{}`, `"code":"method"`},
		},
		{
			name: "nothing", setup: several, method: "POST", path: "/routes:match", body: `{"url":"/other"}`, status: 200,
			contains: []string{`"matched":false`, `"status":404`, `"allow":[]`, `"route":null`, `"candidates":[]`},
		},
		{name: "a reserved path", method: "POST", path: "/routes:match", body: `{"url":"http://example.com/%61dmin/x"}`, status: 200, contains: []string{`"reserved":true`, `"matched":false`, `"status":404`}},
		{name: "a path that no route matches", method: "POST", path: "/routes:match", body: `{"url":"/a/../b"}`, status: 200, contains: []string{`"refused":"`}},
		{name: "a URL without a path", setup: several, method: "POST", path: "/routes:match", body: `{"url":"http://example.com?x=1"}`, status: 200, contains: []string{`"matched":false`, `"query":{"x":["1"]}`}},
		{
			name: "a disabled script", method: "POST", path: "/routes:match", body: `{"url":"/a"}`, status: 200,
			setup: func(f *fixture) {
				f.script("greet")
				f.route("route", "greet", `{"path":"/a"}`)
				f.must("PUT", "/scripts/{greet}", `{"name":"greet","source":"s","enabled":false}`)
			},
			contains: []string{`"matched":false`, `"code":"disabled"`},
		},
		{name: "a bad URL", method: "POST", path: "/routes:match", body: `{"url":"/a%zz"}`, status: 422, code: "bad_url", contains: []string{"body.url", `"field":"url"`}},
		{name: "a URL of another scheme", method: "POST", path: "/routes:match", body: `{"url":"ftp://example.com/a"}`, status: 422, code: "bad_url", contains: []string{"http://"}},
		{name: "a URL that is only a name", method: "POST", path: "/routes:match", body: `{"url":"greet"}`, status: 422, code: "bad_url"},
		{name: "an empty URL", method: "POST", path: "/routes:match", body: `{"url":""}`, status: 422, code: "bad_url"},
		{name: "no URL", method: "POST", path: "/routes:match", body: `{"method":"GET"}`, status: 422, code: "validation"},
		{name: "a bad address", method: "POST", path: "/routes:match", body: `{"url":"/a","remote_ip":"localhost"}`, status: 422, code: "validation", contains: []string{"body.remote_ip"}},
	})
}
