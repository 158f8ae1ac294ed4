package routing

import (
	"errors"
	"strings"
	"testing"
)

func TestCompile_SaysWhichByteIsWrong(t *testing.T) {
	t.Parallel()
	const path = "path"
	cases := []struct {
		spec   Spec
		field  string
		offset int
		code   string
	}{
		{Spec{Path: ""}, path, 0, "no_leading_slash"},
		{Spec{Path: "greet"}, path, 0, "no_leading_slash"},
		{Spec{Path: "*"}, path, 0, "no_leading_slash"},
		{Spec{Path: "/" + strings.Repeat("x", 2048)}, path, 2048, "too_long"},
		{Spec{Path: "/a b"}, path, 2, "illegal_character"},
		{Spec{Path: "/é\t"}, path, 3, "illegal_character"},
		{Spec{Path: "/a\u00a0b"}, path, 2, "illegal_character"},
		{Spec{Path: "/a\u0085"}, path, 2, "illegal_character"},
		{Spec{Path: "/a\x7f"}, path, 2, "illegal_character"},
		{Spec{Path: "/a?x=1"}, path, 2, "illegal_character"},
		{Spec{Path: "/abc#f"}, path, 4, "illegal_character"},
		{Spec{Path: "/a/{name}"}, path, 3, "reserved_braces"},
		{Spec{Path: "/a/b}"}, path, 4, "reserved_braces"},
		{Spec{Path: "/a\xff"}, path, 2, "not_utf8"},
		{Spec{Path: "//"}, path, 1, "empty_segment"},
		{Spec{Path: "/a//b"}, path, 3, "empty_segment"},
		{Spec{Path: "/a//"}, path, 3, "empty_segment"},
		{Spec{Path: "/a//*"}, path, 3, "empty_segment"},
		{Spec{Path: "/a/./b"}, path, 3, "dot_segment"},
		{Spec{Path: "/a/%2E%2e"}, path, 3, "dot_segment"},
		{Spec{Path: "/.%2e/x"}, path, 1, "dot_segment"},
		{Spec{Path: "/a/b%zz"}, path, 4, "bad_escape"},
		{Spec{Path: "/a/%41%4"}, path, 6, "bad_escape"},
		{Spec{Path: "/a/%"}, path, 3, "bad_escape"},
		{Spec{Path: "/a/x%C3%A9%ff"}, path, 10, "not_utf8"},
		{Spec{Path: "/a/é%C3"}, path, 5, "not_utf8"},
		{Spec{Path: "/users/u:id"}, path, 8, "misplaced_colon"},
		{Spec{Path: "/a/:"}, path, 4, "bad_parameter"},
		{Spec{Path: "/a/:1x"}, path, 4, "bad_parameter"},
		{Spec{Path: "/a/:na-me"}, path, 6, "bad_parameter"},
		{Spec{Path: "/:a:b"}, path, 3, "bad_parameter"},
		{Spec{Path: "/a/:id/:id"}, path, 7, "duplicate_parameter"},
		{Spec{Path: "/:x/:sub", Host: "*.x.com", HostParamName: "sub"}, path, 4, "duplicate_parameter"},
		{Spec{Path: "/*/x"}, path, 1, "misplaced_wildcard"},
		{Spec{Path: "/a/b*"}, path, 4, "misplaced_wildcard"},
		{Spec{Path: "/a/**"}, path, 3, "misplaced_wildcard"},
		{Spec{Path: "/a/:b*"}, path, 5, "misplaced_wildcard"},
		{Spec{Path: "/a/:id/*"}, path, 3, "parameter_in_prefix"},
		{Spec{Path: "/a/:id/", PathKind: PathPrefix}, path, 3, "parameter_in_prefix"},
		{Spec{Path: "/a/:id/"}, path, 6, "trailing_slash"},
		{Spec{Path: "/admin/foo"}, path, 1, "reserved_path"},
		{Spec{Path: "/%61pi"}, path, 1, "reserved_path"},
		{Spec{Path: "/version/:x"}, path, 1, "reserved_path"},
		{Spec{Path: "/healthz/", PathKind: PathPrefix}, path, 1, "reserved_path"},
		{Spec{Path: "/greet", PathKind: PathPrefix}, "path_kind", 0, "kind_mismatch"},
		{Spec{Path: "/greet", PathKind: PathParam}, "path_kind", 0, "kind_mismatch"},
		{Spec{Path: "/greet", PathKind: "regexp"}, "path_kind", 0, "unknown_kind"},
		{Spec{Path: "/", Method: "PURGE"}, "method", 0, "unknown_method"},
		{Spec{Path: "/", Method: " GET"}, "method", 0, "unknown_method"},
		{Spec{Path: "/", Host: "http://x.com"}, "host", 4, "host_scheme"},
		{Spec{Path: "/", Host: "x.com:80"}, "host", 5, "host_port"},
		{Spec{Path: "/", Host: "[::1]:80"}, "host", 5, "host_port"},
		{Spec{Path: "/", Host: "::g"}, "host", 0, "host_port"},
		{Spec{Path: "/", Host: "a.*.com"}, "host", 2, "misplaced_wildcard"},
		{Spec{Path: "/", Host: "*.*.com"}, "host", 2, "misplaced_wildcard"},
		{Spec{Path: "/", Host: "a.b-.com"}, "host", 2, "bad_host"},
		{Spec{Path: "/", Host: "*.a..b"}, "host", 4, "bad_host"},
		{Spec{Path: "/", Host: "*."}, "host", 2, "bad_host"},
		{Spec{Path: "/", Host: "."}, "host", 0, "bad_host"},
		{Spec{Path: "/", Host: "a.."}, "host", 2, "bad_host"},
		{Spec{Path: "/", Host: "bücher.a b"}, "host", 8, "bad_host"},
		{Spec{Path: "/", Host: "x.com/a"}, "host", 2, "bad_host"},
		{Spec{Path: "/", Host: "a." + strings.Repeat("x", 64)}, "host", 2, "bad_host"},
		{Spec{Path: "/", Host: strings.Repeat("x.", 127)}, "host", 0, ""},
		{Spec{Path: "/", Host: strings.Repeat("x.", 127) + "x"}, "host", 0, "host_too_long"},
		{Spec{Path: "/", Host: "*." + strings.Repeat("x.", 126)}, "host", 0, ""},
		{Spec{Path: "/", Host: "*." + strings.Repeat("x.", 126) + "x"}, "host", 2, "host_too_long"},
		{Spec{Path: "/", Host: strings.Repeat("é", 100_000)}, "host", 0, "host_too_long"},
		{Spec{Path: "/", Host: "a.\xff"}, "host", 2, "bad_host"},
		{Spec{Path: "/", Host: "x.com", HostKind: HostAny}, "host_kind", 0, "kind_mismatch"},
		{Spec{Path: "/", Host: "x.com", HostKind: "glob"}, "host_kind", 0, "unknown_kind"},
		{Spec{Path: "/", Host: "x.com", HostParamName: "sub"}, "host_param_name", 0, "parameter_without_wildcard"},
		{Spec{Path: "/", Host: "*.x.com", HostParamName: "s-b"}, "host_param_name", 1, "bad_parameter"},
	}
	for _, c := range cases {
		_, err := Compile(c.spec)
		if c.code == "" {
			if err != nil {
				t.Errorf("%+v: %v", c.spec, err)
			}
			continue
		}
		perr, ok := errors.AsType[*ParseError](err)
		if !ok {
			t.Errorf("%+v: got %v, want a ParseError %s", c.spec, err, c.code)
			continue
		}
		if perr.Field != c.field || perr.Offset != c.offset || perr.Code != c.code || perr.Reason == "" {
			t.Errorf("%+v: got %s %d %s (%s), want %s %d %s", c.spec, perr.Field, perr.Offset, perr.Code, perr.Reason, c.field, c.offset, c.code)
		}
	}
}

