package sandboxtest

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

// handler is a script in the form of an HTTP handler.
func handler(body string, imports ...string) string {
	code := "func Handle(w http.ResponseWriter, r *http.Request) {\n" + body + "\n}"
	return strings.Replace(source("", code, append(imports, "net/http")...), "\t\"github.com/picloud/picloud/sdk\"\n", "", 1)
}

func testHandlers(s *subject) {
	for _, tt := range []struct {
		name   string
		source string
		call   sandbox.Call
		body   string // sent
		status int
		header http.Header
		want   string
	}{
		{name: "writes", source: handler("w.Header().Set(\"X-A\", \"1\")\nw.WriteHeader(201)\nw.Write([]byte(\"made\"))"), status: 201, header: http.Header{"X-A": {"1"}}, want: "made"},
		{name: "writes without a status", source: handler(`fmt.Fprintf(w, "n=%d", 7)`, "fmt"), status: 200, header: http.Header{"Content-Type": {typeText}}, want: "n=7"},
		{name: "does nothing", source: handler(``), status: 200},
		{name: "sets fields too late", source: handler("w.WriteHeader(200)\nw.Header().Set(\"X-Late\", \"1\")\nw.WriteHeader(500)"), status: 200, header: http.Header{"X-Late": nil}},
		{name: "writes in pieces", source: handler("for i := 0; i < 3; i++ {\n\tw.Write([]byte(\"ab\"))\n}"), status: 200, want: "ababab"},
		{name: "sets cookies", source: handler("http.SetCookie(w, &http.Cookie{Name: \"a\", Value: \"1\", HttpOnly: true})\nhttp.SetCookie(w, &http.Cookie{Name: \"b\", Value: \"2\"})"), status: 200, header: http.Header{"Set-Cookie": {"a=1; HttpOnly", "b=2"}}},
		{name: "redirects", source: handler(`http.Redirect(w, r, "/there", 303)`), call: sandbox.Call{Method: "POST"}, status: 303, header: http.Header{"Location": {"/there"}}},
		{name: "answers an error", source: handler(`http.Error(w, "no", 403)`), status: 403, want: "no\n"},
		{
			name: "reads captures", source: handler(`fmt.Fprint(w, r.PathValue("id"), "|", r.PathValue("rest"), "|", r.PathValue("none"))`, "fmt"),
			call: sandbox.Call{Params: map[string]string{"id": "a b"}, Rest: "x/ü"}, status: 200, want: "a b|x/ü|",
		},
		{
			name:   "reads the request",
			source: handler(`fmt.Fprint(w, r.Method, "|", r.Host, "|", r.URL.Path, "|", r.URL.Query()["q"], "|", r.Header["X-A"], "|", r.RemoteAddr)`, "fmt"),
			call: sandbox.Call{
				Method: "PATCH", Host: "h", Path: "/p ü", RemoteIP: "192.0.2.7", Query: url.Values{"q": {"1", "2"}},
				Header: http.Header{"X-A": {"b", "c"}},
			},
			status: 200, want: "PATCH|h|/p ü|[1 2]|[b c]|192.0.2.7",
		},
		{
			name: "reads a body", source: handler("b, err := io.ReadAll(r.Body)\nfmt.Fprint(w, len(b), string(b[:5]), err)", "fmt", "io"),
			call: sandbox.Call{Method: "POST"}, body: "hello" + strings.Repeat("x", 100_000), status: 200, want: "100005hello<nil>",
		},
		{name: "HEAD", source: handler("w.Header().Set(\"X-A\", \"1\")"), call: sandbox.Call{Method: "HEAD"}, status: 200, header: http.Header{"X-A": {"1"}}},
	} {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			call := tt.call
			call.Script = s.script(tt.source)
			if tt.body != "" {
				call.Body = strings.NewReader(tt.body)
			}
			a := s.ok(s.run(&call))
			if a.status != tt.status || string(a.body) != tt.want {
				s.Errorf("got %d %q, want %d %q", a.status, a.body, tt.status, tt.want)
			}
			for key, values := range tt.header {
				if !reflect.DeepEqual(a.header[key], values) {
					s.Errorf("%s is %q, want %q", key, a.header[key], values)
				}
			}
		})
	}
	s.Run("a response over the limit ends the script", func(t *testing.T) {
		s := s.with(t)
		call := &sandbox.Call{
			Script: s.script(handler("for {\n\tw.Write(make([]byte, 1000))\n}")),
			Limits: sandbox.Limits{ResponseBytes: 50_000},
		}
		s.wants(s.run(call), sandbox.ResponseLimit)
	})
	s.Run("a panic after the response was written", func(t *testing.T) {
		s := s.with(t)
		a := s.run(&sandbox.Call{Script: s.script(handler("w.WriteHeader(200)\nw.Write([]byte(\"x\"))\npanic(\"late\")"))})
		s.wants(a, sandbox.Failed)
		if !strings.Contains(a.Error, "late") {
			s.Errorf("Result.Error is %q", a.Error)
		}
	})
}
