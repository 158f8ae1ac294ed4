package sandboxtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

// mirror answers with the request as the script sees it.
const mirror = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	r := ctx.Request
	return map[string]any{
		"method": r.Method, "host": r.Host, "path": r.Path, "rest": r.Rest, "remote_ip": r.RemoteIP,
		"params": r.Params, "query": r.Query, "header": r.Header, "body": string(r.Body),
		"nil": r.Params == nil || r.Query == nil || r.Header == nil,
	}, nil
}
`

// mirrored is what mirror answers.
type mirrored struct {
	Method   string              `json:"method"`
	Host     string              `json:"host"`
	Path     string              `json:"path"`
	Rest     string              `json:"rest"`
	RemoteIP string              `json:"remote_ip"`
	Params   map[string]string   `json:"params"`
	Query    map[string][]string `json:"query"`
	Header   map[string][]string `json:"header"`
	Body     string              `json:"body"`
	Nil      bool                `json:"nil"`
}

func testRequests(s *subject) {
	long := strings.Repeat("long/", 2000)
	tests := []struct {
		name string
		call sandbox.Call
		body string
	}{
		{name: "nothing at all"},
		{name: "a plain GET", call: sandbox.Call{Method: "GET", Host: "example.com", Path: "/", RemoteIP: "192.0.2.7"}},
		{name: "every method", call: sandbox.Call{Method: "PROPFIND", Path: "/x"}},
		{name: "a method in lower case", call: sandbox.Call{Method: "get", Path: "/x"}},
		{name: "an IPv6 address", call: sandbox.Call{Method: "GET", Path: "/x", RemoteIP: "2001:db8::1"}},
		{name: "params", call: sandbox.Call{Method: "GET", Path: "/u/7", Params: map[string]string{"id": "7", "empty": "", "näme": "ü/%2F"}}},
		{name: "query values", call: sandbox.Call{Method: "GET", Query: url.Values{"a": {"1", "2", ""}, "": {"x"}, "ключ": {"знач ение", "a=b&c"}}}},
		{name: "the rest of a prefix", call: sandbox.Call{Method: "GET", Path: "/files/a b/ü", Rest: "a b/ü"}},
		{name: "header fields", call: sandbox.Call{Method: "GET", Header: http.Header{"Accept": {"a", "b"}, "X-Empty": {""}, "X-Latin": {"caf\u00e9"}}}},
		{name: "a long path", call: sandbox.Call{Method: "GET", Path: "/" + long, Rest: long}},
		{name: "many values", call: sandbox.Call{Method: "GET", Query: url.Values{"v": strings.Split(strings.Repeat("x,", 999)+"x", ",")}}},
		{name: "a body of text", call: sandbox.Call{Method: "POST"}, body: "hello\r\n\tworld\x00 and \u65e5\u672c\u8a9e \U0001f642"},
		{name: "a body of JSON", call: sandbox.Call{Method: "PUT", Header: http.Header{"Content-Type": {"application/json"}}}, body: `{"a":[1,2]}`},
	}
	script := s.script(mirror)
	for _, tt := range tests {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			call := tt.call
			call.Script = script
			if tt.body != "" {
				call.Body = strings.NewReader(tt.body)
			}
			a := s.ok(s.run(&call))
			var got mirrored
			if err := json.Unmarshal(a.body, &got); err != nil {
				s.Fatalf("%v in %.200q", err, a.body)
			}
			want := mirrored{
				Method: call.Method, Host: call.Host, Path: call.Path, Rest: call.Rest, RemoteIP: call.RemoteIP,
				Params: map[string]string{}, Query: map[string][]string{}, Header: map[string][]string{}, Body: tt.body,
			}
			maps.Copy(want.Params, call.Params)
			maps.Copy(want.Query, call.Query)
			maps.Copy(want.Header, call.Header)
			if !reflect.DeepEqual(got, want) {
				s.Errorf("the script saw\n%+v, want\n%+v", got, want)
			}
		})
	}
	s.Run("a script cannot change what the caller holds", func(t *testing.T) { testCallerKeeps(s.with(t)) })
}

func testCallerKeeps(s *subject) {
	call := &sandbox.Call{
		Script: s.script(`package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	r := ctx.Request
	r.Header.Set("Authorization", "forged")
	r.Header["Accept"][0] = "forged"
	r.Query.Set("a", "forged")
	r.Params["id"] = "forged"
	r.Method, r.Path = "forged", "forged"
	return "done", nil
}
`),
		Method: "GET", Path: "/u/7", Params: map[string]string{"id": "7"},
		Query: url.Values{"a": {"1"}}, Header: http.Header{"Accept": {"text/plain"}},
	}
	s.ok(s.run(call))
	if call.Method != "GET" || call.Path != "/u/7" ||
		!reflect.DeepEqual(call.Params, map[string]string{"id": "7"}) ||
		!reflect.DeepEqual(call.Query, url.Values{"a": {"1"}}) ||
		!reflect.DeepEqual(call.Header, http.Header{"Accept": {"text/plain"}}) {
		s.Errorf("the script changed the caller's request: %s %s %v %v %v", call.Method, call.Path, call.Params, call.Query, call.Header)
	}
}

// repeat answers with the body of the request.
const repeat = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return &sdk.Response{Body: ctx.Request.Body}, nil
}
`

