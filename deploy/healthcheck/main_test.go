package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// serve answers /healthz on a port, which it returns.
func serve(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", answer)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return portOf(t, server)
}

func portOf(t *testing.T, server *httptest.Server) string {
	t.Helper()
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return address.Port()
}

func TestRun_PassesOn200(t *testing.T) {
	t.Parallel()
	port := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	if err := run(t.Context(), []string{port}); err != nil {
		t.Error(err)
	}
}

func TestRun_FailsOnEverythingElse(t *testing.T) {
	t.Parallel()
	for want, answer := range map[string]http.HandlerFunc{
		"503 Service Unavailable: the store cannot be reached": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "the store cannot be reached"+strings.Repeat(" yet", 1000), http.StatusServiceUnavailable)
		},
		"302 Found": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		},
	} {
		err := run(t.Context(), []string{serve(t, answer)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		} else if len(err.Error()) > reason+100 {
			t.Errorf("the reason has %d bytes", len(err.Error()))
		}
	}
}

func TestRun_FailsWithoutAServer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	port := portOf(t, server)
	server.Close()
	if err := run(t.Context(), []string{port}); err == nil {
		t.Error("nobody answers, and the check passes")
	}
}

func TestRun_WantsOnePort(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"8000", "8001"}, {"http://127.0.0.1:8000"}, {""}, {"-1"}, {"65536"}} {
		if err := run(t.Context(), args); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}
