package e2e

import (
	"net/http"
	"strconv"
	"testing"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	// Every route has a script of its own, which says so.
	for n, path := range []string{"/x", "/x/", "/files/:name", "/files/fixed", "/files/*", "/deep/:a/to/:b", "/café", "/with%20space"} {
		source := `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return map[string]any{"route": "` + path + `", "params": ctx.Request.Params, "rest": ctx.Request.Rest}, nil
}
`
		s.deploy(t, "path-"+strconv.Itoa(n), source, path)
	}
	const notFound = ""
	for _, c := range []struct{ target, want string }{
		{"/x", `{"params":{},"rest":"","route":"/x"}`},
		{"/x/", `{"params":{},"rest":"","route":"/x/"}`},
		{"/x?", `{"params":{},"rest":"","route":"/x"}`},
		{"/%78", `{"params":{},"rest":"","route":"/x"}`},
		{"/X", notFound},
		{"/x//", notFound},
		{"/files/fixed", `{"params":{},"rest":"","route":"/files/fixed"}`},
		{"/files/other", `{"params":{"name":"other"},"rest":"","route":"/files/:name"}`},
		{"/files/a%2Fb", `{"params":{"name":"a/b"},"rest":"","route":"/files/:name"}`},
		{"/files/a%2fb%20c", `{"params":{"name":"a/b c"},"rest":"","route":"/files/:name"}`},
		{"/files/%E2%82%AC", `{"params":{"name":"€"},"rest":"","route":"/files/:name"}`},
		{"/files/a+b", `{"params":{"name":"a+b"},"rest":"","route":"/files/:name"}`},
		{"/files/other/", `{"params":{},"rest":"other/","route":"/files/*"}`},
		{"/files/a/b%2Fc", `{"params":{},"rest":"a/b/c","route":"/files/*"}`},
		{"/files/", `{"params":{},"rest":"","route":"/files/*"}`},
		{"/files", notFound},
		{"/deep/1/to/2", `{"params":{"a":"1","b":"2"},"rest":"","route":"/deep/:a/to/:b"}`},
		{"/deep/1/to/2/", notFound},
		{"/deep//to/2", notFound},
		{"/caf%C3%A9", `{"params":{},"rest":"","route":"/café"}`},
		{"/with%20space", `{"params":{},"rest":"","route":"/with%20space"}`},
		{"/files/../x", notFound},
		{"/files/%2e%2E/x", notFound},
		{"/files/.", notFound},
		{"/files/%FF", notFound},
	} {
		t.Run(c.target, func(t *testing.T) {
			a := s.raw(t, http.MethodGet, c.target, "localhost")
			if c.want == notFound {
				a.wantProblem(t, http.StatusNotFound, "no_route")
				return
			}
			a.wantBody(t, c.want)
		})
	}
}

func TestPaths_AbsoluteFormWithoutAPathIsTheRoot(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "root", textSource("root"), "/")
	s.raw(t, http.MethodGet, "http://elsewhere.example/", "localhost").wantBody(t, "root")
	s.raw(t, http.MethodGet, "http://elsewhere.example", "localhost").wantBody(t, "root")
}

func TestMethods_HEADIsAnsweredByGET(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	echoes := s.create(t, object{"name": "echo", "source": echoSource})
	s.bind(t, echoes, object{"path": "/get", "method": "get"})
	s.bind(t, echoes, object{"path": "/post", "method": "POST"})
	both := s.create(t, object{"name": "head", "source": `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) any {
	return &sdk.Response{Header: map[string][]string{"X-Head": {"own"}}}
}
`})
	s.bind(t, echoes, object{"path": "/both", "method": "GET"})
	s.bind(t, both, object{"path": "/both", "method": "HEAD"})

	head := s.call(t, http.MethodHead, "/get", nil).want(t, http.StatusOK).wantHeader(t, "Content-Type", "application/json")
	if len(head.body) != 0 {
		t.Errorf("want no body, got %s", head)
	}
	if got := s.record(t, head); got.Method != http.MethodHead || got.Outcome != "ok" {
		t.Errorf("want the record of a HEAD, got %+v", got)
	}
	s.call(t, http.MethodHead, "/both", nil).want(t, http.StatusOK).wantHeader(t, "X-Head", "own")
	s.get(t, "/both").want(t, http.StatusOK).wantHeader(t, "X-Head", "")
	s.call(t, http.MethodHead, "/post", nil).want(t, http.StatusMethodNotAllowed).wantHeader(t, "Allow", "POST")
	s.call(t, http.MethodDelete, "/get", nil).want(t, http.StatusMethodNotAllowed).wantHeader(t, "Allow", "GET, HEAD")
}

func TestGuards_PassARouteOver(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	beta := s.create(t, object{"name": "beta", "source": textSource("beta")})
	s.bind(t, beta, object{"path": "/page", "guard": `request.header["X-Beta"] == "1"`})
	s.bind(t, beta, object{"path": "/number", "guard": `int(request.query["n"]) > 5`})
	s.bind(t, beta, object{"path": "/alone", "guard": `request.method == "PUT"`})
	s.deploy(t, "stable", textSource("stable"), "/:page")

	s.get(t, "/page", "X-Beta", "1").wantBody(t, "beta")
	s.get(t, "/page").wantBody(t, "stable")
	s.get(t, "/page", "X-Beta", "2").wantBody(t, "stable")
	s.get(t, "/number?n=6").wantBody(t, "beta")
	s.get(t, "/number?n=5").wantBody(t, "stable")
	// A guard that fails passes the route over too.
	s.get(t, "/number?n=six").wantBody(t, "stable")

	t.Run("a guard plays no part in conflicts", func(t *testing.T) {
		s.api(t, http.MethodPost, "/scripts/"+beta.ID+"/routes", object{"path": "/page"}).
			wantProblem(t, http.StatusConflict, "route_conflict")
	})
	t.Run("a guard that cannot be compiled is refused with its place", func(t *testing.T) {
		for guard, offset := range map[string]int{
			`request.header["A"] == 1`: len(`request.header["A"] `),
			`request.nothing == "x"`:   len(`request`),
			`request.method`:           0,
			`request.tls &&`:           len(`request.tls &&`),
		} {
			a := s.api(t, http.MethodPost, "/scripts/"+beta.ID+"/routes", object{"path": "/guarded", "guard": guard})
			p := a.wantProblem(t, http.StatusUnprocessableEntity, "invalid_guard")
			if p.Field != "guard" || p.Offset == nil {
				t.Errorf("want the place in the guard %s, got %s", guard, a)
			} else if diff := *p.Offset - offset; diff < -1 || diff > 1 {
				t.Errorf("want about byte %d of the guard %s, got %s", offset, guard, a)
			}
		}
	})
}
