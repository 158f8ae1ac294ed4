package routing

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

// checkParseError wants a ParseError with an offset inside the field.
func checkParseError(t *testing.T, err error, values map[string]string) {
	t.Helper()
	perr, ok := errors.AsType[*ParseError](err)
	if !ok {
		t.Fatalf("not a ParseError: %v", err)
	}
	value, known := values[perr.Field]
	if !known || perr.Offset < 0 || perr.Offset > len(value) || perr.Code == "" || perr.Reason == "" {
		t.Fatalf("a wrong error %+v for %q", perr, values)
	}
}

func FuzzCompilePath(f *testing.F) {
	for _, path := range []string{"/", "/*", "/a/:b", "/a%2Fb/", "/caf%C3%A9", "/é%C3", "/:a/:a", "/{x}", "//", "/a*", "/%61pi", "/:x/", "\xff", "/" + strings.Repeat("a/", 1100)} {
		for _, kind := range []string{"", "exact", "prefix", "param"} {
			f.Add(path, kind)
		}
	}
	f.Fuzz(func(t *testing.T, path, kind string) {
		r, err := Compile(Spec{Path: path, PathKind: PathKind(kind)})
		if err != nil {
			checkParseError(t, err, map[string]string{"path": path, "path_kind": kind})
			return
		}
		again, err := Compile(r.Spec())
		if err != nil || again.Binding() != r.Binding() || again.Spec() != r.Spec() || r.Spec().Path != path {
			t.Fatalf("%q: %+v and again %+v, %v", path, r, again, err)
		}
		relation, w := Compare(r, again)
		if relation != Conflicts {
			t.Fatalf("%q %s with itself", path, relation)
		}
		if _, _, ok := oracleMatch(r.Spec(), w.Host, w.Path); !ok {
			t.Fatalf("%q does not match its witness %q", path, w.Path)
		}
		if m := NewTable([]*Route{r}).Match(&Request{Method: w.Method, Host: w.Host, Path: w.Path}); m.Route != r {
			t.Fatalf("%q: a table does not find its witness %q", path, w.Path)
		}
		if _, ok := Reserved(w.Path); ok {
			t.Fatalf("%q has the reserved witness %q", path, w.Path)
		}
	})
}

func FuzzHost(f *testing.F) {
	for _, host := range []string{"", "*", "example.com", "*.Example.com", "a..b", "::1", "[::1]:80", "x:80", "bücher.example", "*.ß.de", "xn--a", "a。b", "*.", ".", "[", "\xff", "１.２", "a_b.é"} {
		f.Add(host, "")
		f.Add(host, "sub")
	}
	f.Fuzz(func(t *testing.T, host, param string) {
		normal := CanonicalHost(host)
		if again := CanonicalHost(normal); again != normal && isASCII(host) {
			t.Fatalf("%q becomes %q and then %q", host, normal, again)
		}
		r, err := Compile(Spec{Host: host, HostParamName: param, Path: "/"})
		if err != nil {
			checkParseError(t, err, map[string]string{"host": host, "host_param_name": param, "path": "/"})
			return
		}
		again, err := Compile(r.Spec())
		if err != nil || again.Binding() != r.Binding() {
			t.Fatalf("%q: %+v and again %+v, %v", host, r, again, err)
		}
		_, w := Compare(r, again)
		m := NewTable([]*Route{r}).Match(&Request{Method: w.Method, Host: w.Host, Path: w.Path})
		if m.Route != r || param != "" && m.Params.Get(param) != anyLabel {
			t.Fatalf("%q does not match its witness %q: %+v", host, w.Host, m)
		}
		if r.Spec().HostKind == HostStrict && normal != r.Binding().Host {
			t.Fatalf("%q is %q for a request and %q for a route", host, normal, r.Binding().Host)
		}
	})
}

func FuzzMatch(f *testing.F) {
	for i, path := range []string{"/", "//", "/a/b", "/a%2Fb/", "/%61/caf%C3%A9", "/a/./b", "/%", "/\xff", "/%ff", "a", "/a/b/c/x/api2"} {
		f.Add(uint64(i), "GET", "a.b.example.com:80", path)
		f.Add(uint64(i)+100, "HEAD", "localhost", path)
	}
	f.Fuzz(func(t *testing.T, seed uint64, method, host, path string) {
		// The oracle knows the plain spellings of hosts only.
		if url.PathEscape(host) != host || strings.ContainsAny(host, "*~$&+=@'()!") || strings.Count(host, ":") > 1 || len(path) > 4096 {
			return
		}
		rnd := rand.New(rand.NewPCG(seed, 8))
		var routes []*Route
		for i := range rnd.IntN(40) {
			routes = append(routes, mustCompile(t, genSpec(rnd, fmt.Sprint("r", i), true)))
		}
		if !isKnown(method) {
			method = "PURGE"
		}
		checkMatch(t, NewTable(routes), specsOf(routes), &Request{Method: method, Host: host, Path: path})
	})
}

func isKnown(method string) bool { return methodOf(method) != methodOther }