func TestCompile_KeepsWhatWasTypedAndFillsInTheKinds(t *testing.T) {
	t.Parallel()
	got := mustCompile(t, Spec{ID: "7", Host: "*.EXAMPLE.com.", HostParamName: "sub", Path: "/caf%c3%a9/%41/:x", Method: "get"}).Spec()
	want := Spec{ID: "7", HostKind: HostWildcard, Host: "*.EXAMPLE.com.", HostParamName: "sub", PathKind: PathParam, Path: "/caf%c3%a9/%41/:x", Method: "GET"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, method := range []string{"", "*", "ANY", "any"} {
		if got := mustCompile(t, Spec{Path: "/", Method: method}).Spec().Method; got != "" {
			t.Errorf("method %q is kept as %q, want any", method, got)
		}
	}
}

func TestBinding_IsOneForAllSpellings(t *testing.T) {
	t.Parallel()
	groups := map[Binding][]Spec{
		{HostAny, "", PathExact, "/caf%C3%A9/A", ""}: {
			{Path: "/café/A"}, {Path: "/caf%c3%a9/%41", Host: "*", Method: "any"}, {Path: "/caf%C3%A9/A", Method: "*"},
		},
		{HostStrict, "example.com", PathPrefix, "/a%2Fb/", "GET"}: {
			{Path: "/a%2fb/*", Host: "Example.COM.", Method: "get"}, {Path: "/a%2Fb/", PathKind: PathPrefix, Host: "example.com", Method: "GET"},
		},
		{HostWildcard, "xn--bcher-kva.example", PathParam, "/:/%3Ax", ""}: {
			{Path: "/:a/%3Ax", Host: "*.bücher.example"}, {Path: "/:b/%3ax", Host: "*.XN--bcher-kva.example", HostParamName: "s"},
		},
		{HostStrict, "::1", PathExact, "/", ""}: {{Path: "/", Host: "::1"}, {Path: "/", Host: "[0:0::1]"}},
		{HostAny, "", PathPrefix, "/", ""}:      {{Path: "/*"}, {Path: "/", PathKind: PathPrefix}},
	}
	for want, specs := range groups {
		for _, s := range specs {
			if got := mustCompile(t, s).Binding(); got != want {
				t.Errorf("%+v: got %+v, want %+v", s, got, want)
			}
		}
	}
}

func TestReserved_SeesTheFirstSegmentInEveryEncoding(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"/api": "api", "/api/": "api", "/api/v1/x": "api", "/%61pi/x": "api", "/%61%70%69": "api", "/api/%zz": "api", "/api/../x": "api",
		"/admin": "admin", "/adm%69n/": "admin", "/healthz": "healthz", "/healthz/x": "healthz", "/version": "version",
		"/apix": "", "/Admin": "", "/versions": "", "/": "", "": "", "api": "", "//api": "", "/x/api": "", "/api%2Fx": "", "/api%zz": "", "/%2561pi": "",
	}
	for path, want := range cases {
		if got, ok := Reserved(path); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %t, want %q", path, got, ok, want)
		}
	}
}

func TestMethodSet_AnswersHeadWithGet(t *testing.T) {
	t.Parallel()
	if got := methodAny.names(); len(got) != len(methodNames) {
		t.Errorf("any is %v", got)
	}
	if got := methodGet.answers(); got != methodGet|methodHead {
		t.Errorf("GET answers %v", got.names())
	}
	if got := methodOf("get"); got != methodOther {
		t.Errorf("the request method get is %v, want no known one", got.names())
	}
}
