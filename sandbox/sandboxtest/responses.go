package sandboxtest

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

// returns is a script whose Handle has body.
func returns(body string, imports ...string) string {
	return source("", "func Handle(ctx *sdk.Context) (any, error) {\n"+body+"\n}", imports...)
}

// source is a script of declarations and imports beside sdk.
func source(before, declarations string, imports ...string) string {
	var b strings.Builder
	b.WriteString(before + "package main\n\nimport (\n")
	for _, path := range imports {
		fmt.Fprintf(&b, "\t%q\n", path)
	}
	b.WriteString("\t\"github.com/picloud/picloud/sdk\"\n)\n\n" + declarations + "\n")
	return b.String()
}

const (
	typeText = "text/plain; charset=utf-8"
	typeJSON = "application/json"
)

func testResponses(s *subject) {
	for _, tt := range []struct {
		name    string
		source  string
		status  int
		kind    string // the content type
		body    string
		header  http.Header // what must be there beside
		absent  []string
		outcome sandbox.Outcome // empty is OK
	}{
		{name: "nil", source: returns(`return nil, nil`), status: 204},
		{name: "a string", source: returns(`return "héllo 🙂", nil`), status: 200, kind: typeText, body: "héllo 🙂"},
		{name: "an empty string", source: returns(`return "", nil`), status: 200, kind: typeText},
		{name: "bytes of text", source: returns(`return []byte("<html><body>hi"), nil`), status: 200, kind: "text/html; charset=utf-8", body: "<html><body>hi"},
		{name: "bytes of an image", source: returns(`return []byte("\x89PNG\x0d\x0a\x1a\x0a...."), nil`), status: 200, kind: "image/png", body: "\x89PNG\r\n\x1a\n...."},
		{name: "no bytes", source: returns(`return []byte{}, nil`), status: 200, kind: typeText},
		{name: "a number", source: returns(`return 42, nil`), status: 200, kind: typeJSON, body: "42"},
		{name: "a fraction", source: returns(`return 1.5, nil`), status: 200, kind: typeJSON, body: "1.5"},
		{name: "a bool", source: returns(`return true, nil`), status: 200, kind: typeJSON, body: "true"},
		{name: "a map", source: returns(`return map[string]any{"b": 1, "a": "x<y", "n": nil}, nil`), status: 200, kind: typeJSON, body: `{"a":"x\u003cy","b":1,"n":null}`},
		{name: "an empty map", source: returns(`return map[string]int{}, nil`), status: 200, kind: typeJSON, body: `{}`},
		{name: "a slice", source: returns(`return []string{"a", "ü"}, nil`), status: 200, kind: typeJSON, body: `["a","ü"]`},
		{name: "no slice", source: returns("var list []int\nreturn list, nil"), status: 200, kind: typeJSON, body: `null`},
		{
			name: "a struct", status: 200, kind: typeJSON, body: `{"id":7,"tags":["a"],"Inner":{"x":1.5}}`,
			source: source("", "type inner struct {\n\tX float64 `json:\"x\"`\n}\n\ntype item struct {\n\tID int `json:\"id\"`\n\tTags []string `json:\"tags,omitempty\"`\n\tInner inner\n\tsecret string\n}\n\n"+
				"func Handle(ctx *sdk.Context) (any, error) {\n\treturn item{ID: 7, Tags: []string{\"a\"}, Inner: inner{1.5}, secret: \"s\"}, nil\n}"),
		},
		{name: "nested values", source: returns(`return map[string]any{"a": []any{1, map[string]any{"b": []int{2, 3}}, nil, "s", false}}, nil`), status: 200, kind: typeJSON, body: `{"a":[1,{"b":[2,3]},null,"s",false]}`},
		{name: "a response", source: returns(`return &sdk.Response{Status: 201, Header: map[string][]string{"Location": {"/u/7"}}, Body: []byte("made")}, nil`), status: 201, body: "made", header: http.Header{"Location": {"/u/7"}}},
		{name: "a response without status", source: returns(`return &sdk.Response{Body: []byte("x")}, nil`), status: 200, body: "x"},
		{name: "an empty response", source: returns(`return &sdk.Response{}, nil`), status: 200},
		{name: "no response", source: returns("var none *sdk.Response\nreturn none, nil"), status: 204},
		{name: "a response by value", source: returns(`return *sdk.Text(202, "later"), nil`), status: 202, kind: typeText, body: "later"},
		{
			name: "cookies and other repeated fields", status: 200, body: "x",
			source: returns("r := sdk.Text(200, \"x\")\nr.Header.Add(\"Set-Cookie\", \"a=1; HttpOnly\")\nr.Header.Add(\"Set-Cookie\", \"b=2\")\nr.Header.Add(\"Vary\", \"A\")\nr.Header.Add(\"Vary\", \"B\")\nreturn r, nil"),
			header: http.Header{"Set-Cookie": {"a=1; HttpOnly", "b=2"}, "Vary": {"A", "B"}}, kind: typeText,
		},
		{name: "sdk.JSON", source: returns(`return sdk.JSON(202, map[string]int{"n": 1}), nil`), status: 202, kind: typeJSON, body: `{"n":1}`},
		{name: "sdk.HTML", source: returns(`return sdk.HTML(200, "<p>"), nil`), status: 200, kind: "text/html; charset=utf-8", body: "<p>"},
		{name: "sdk.Redirect", source: returns(`return sdk.Redirect(303, "/there?x=1"), nil`), status: 303, header: http.Header{"Location": {"/there?x=1"}}},
		{name: "sdk.Error", source: returns(`return nil, sdk.Error(404, "no such user")`), status: 404, kind: typeJSON, body: `{"error":"no such user"}`},
		{name: "sdk.Error beside a value", source: returns(`return "ignored", sdk.Error(409, "taken")`), status: 409, kind: typeJSON, body: `{"error":"taken"}`},
		{name: "sdk.Error wrapped", source: returns(`return nil, fmt.Errorf("loading: %w", sdk.Error(410, "gone"))`, "fmt"), status: 410, kind: typeJSON, body: `{"error":"gone"}`},
		{name: "sdk.Error out of range", source: returns(`return nil, sdk.Error(200, "odd")`), status: 500, kind: typeJSON, body: `{"error":"odd"}`},
		{name: "another error", source: returns(`return nil, errors.New("password is hunter2")`, "errors"), outcome: sandbox.Failed},
		{name: "a value that JSON cannot hold", source: returns(`return map[string]any{"x": math.NaN()}, nil`, "math"), outcome: sandbox.Failed},
		{name: "the form without an error", source: source("", `func Handle(ctx *sdk.Context) any { return []int{1} }`), status: 200, kind: typeJSON, body: "[1]"},
		{
			name: "fields of the connection are the server's", status: 200, body: "x",
			source: returns(`return &sdk.Response{Header: map[string][]string{"Connection": {"close"}, "transfer-encoding": {"chunked"}, "Content-Length": {"999"}, "x-own": {"1"}}, Body: []byte("x")}, nil`),
			header: http.Header{"X-Own": {"1"}}, absent: []string{"Connection", "Transfer-Encoding"},
		},
		{name: "a status without a body", source: returns(`return &sdk.Response{Status: 304, Header: map[string][]string{"Etag": {"\"1\""}}}, nil`), status: 304, header: http.Header{"Etag": {`"1"`}}},
	} {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			a := s.run(&sandbox.Call{Script: s.script(tt.source), Method: "GET"})
			if tt.outcome != "" {
				s.wants(a, tt.outcome)
				return
			}
			s.ok(a)
			if a.status != tt.status || string(a.body) != tt.body {
				s.Errorf("got %d %q, want %d %q", a.status, a.body, tt.status, tt.body)
			}
			if kind := a.header.Get("Content-Type"); kind != tt.kind {
				s.Errorf("the content type is %q, want %q", kind, tt.kind)
			}
			for key, values := range tt.header {
				if !reflect.DeepEqual(a.header[key], values) {
					s.Errorf("%s is %q, want %q", key, a.header[key], values)
				}
			}
			for _, key := range tt.absent {
				if _, ok := a.header[key]; ok {
					s.Errorf("%s is %q, want none", key, a.header[key])
				}
			}
			if n := a.header.Get("Content-Length"); n != "" && n != fmt.Sprint(len(a.body)) {
				s.Errorf("Content-Length is %s, for %d bytes", n, len(a.body))
			}
		})
	}
	s.Run("the error's text stays in the result", func(t *testing.T) {
		s := s.with(t)
		a := s.run(&sandbox.Call{Script: s.script(returns(`return nil, errors.New("password is hunter2")`, "errors"))})
		s.wants(a, sandbox.Failed)
		if !strings.Contains(a.Error, "hunter2") || a.Wrote {
			s.Errorf("Result.Error is %q, and the client got %q", a.Error, a.body)
		}
	})
	s.Run("ten mebibytes", func(t *testing.T) {
		s := s.with(t)
		a := s.ok(s.run(&sandbox.Call{Script: s.script(returns(`return make([]byte, 10<<20), nil`))}))
		if len(a.body) != 10<<20 || bytes.ContainsFunc(a.body, func(r rune) bool { return r != 0 }) {
			s.Errorf("got %d bytes", len(a.body))
		}
	})
}

