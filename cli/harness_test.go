package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// now is the time at which all commands run.
var now = time.Date(2026, 11, 23, 15, 4, 5, 0, time.FixedZone("CET", 3600))

// fake is an admin API that answers what a test says.
type fake struct {
	*httptest.Server
	mux *http.ServeMux

	mu       sync.Mutex
	requests []request
}

// request is a request that was received.
type request struct {
	line   string // method and URL, without the API's path
	body   string
	header http.Header
	host   string
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{mux: http.NewServeMux()}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		f.mu.Lock()
		f.requests = append(f.requests, request{
			line: r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), basePath), body: string(body), header: r.Header, host: r.Host,
		})
		f.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		http.StripPrefix(basePath, f.mux).ServeHTTP(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

// on answers a pattern of http.ServeMux below the API's path with JSON.
func (f *fake) on(pattern string, status int, body any, header ...string) {
	f.mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
		reply(w, status, body, header...)
	})
}

// reply answers with JSON: that of a string as it is.
func reply(w http.ResponseWriter, status int, body any, header ...string) {
	for i := 0; i < len(header); i += 2 {
		w.Header().Set(header[i], header[i+1])
	}
	text, isText := body.(string)
	if !isText {
		content, err := json.Marshal(body)
		if err != nil {
			panic(err)
		}
		text = string(content)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// sent returns the requests so far whose line starts with prefix.
func (f *fake) sent(prefix string) []request {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []request
	for _, r := range f.requests {
		if strings.HasPrefix(r.line, prefix) {
			list = append(list, r)
		}
	}
	return list
}

// object is a JSON object.
type object = map[string]any

// page is a list that ends.
func page(items ...any) object {
	if items == nil {
		items = []any{}
	}
	return object{"items": items}
}

const greetID = "01890a5d-ac96-774b-bcce-b302099a8057"

// greet is a script on the server.
func greet() object {
	return object{
		"id": greetID, "name": "greet", "description": "says hello", "source": "package main // one\n", "version": 2,
		"enabled": true, "timeout_ms": 500, "max_operations": 0, "memory_limit_mb": 0, "max_concurrency": 0,
		"created_at": "2026-11-22T08:00:00Z", "updated_at": "2026-11-23T08:00:00Z",
	}
}

// result is how a command ended.
type result struct {
	code     int
	out, err string
}

// setting is how a command is run. The zero value is fine.
type setting struct {
	in          io.Reader
	env         map[string]string
	interactive bool
	endpoint    func(string) (Endpoint, error)
	out         io.Writer // beside the result
	root        string    // a command of cobra's own to begin with
}

// command runs a command against the fake, as a local admin endpoint.
func (f *fake) command(t *testing.T, args ...string) result {
	t.Helper()
	return f.with(t, setting{}, args...)
}

func (f *fake) with(t *testing.T, how setting, args ...string) result {
	t.Helper()
	host := strings.TrimPrefix(f.URL, "http://")
	if how.endpoint == nil {
		how.endpoint = func(string) (Endpoint, error) {
			return Endpoint{Network: "tcp", Address: host, Host: host, Origin: f.URL}, nil
		}
	}
	return execute(t, how, args...)
}

func execute(t *testing.T, how setting, args ...string) result {
	t.Helper()
	if how.in == nil {
		how.in = strings.NewReader("")
	}
	root, parent := &cobra.Command{Use: "caddy"}, &cobra.Command{Use: "picloud"}
	root.AddCommand(parent)
	Attach(parent, Config{
		Address:     "localhost:2019",
		Executor:    localExecutor,
		Endpoint:    how.endpoint,
		Getenv:      func(name string) string { return how.env[name] },
		Now:         func() time.Time { return now },
		Interactive: func(io.Reader) bool { return how.interactive },
	})
	var out, errs bytes.Buffer
	args = append([]string{"picloud"}, args...)
	if how.root != "" {
		args = append([]string{how.root}, args...)
	}
	root.SetArgs(args)
	root.SetIn(how.in)
	root.SetOut(&out)
	if how.out != nil {
		root.SetOut(io.MultiWriter(&out, how.out))
	}
	root.SetErr(&errs)
	err := root.ExecuteContext(t.Context())
	got := result{out: out.String(), err: errs.String()}
	if err != nil {
		exit, ok := errors.AsType[*ExitError](err)
		if !ok {
			t.Fatalf("%q: want an *ExitError, got %v", args, err)
		}
		got.code = exit.Code
	}
	return got
}

// want wants a code, and texts in what was printed.
func (r result) want(t *testing.T, code int, texts ...string) result {
	t.Helper()
	if r.code != code {
		t.Errorf("want exit code %d, got %d\nout: %s\nerr: %s", code, r.code, r.out, r.err)
	}
	for _, text := range texts {
		if !strings.Contains(r.out+r.err, text) {
			t.Errorf("want %q in\nout: %s\nerr: %s", text, r.out, r.err)
		}
	}
	return r
}

// files writes files into a new folder.
func files(t *testing.T, content map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range content {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func equal(t *testing.T, what, want, got string) {
	t.Helper()
	if want != got {
		t.Errorf("%s: want\n%s\ngot\n%s", what, want, got)
	}
}
