package devserver

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

const source = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	ctx.Log.Info("asked")
	return "hello " + ctx.Request.Params["name"] + "|" + ctx.Request.Rest + "|" + ctx.Request.Query.Get("q") + "|" + string(ctx.Request.Body), nil
}
`

// serving is a server over the local executor, with what it has reported.
type serving struct {
	*Server
	exchanges []Exchange
}

func newServing(t *testing.T, patterns ...string) *serving {
	t.Helper()
	executor := local.New(yaegi.New(), local.Options{})
	t.Cleanup(func() {
		if err := executor.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &serving{}
	var table *routing.Table
	if patterns != nil {
		var routes []*routing.Route
		for _, pattern := range patterns {
			method, path, _ := strings.Cut(pattern, " ")
			r, err := routing.Compile(routing.Spec{Method: method, Path: path})
			if err != nil {
				t.Fatal(err)
			}
			routes = append(routes, r)
		}
		table = routing.NewTable(routes)
	}
	s.Server = New(Config{Executor: executor, Routes: table, Served: func(e Exchange) { s.exchanges = append(s.exchanges, e) }})
	return s
}

func (s *serving) load(t *testing.T, source string) []sandbox.Diagnostic {
	t.Helper()
	diagnostics, err := s.Load(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	return diagnostics
}

func (s *serving) want(t *testing.T, method, target string, status int, text string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader("body")))
	if w.Code != status || !strings.Contains(w.Body.String(), text) {
		t.Errorf("%s %s: want %d with %q, got %d %s", method, target, status, text, w.Code, w.Body)
	}
	return w
}

func TestServer_AnswersItsRoutes(t *testing.T) {
	t.Parallel()
	s := newServing(t, "GET /greet/:name", "POST /files/*")
	s.want(t, http.MethodGet, "/greet/ann", http.StatusServiceUnavailable, "not been read")
	if diagnostics := s.load(t, source); len(diagnostics) != 0 {
		t.Fatalf("want no diagnostics, got %+v", diagnostics)
	}
	s.want(t, http.MethodGet, "/greet/ann?q=1", http.StatusOK, "hello ann||1|body")
	s.want(t, http.MethodPost, "/files/a/b", http.StatusOK, "hello |a/b||body")
	s.want(t, http.MethodGet, "/other", http.StatusNotFound, "no route of the script matches GET /other")
	if w := s.want(t, http.MethodDelete, "/greet/ann", http.StatusMethodNotAllowed, "DELETE"); w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("want Allow, got %v", w.Header())
	}
	if len(s.exchanges) != 5 {
		t.Fatalf("want all requests reported, got %+v", s.exchanges)
	}
	got := s.exchanges[1]
	if got.Method != http.MethodGet || got.Path != "/greet/ann?q=1" || got.Status != http.StatusOK || got.Result.Outcome != sandbox.OK ||
		len(got.Result.Logs) != 1 || got.Result.Logs[0].Message != "asked" {
		t.Errorf("want what happened, got %+v", got)
	}
}

func TestServer_AnswersEverythingWithoutRoutes(t *testing.T) {
	t.Parallel()
	s := newServing(t)
	s.load(t, source)
	s.want(t, http.MethodPut, "/any/path", http.StatusOK, "hello |any/path||body")
}

func TestServer_ServesWhatItWasGivenLast(t *testing.T) {
	t.Parallel()
	s := newServing(t)
	s.load(t, source)
	if diagnostics := s.load(t, strings.ReplaceAll(source, "hello", "\"")); len(diagnostics) == 0 {
		t.Error("want diagnostics")
	}
	s.want(t, http.MethodGet, "/", http.StatusInternalServerError, "would not run:\n7:")
	s.load(t, strings.ReplaceAll(source, "hello", "bye"))
	s.want(t, http.MethodGet, "/", http.StatusOK, "bye")
}

func TestServer_SaysWhyAScriptFails(t *testing.T) {
	t.Parallel()
	s := newServing(t)
	s.load(t, `package main

import (
	"errors"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) { return nil, errors.New("the database is on fire") }
`)
	s.want(t, http.MethodGet, "/", http.StatusInternalServerError, "error: the database is on fire")
	s.Limits.Operations = 100
	s.load(t, `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) any {
	for {
	}
}
`)
	s.want(t, http.MethodGet, "/", http.StatusInternalServerError, "operation_limit: ")
	w := httptest.NewRecorder()
	s.load(t, source)
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(make([]byte, maxBody+1))))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("want %d for a body over the limit, got %d", http.StatusRequestEntityTooLarge, w.Code)
	}
}

func TestServer_ServeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s := newServing(t)
	s.load(t, source)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, listener) }()
	response, err := http.Get("http://" + listener.Addr().String() + "/x")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != "hello |x||" {
		t.Errorf("want an answer, got %q, %v", body, err)
	}
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("want it to end with its context, got %v", err)
	}
}

func TestWatch_TellsOfEachChange(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.go")
	put := func(text string) {
		// As editors do: beside it, then in its place.
		if err := os.WriteFile(path+"~", []byte(text), 0o600); err != nil {
			t.Error(err)
		}
		if err := os.Rename(path+"~", path); err != nil {
			t.Error(err)
		}
	}
	put("one")
	enough := errors.New("enough")
	var seen []string
	err := Watch(t.Context(), path, time.Millisecond, func(content string) error {
		seen = append(seen, content)
		switch content {
		case "one":
			if err := os.Remove(path); err != nil {
				t.Error(err)
			}
			time.AfterFunc(10*time.Millisecond, func() { put("two") })
		case "two":
			// The same again is no change.
			put("two")
			time.AfterFunc(10*time.Millisecond, func() { put("three") })
		default:
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || !slices.Equal(seen, []string{"one", "two", "three"}) {
		t.Errorf("want each content once, got %q, %v", seen, err)
	}
	if err := Watch(t.Context(), path+"x", time.Millisecond, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("want an error for a file that is not there, got %v", err)
	}
}