func testBadResponses(s *subject) {
	for _, tt := range []struct{ name, response string }{
		{"status 99", `Status: 99`},
		{"status 100", `Status: 100`},
		{"status 101", `Status: 101`},
		{"status 199", `Status: 199`},
		{"status 600", `Status: 600`},
		{"status 1000", `Status: 1000`},
		{"status -1", `Status: -1`},
		{"status beyond 32 bits", `Status: 1<<32 + 200`},
		{"a field name with a space", `Header: map[string][]string{"Bad Name": {"x"}}`},
		{"a field name with a newline", `Header: map[string][]string{"X-A\r\nX-B": {"x"}}`},
		{"an empty field name", `Header: map[string][]string{"": {"x"}}`},
		{"a field name that is not ASCII", `Header: map[string][]string{"X-Ü": {"x"}}`},
		{"a field value with a newline", `Header: map[string][]string{"X-A": {"x\r\nSet-Cookie: a=1"}}`},
		{"a field value with NUL", `Header: map[string][]string{"X-A": {"x\x00y"}}`},
	} {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			a := s.run(&sandbox.Call{Script: s.script(returns(`return &sdk.Response{` + tt.response + `, Body: []byte("secret")}, nil`))})
			s.wants(a, sandbox.Failed)
			if a.Wrote {
				s.Errorf("wrote %d, %v", a.status, a.header)
			}
		})
	}
}

