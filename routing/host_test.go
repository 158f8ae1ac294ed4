package routing

import (
	"strings"
	"testing"
)

func TestRequestHost_ComesInOneForm(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"example.com": "example.com", "Example.COM": "example.com", "example.com:8000": "example.com", "example.com.": "example.com",
		"EXAMPLE.com.:443": "example.com", "localhost": "localhost", "a_b.example.com": "a_b.example.com", "-a.example.com": "-a.example.com",
		"bücher.example": "xn--bcher-kva.example", "BÜCHER.example:80": "xn--bcher-kva.example", "a_b.bücher.example": "a_b.xn--bcher-kva.example",
		"127.0.0.1": "127.0.0.1", "127.0.0.1:80": "127.0.0.1",
		"[::1]": "::1", "[::1]:8000": "::1", "::1": "::1", "[0:0:0:0:0:0:0:1]:80": "::1", "[2001:DB8::A]": "2001:db8::a",
		strings.Repeat("é", 100_000): "", strings.Repeat("a.", 1000) + "com": "",
		"": "", ":80": "", ".": "", "..": "", "a..b": "", ".a": "", "a b": "", "*": "", "*.a": "", "[": "", "[]": "", "[::1": "", "[::1%25eth0]": "", "a/b": "", "\xff": "",
	}
	for in, want := range cases {
		if got := CanonicalHost(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestRequestHost_OfARouteHostIsItsNormalForm(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"example.com", "EXAMPLE.com.", "bücher.example", "localhost", "10.0.0.1", "::1", "[2001:db8:0::1]", "a_b.c", "xn--bcher-kva.example", strings.Repeat("x", 63) + ".y"} {
		r := mustCompile(t, Spec{Host: host, Path: "/"})
		if got := CanonicalHost(host); got != r.Binding().Host {
			t.Errorf("%q: the request has %q, the route %q", host, got, r.Binding().Host)
		}
	}
}

func TestTable_MatchesHostsInEverySpelling(t *testing.T) {
	t.Parallel()
	table := NewTable([]*Route{
		mustCompile(t, Spec{ID: "any", Path: "/"}),
		mustCompile(t, Spec{ID: "six", Host: "[::1]", Path: "/"}),
		mustCompile(t, Spec{ID: "four", Host: "127.0.0.1", Path: "/"}),
		mustCompile(t, Spec{ID: "books", Host: "bücher.example", Path: "/"}),
		mustCompile(t, Spec{ID: "sub", Host: "*.bücher.example", HostParamName: "sub", Path: "/"}),
		mustCompile(t, Spec{ID: "deep", Host: "*.b.bücher.example", HostParamName: "sub", Path: "/"}),
	})
	cases := []struct{ host, id, sub string }{
		{"[::1]:8000", "six", ""}, {"[0::1]", "six", ""}, {"127.0.0.1:8000", "four", ""},
		{"xn--bcher-kva.example.", "books", ""}, {"BÜCHER.example", "books", ""},
		{"a.B.c.bücher.example:1", "sub", "a.b.c"}, {"x.a.b.bücher.example", "deep", "x.a"}, {"b.bücher.example", "sub", "b"},
		{".bücher.example", "any", ""}, {"a..bücher.example", "any", ""}, {"", "any", ""}, {"[::2]", "any", ""}, {"xbücher.example", "any", ""},
	}
	for _, c := range cases {
		m := table.Match(&Request{Method: "GET", Host: c.host, Path: "/"})
		if m.Route == nil || m.Route.ID() != c.id || m.Params.Get("sub") != c.sub {
			t.Errorf("%q: got %v %v, want %s %q", c.host, m.Route, m.Params, c.id, c.sub)
		}
	}
}

func TestCompare_WitnessOfAnIPv6HostIsInBrackets(t *testing.T) {
	t.Parallel()
	a, b := mustCompile(t, Spec{Host: "::1", Path: "/x"}), mustCompile(t, Spec{Path: "/:y"})
	relation, w := Compare(a, b)
	if want := (Witness{"GET", "[::1]", "/x"}); relation != Wins || w != want {
		t.Errorf("got %s %v, want wins %v", relation, w, want)
	}
}
