// Package exampletest runs the samples of the templates. Their expected answers
// hold for plain Go and for the sandbox.
package exampletest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/picloud/picloud/examples"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sdk/sdktest"
)

// Run runs the samples of the template in the working directory, which is
// where go test runs the tests of a package, with handle as plain Go.
func Run[H sdktest.Handler](t *testing.T, handle H) {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(e examples.Template) bool { return e.Name == filepath.Base(dir) })
	if i < 0 {
		t.Fatalf("%s is not among the templates", filepath.Base(dir))
	}
	table := Table(t, all[i])
	for _, sample := range all[i].Samples {
		match := Match(t, table, sample.Request)
		got := sdktest.Run(t, handle, sdktest.Request{
			Method: sample.Request.Method,
			URL:    sample.Request.URL,
			Header: sample.Request.Header,
			Body:   sample.Request.Body,
			Params: match.Params.Map(),
			Rest:   match.Rest,
		})
		if got.Err != nil {
			t.Errorf("%s %s: %v", sample.Request.Method, sample.Request.URL, got.Err)
		}
		Compare(t, sample, got.Status, got.Header, got.Body)
	}
}

// Table returns the routes that a template suggests, which must not conflict.
func Table(t *testing.T, e examples.Template) *routing.Table {
	t.Helper()
	var routes []*routing.Route
	for _, r := range e.Routes {
		route, err := routing.Compile(routing.Spec{Host: r.Host, HostParamName: r.HostParamName, Path: r.Path, Method: r.Method})
		if err != nil {
			t.Fatalf("the route %s: %v", r.Path, err)
		}
		if others := routing.NewTable(routes).Conflicts(route); len(others) > 0 {
			t.Fatalf("the route %s conflicts with %s", route, others[0].Route)
		}
		routes = append(routes, route)
	}
	return routing.NewTable(routes)
}

// Match returns what the routes capture of a request, which they must match.
func Match(t *testing.T, table *routing.Table, r examples.Request) routing.Match {
	t.Helper()
	u, err := url.Parse(r.URL)
	if err != nil {
		t.Fatal(err)
	}
	match := table.Match(&routing.Request{Method: r.Method, Host: u.Host, Path: u.EscapedPath()})
	if match.Route == nil {
		t.Fatalf("no suggested route takes %s %s", r.Method, r.URL)
	}
	return match
}

// Compare reports where an answer is not the one that the sample expects.
func Compare(t *testing.T, sample examples.Sample, status int, header http.Header, body string) {
	t.Helper()
	name, want := sample.Request.Method+" "+sample.Request.URL, sample.Response
	if status != want.Status {
		t.Errorf("%s: status %d, want %d: %s", name, status, want.Status, body)
	}
	for key, values := range want.Header {
		if got := header.Values(key); !slices.Equal(got, values) {
			t.Errorf("%s: %s is %q, want %q", name, key, got, values)
		}
	}
	for _, part := range want.Contains {
		if !strings.Contains(body, part) {
			t.Errorf("%s: the body has no %q: %s", name, part, body)
		}
	}
	switch {
	case want.JSON != nil:
		if got, ok := decode([]byte(body)); !ok || !reflect.DeepEqual(got, must(t, want.JSON)) {
			t.Errorf("%s: the body is\n%s\nwant the JSON value\n%s", name, body, want.JSON)
		}
	case want.Contains == nil && body != want.Body:
		t.Errorf("%s: the body is\n%s\nwant\n%s", name, body, want.Body)
	}
}

func must(t *testing.T, data []byte) any {
	t.Helper()
	v, ok := decode(data)
	if !ok {
		t.Fatalf("not JSON: %s", data)
	}
	return v
}

func decode(data []byte) (v any, ok bool) {
	return v, json.Unmarshal(data, &v) == nil
}