// testOverHTTP has a real server carry what a recorder would not refuse.
func testOverHTTP(s *subject) {
	for _, tt := range []struct {
		name, method, response string
		status                 int
		body                   string
	}{
		{"GET", "GET", `&sdk.Response{Status: 200, Header: map[string][]string{"X-A": {"1", "2"}}, Body: []byte("text")}`, 200, "text"},
		{"HEAD", "HEAD", `&sdk.Response{Status: 200, Header: map[string][]string{"X-A": {"1", "2"}}, Body: []byte("text")}`, 200, ""},
		{"204 with a body", "GET", `&sdk.Response{Status: 204, Header: map[string][]string{"X-A": {"1", "2"}}, Body: []byte("text")}`, 204, ""},
		{"304 with a body", "GET", `&sdk.Response{Status: 304, Header: map[string][]string{"X-A": {"1", "2"}}, Body: []byte("text")}`, 304, ""},
		{"a wrong length", "GET", `&sdk.Response{Header: map[string][]string{"X-A": {"1", "2"}, "Content-Length": {"2"}}, Body: []byte("text")}`, 200, "text"},
	} {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			script := s.script(returns("return " + tt.response + ", nil"))
			results := make(chan sandbox.Result, 1)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				results <- s.executor.Execute(r.Context(), &sandbox.Call{Script: script, Method: r.Method, Header: r.Header, Body: r.Body}, w)
			}))
			defer server.Close()
			request, err := http.NewRequestWithContext(s.Context(), tt.method, server.URL, nil)
			if err != nil {
				s.Fatal(err)
			}
			response, err := server.Client().Do(request)
			if err != nil {
				s.Fatal(err)
			}
			var body bytes.Buffer
			_, err = body.ReadFrom(response.Body)
			if closing := response.Body.Close(); err != nil || closing != nil {
				s.Fatal(err, closing)
			}
			if response.StatusCode != tt.status || body.String() != tt.body || !reflect.DeepEqual(response.Header["X-A"], []string{"1", "2"}) {
				s.Errorf("got %d %q with %v", response.StatusCode, body.String(), response.Header)
			}
			if result := <-results; result.Outcome != sandbox.OK {
				s.Errorf("the outcome is %s: %s", result.Outcome, result.Error)
			}
		})
	}
}