func testBodies(s *subject) {
	binary := make([]byte, 256*300)
	for i := range binary {
		binary[i] = byte(i ^ i>>8)
	}
	script := s.script(repeat)
	for _, tt := range []struct {
		name string
		body []byte
		read func([]byte) io.Reader
	}{
		{"none", nil, func([]byte) io.Reader { return nil }},
		{"http.NoBody", nil, func([]byte) io.Reader { return http.NoBody }},
		{"empty", nil, plainReader},
		{"one byte", []byte{0}, plainReader},
		{"every byte", binary, plainReader},
		{"not UTF-8", []byte("\xff\xfe\x00\xc3\x28"), plainReader},
		{"in small pieces", binary[:3000], func(b []byte) io.Reader { return &dribble{data: b} }},
		{"just under a frame", bytes.Repeat([]byte("a"), 1<<16-1), plainReader},
		{"just over a frame", bytes.Repeat([]byte("a"), 1<<16+1), plainReader},
		{"a mebibyte", bytes.Repeat([]byte("0123456789abcdef"), 1<<16), plainReader},
		{"ten mebibytes there and back", bytes.Repeat(binary[:1<<16], 160), plainReader},
	} {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			a := s.ok(s.run(&sandbox.Call{Script: script, Method: "POST", Body: tt.read(tt.body)}))
			if a.status != http.StatusOK {
				s.Errorf("the status is %d", a.status)
			}
			if !bytes.Equal(a.body, tt.body) {
				s.Errorf("%d bytes came back as %d other ones", len(tt.body), len(a.body))
			}
		})
	}
}

func plainReader(b []byte) io.Reader { return bytes.NewReader(b) }

// dribble is a reader that gives a few bytes at a time, or none, and its last
// ones together with io.EOF.
type dribble struct {
	data  []byte
	calls int
}

// Read implements io.Reader.
func (d *dribble) Read(p []byte) (int, error) {
	d.calls++
	if d.calls%3 == 0 {
		return 0, nil
	}
	n := copy(p[:min(len(p), d.calls%11)], d.data)
	d.data = d.data[n:]
	if len(d.data) == 0 {
		return n, io.EOF
	}
	return n, nil
}

var errBody = errors.New("the connection broke")

func testBodyErrors(s *subject) {
	script := s.script(repeat)
	for _, before := range []int{0, 10, 1 << 20} {
		body := io.MultiReader(bytes.NewReader(make([]byte, before)), brokenReader{})
		a := s.run(&sandbox.Call{Script: script, Method: "POST", Body: body})
		s.wants(a, sandbox.Failed)
		if !errors.Is(a.BodyErr, errBody) {
			s.Errorf("after %d bytes: Result.BodyErr is %v", before, a.BodyErr)
		}
		if a.Wrote {
			s.Errorf("after %d bytes: a response was written", before)
		}
	}
	limited := http.MaxBytesReader(nil, io.NopCloser(bytes.NewReader(make([]byte, 300_000))), 200_000)
	a := s.run(&sandbox.Call{Script: script, Method: "POST", Body: limited})
	s.wants(a, sandbox.Failed)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](a.BodyErr); !ok || tooLarge.Limit != 200_000 {
		s.Errorf("Result.BodyErr is %v, want an *http.MaxBytesError", a.BodyErr)
	}
	if a := s.ok(s.run(&sandbox.Call{Script: script, Method: "POST", Body: strings.NewReader("fine")})); string(a.body) != "fine" || a.BodyErr != nil {
		s.Errorf("the next request got %q, %v", a.body, a.BodyErr)
	}
}

// brokenReader is a body that cannot be read.
type brokenReader struct{}

// Read implements io.Reader.
func (brokenReader) Read([]byte) (int, error) { return 0, errBody }
