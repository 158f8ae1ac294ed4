package expression

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/picloud/picloud/routing"
)

func sampleRequest() (*routing.Request, routing.Params) {
	return &routing.Request{
		Method:   "POST",
		Host:     "Api.Example.com:8443",
		Path:     "/v1/greet/al%C3%AFce",
		RawQuery: "lang=en&lang=de&q=a+b%21&empty=&n=42&bad=%zz&bad=ok&s;t=1",
		Header: http.Header{
			"X-Env":        {"test", "second"},
			"X-Api-Key":    {"secret"},
			"X-Empty":      {""},
			"Content-Type": {"application/json; charset=utf-8"},
		},
		RemoteIP: "10.1.2.3",
		TLS:      true,
	}, routing.Params{{Name: "name", Value: "alïce"}, {Name: "id", Value: "7"}}
}

func mustGuard(tb testing.TB, src string) *Guard {
	tb.Helper()
	g, err := CompileGuard(src)
	if err != nil {
		tb.Fatalf("CompileGuard(%q): %v", src, err)
	}
	return g
}

func TestGuard_Evaluates(t *testing.T) {
	t.Parallel()
	r, p := sampleRequest()
	cases := []struct {
		src  string
		want bool
	}{
		{`true`, true},
		{`request.method == "POST"`, true},
		{`request["method"] == 'POST'`, true},
		{`request.method != "POST"`, false},
		{`request.method in ["GET", "POST"]`, true},
		{`request.method not in ["GET", "PUT"]`, true},
		{`request.method in []`, false},
		{`request.method in [request.params.name, upper("post")]`, true},
		{`request.host == "api.example.com"`, true},
		{`request.path startsWith "/v1/" and not (request.path endsWith ".php")`, true},
		{`request.path contains "%C3%AF"`, true},
		{"request.path matches `^/v[0-9]+/`", true},
		{`request.path not matches "^/v2"`, true},
		{`request.remote_ip startsWith "10."`, true},
		{`request.tls`, true},
		{`!request.tls`, false},
		{`request.tls == false`, false},
		{`request.params["name"] == "alïce"`, true},
		{`request.params.name == "al\u00efce"`, true},
		{`request.params.nobody == ""`, true},
		{`"name" in request.params`, true},
		{`"nobody" in request.params`, false},
		{`"nobody" not in request.params`, true},
		{`int(request.params.id) in 1..7`, true},
		{`int(request.params.id) not in 1..6`, true},
		{`int(request.params.id) in 8..1000000000`, false},
		{`6 < int(request.params.id) <= 7`, true},
		{`request.query["lang"] == "en"`, true},
		{`request.query.q == "a b!"`, true},
		{`request.query.empty == "" && "empty" in request.query`, true},
		{`"missing" in request.query`, false},
		{`request.query.bad == "ok"`, true},
		{`"s;t" in request.query`, false},
		{`int(request.query.n) % 5 == 2`, true},
		{`request.header["X-Env"] == "test"`, true},
		{`request.header["x-env"] == "test"`, true},
		{`request.header[lower("X-ENV")] == "test"`, true},
		{`"x-API-key" in request.header`, true},
		{`"X-Empty" in request.header && request.header["X-Empty"] == ""`, true},
		{`"X-None" in request.header`, false},
		{`("X-" + "Env") in request.header`, true},
		{`"x-" + lower(request.header["X-Env"]) == "x-test"`, true},
		{`request.header["content-type"] | lower() | trimSuffix("; charset=utf-8") == "application/json"`, true},
		{`trim("//x/", "/") == "x" && trim(" y ") == "y" && trimPrefix("abc", "a") == "bc"`, true},
		{`len(request.params.name) == 5`, true},
		{`request.tls ? request.method == "POST" : false`, true},
		{`if request.tls { true } else { false }`, true},
		{`max(1, 2, 3) == 3 and min(2, 1) == 1 and round(2.5) == 3 and abs(-1) == 1`, true},
		{`1 + 2 * 3 == 7 && 2 ** 3 == 8 && 7 / 2 == 3.5`, true},
		{`float("1.5") > 1 && string(7) == "7" && floor(1.5) + ceil(1.5) == 3`, true},
		{`/* a comment */ true // and another`, true},
	}
	for _, c := range cases {
		t.Run(c.src, func(t *testing.T) {
			t.Parallel()
			g := mustGuard(t, c.src)
			got, err := g.Eval(r, p)
			if err != nil || got != c.want {
				t.Errorf("Eval = %v, %v; want %v", got, err, c.want)
			}
			if g.Allow(r, p) != c.want {
				t.Errorf("Allow = %v, want %v", !c.want, c.want)
			}
			if g.String() != c.src {
				t.Errorf("String = %q", g.String())
			}
		})
	}
}

func TestCompileGuard_RefusesWithPositionAndAdvice(t *testing.T) {
	t.Parallel()
	cases := []struct {
		src, at string // at: the text in src that the offset points to; "" is the end
		message string // a part of it
	}{
		{``, "", "ends too early"},
		{`request.method ==`, "", "ends too early"},
		{`(request.tls`, "", "ends too early"},
		{`request.method = "GET"`, `= "GET"`, "compare with =="},
		{`request.tls & true`, `& true`, `"and"`},
		{`request.method == "GET`, "", "closing quote"},
		{`request.method == "GET" "x"`, `"x"`, "not expected here"},
		{`request.metod == "GET"`, `metod`, "it has method, host, path, remote_ip, tls, params, query, header"},
		{`"é" == "é" && request.metod == "GET"`, `metod`, "no field"},
		{`req.method == "GET"`, `req`, "reads request"},
		{`request == "GET"`, `request`, "request.method"},
		{`true && method == "GET"`, `method`, "reads request"},
		{`len == 1`, `len`, "not known"},
		{`$env == 1`, `$env`, "not known"},
		{`$env["request"] == 1`, `$env`, "not known"},
		{`request.method == 1`, `== 1`, "between a text and a number"},
		{`request.method < true`, `< true`, "make both sides the same type"},
		{`request.tls > request.tls`, `> r`, "does not work on truth values"},
		{`request.method in [1, 2]`, `in [`, "never in a list of numbers"},
		{`request.method ? true : false`, `method`, ""},
		{`!request.method`, `!`, "compare it with something"},
		{`request.method`, `request`, "must be true or false, but this is a text"},
		{`1 + 1`, `1`, "but this is a number"},
		{`request.tls ? true : "x"`, `request`, "true or false"},
		{`request.header == ""`, `header`, "looked up by name"},
		{`len(request.header) > 1`, `header`, "looked up by name"},
		{`request.header["Host"] == "x"`, `"Host"`, "request.host"},
		{`"host" in request.header`, `"host"`, "request.host"},
		{`request.header[1] == "x"`, `1`, ""},
		{`request.header?.x == "x"`, `x =`, "?."},
		{`request?.method == "x"`, `method`, "?."},
		{`request.method.x == "x"`, `x =`, "nothing to look up"},
		{`request.params.a.b == "x"`, `b =`, "nothing to look up"},
		{`request.method[0] == "x"`, `[0]`, "nothing to look up"},
		{`request.method[1:] == "x"`, `[1:]`, "slices"},
		{`request.method.lower() == "x"`, `lower`, "lower(x)"},
		{`request.query.x ?? "d" == "d"`, `== "d"`, "?? is not available"},
		{`(request.query.x ?? "d") == "d"`, `?? "d"`, "?? is not available"},
		{`request.query.x == nil`, `nil`, "empty text"},
		{`let x = request.method; x == "GET"`, `x =`, "let"},
		{`true; true`, `true`, "let and ;"},
		{`request.method in request.path`, `path`, "contains"},
		{`request.path matches request.method`, `matches`, "written out"},
		{`request.path matches "("`, `matches`, "not valid"},
		{`request.path matches "((a{30}){30}|b)*"`, `"((a`, "too complex"},
		{`request.path matches "a{400}" or request.path matches "b{400}"`, `"b{400}"`, "too complex"},
		{`trim(request.path, request.method) == ""`, `method`, "written out"},
		{`foo(1)`, `foo`, "no function"},
		{`now() == now()`, `now`, "not available in a guard"},
		{`repeat("a", 1000000) == ""`, `repeat`, "not available"},
		{`[1, 2] == [1, 2]`, `[1`, "right of in"},
		{`{"a": 1} == {"a": 1}`, `{"a": 1} ==`, "not available"},
		{`b"x" == b"x"`, `b"x"`, "not available"},
		{`len(1..3) == 3`, `..3`, "right of in"},
		{`any(["a"], # == request.method)`, `any`, "not available"},
		{`1 % 0 == 1`, `% 0`, ""},
		{`upper(1) == "1"`, `1`, ""},
		{"request.tls && \xff", "\xff", "UTF-8"},
		{strings.Repeat(" ", MaxSourceBytes) + "true", "true", "at most 2048"},
		{`request.method == "` + strings.Repeat("x", 100) + `" && ` + strings.Repeat("!", 600) + "true", "", "too many parts"},
	}
	for _, c := range cases {
		t.Run(c.src[:min(len(c.src), 60)], func(t *testing.T) {
			t.Parallel()
			_, err := CompileGuard(c.src)
			e, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("error = %v, want an *Error", err)
			}
			if !strings.Contains(e.Message, c.message) {
				t.Errorf("message = %q, want %q in it", e.Message, c.message)
			}
			if strings.ContainsAny(e.Message, "\n") {
				t.Errorf("message has more than a line: %q", e.Message)
			}
			if want := strings.Index(c.src, c.at); c.at != "" && e.Offset != want {
				t.Errorf("offset = %d (%q), want %d; message %q", e.Offset, c.src[e.Offset:], want, e.Message)
			}
			if c.at == "" && c.message == "ends too early" && e.Offset != len(c.src) {
				t.Errorf("offset = %d, want %d", e.Offset, len(c.src))
			}
		})
	}
}

// What these would do if they ran is the reason for the rules.
func TestCompileGuard_RefusesWhatCouldRunAwayOrGrow(t *testing.T) {
	t.Parallel()
	nested := "1"
	for range 70 { // 2^70 visits for whoever walks the tree as parsed
		nested = "(1<" + nested + "<2?1:2)"
	}
	doubled := "let a = request.path;"
	for c := 'b'; c <= 'z'; c++ {
		doubled += "let " + string(c) + "=" + string(c-1) + "+" + string(c-1) + ";"
	}
	inRanges := "1"
	for range 70 {
		inRanges = "(" + inRanges + " in 1..2?1:2)"
	}
	cases := map[string]string{
		"nested loops":             `all(1..1000000, all(1..1000000, true))`,
		"a large range":            `1 in map(1..999999, #)`,
		"a large range as a list":  `len(1..1000000000) > 0`,
		"reduce":                   `reduce(1..1000, # + #acc, 0) > 0`,
		"loops over literals":      `all([1,2,3], all([1,2,3], all([1,2,3], true)))`,
		"count of a nested filter": `count(1..1000, count(1..1000, true) > 0) > 0`,
		"sort":                     `len(sort(map(1..100000, -#))) > 0`,
		"repeat":                   `len(repeat("aaaaaaaaaa", 1000000)) > 0`,
		"nested replace":           `len(replace(replace(request.path, "", request.path), "", request.path)) > 0`,
		"join and split":           `len(join(split(request.path, ""), request.path)) > 0`,
		"doubling by let":          doubled + `len(z) > 0`,
		"JSON in JSON":             `toJSON(toJSON(toJSON(request.path))) == ""`,
		"shared comparisons":       nested + " == 1",
		"nested in-ranges":         inRanges + " == 1",
		"a pattern from a request": `request.path matches request.header["x"]`,
		"repeated repeats":         `request.path matches "(((a{10}){10}){10}){1,9}"`,
		"a huge class repeat":      `request.path matches "(` + strings.Repeat(`\\pL`, 50) + `){900}"`,
		"a time zone from disk":    `string(timezone("../../etc/passwd")) == ""`,
		"an environment dump":      `toJSON($env) == ""`,
	}
	for name, src := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := CompileGuard(src); err == nil {
				t.Errorf("%.100s was accepted", src)
			}
			if _, err := CompileFilter(strings.ReplaceAll(src, "request.", "")); err == nil {
				t.Errorf("%.100s was accepted as a filter", src)
			}
		})
	}
}

func TestGuard_CountsAFailureAsFalse(t *testing.T) {
	t.Parallel()
	r, p := sampleRequest()
	r.Header.Set("X-Long", strings.Repeat("x", MaxValueBytes+1))
	r.RawQuery += "&long=" + strings.Repeat("y", MaxValueBytes+1)
	p = append(p, routing.Param{Name: "long", Value: strings.Repeat("z", MaxValueBytes+1)})
	for _, src := range []string{
		`int(request.params.name) == 1`,
		`int(request.params.name) != 1`,
		`int(request.params.id) % (int(request.params.id) - 7) == 0`,
		`(request.tls ? "text" : true) && true`,
		`request.header["X-Long"] != ""`,
		`request.query.long != ""`,
		`request.params.long != ""`,
		`!(request.params.long == "a")`,
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			g := mustGuard(t, src)
			ok, err := g.Eval(r, p)
			if _, is := errors.AsType[*Error](err); ok || !is {
				t.Errorf("Eval = %v, %v; want false and an *Error", ok, err)
			}
			if g.Allow(r, p) {
				t.Error("allowed")
			}
		})
	}
	t.Run("a long path fails who reads it", func(t *testing.T) {
		t.Parallel()
		long := *r
		long.Path = "/" + strings.Repeat("a", MaxValueBytes)
		if mustGuard(t, `request.path startsWith "/"`).Allow(&long, p) {
			t.Error("the reader was allowed")
		}
		if !mustGuard(t, `request.tls`).Allow(&long, p) {
			t.Error("who does not read it was not allowed")
		}
	})
	t.Run("a nil request does not panic", func(t *testing.T) {
		t.Parallel()
		if mustGuard(t, `request.tls`).Allow(nil, nil) {
			t.Error("allowed")
		}
	})
	t.Run("an empty request has empty values", func(t *testing.T) {
		t.Parallel()
		g := mustGuard(t, `request.header.x == "" && request.query.x == "" && request.params.x == "" && "x" not in request.header`)
		if !g.Allow(&routing.Request{}, nil) {
			t.Error("not allowed")
		}
	})
}

func TestGuard_KeepsConcurrentRequestsApart(t *testing.T) {
	t.Parallel()
	g := mustGuard(t, `request.header["X-N"] == request.params.n && request.query.n == request.params.n && request.path == "/" + request.params.n`)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 200 {
				n := strings.Repeat("x", i*200+j)
				r := &routing.Request{Path: "/" + n, RawQuery: "n=" + n, Header: http.Header{"X-N": {n}}}
				if !g.Allow(r, routing.Params{{Name: "n", Value: n}}) {
					t.Error("a request saw another's values")
					return
				}
				if g.Allow(r, routing.Params{{Name: "n", Value: n + "y"}}) {
					t.Error("allowed what does not hold")
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestGuard_SeesTheHostThatRoutesAndScriptsSee(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                 "",
		"Example.COM":      "example.com",
		"example.com:80":   "example.com",
		"Example.com.":     "example.com",
		"bücher.example:1": "xn--bcher-kva.example",
		"[FE80::1]:80":     "fe80::1",
		"10.0.0.1:8080":    "10.0.0.1",
		"[unclosed":        "",
		"no name":          "",
	} {
		guard := mustGuard(t, fmt.Sprintf("request.host == %q", want))
		ok, err := guard.Eval(&routing.Request{Host: in}, nil)
		if err != nil || !ok {
			t.Errorf("%q: the guard does not see %q (%v)", in, want, err)
		}
	}
}

func FuzzQueryValue(f *testing.F) {
	f.Add("a=1&b=2", "b")
	f.Add("a=1&&a=2;&%61=3", "a")
	f.Add("=x&%zz=1&a=%zz&a", "a")
	f.Add("a+b=c+d", "a b")
	f.Fuzz(func(t *testing.T, raw, name string) {
		values, _ := url.ParseQuery(raw) // an error is about the pairs left out
		got, ok := queryValue(raw, name)
		if got != values.Get(name) || ok != values.Has(name) {
			t.Errorf("queryValue(%q, %q) = %q, %v; url.Values says %q, %v", raw, name, got, ok, values.Get(name), values.Has(name))
		}
	})
}

// FuzzCompileGuard finds panics and, by the fuzzer's own time limit, whatever
// does not end.
func FuzzCompileGuard(f *testing.F) {
	for _, src := range []string{
		`request.method == "POST" && request.header["X-Env"] == "test"`,
		`request.path matches "^/v[0-9]+/(a|b)*$"`,
		`int(request.query.n) in 1..9 or "x" not in request.params`,
		`all(1..1e6, all(1..1e6, true))`,
		`1 < (1 < 1 < 2 ? 1 : 2) < 2`,
		`if request.tls { 1 % 0 == 1 } else { request.params["a"] | trim("x") == "" }`,
		`{"a": [1][0]}.a?.b ?? $env == nil`,
		`let x = 1; x; b"y" == 'z'`,
		"#acc // /* \\u{1F600} `",
	} {
		f.Add(src)
	}
	r, p := sampleRequest()
	r.Path = "/" + strings.Repeat("ab/", 2000)
	f.Fuzz(func(t *testing.T, src string) {
		g, err := CompileGuard(src)
		if err != nil {
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Offset < 0 || e.Offset > len(src) || e.Message == "" {
				t.Fatalf("CompileGuard(%q) = %#v", src, err)
			}
			if strings.Contains(e.Message, "cannot be compiled") {
				t.Fatalf("CompileGuard(%q) recovered: %v", src, err)
			}
			return
		}
		first, err := g.Eval(r, p)
		if err != nil && first {
			t.Fatalf("Eval(%q) allows and fails: %v", src, err)
		}
		if second := g.Allow(r, p); second != first {
			t.Fatalf("%q gives %v, then %v", src, first, second)
		}
	})
}

func BenchmarkGuard(b *testing.B) {
	r, p := sampleRequest()
	for name, src := range map[string]string{
		"simple":  `request.method == "POST" && request.header["X-Env"] == "test"`,
		"tls":     `request.tls`,
		"list":    `request.method in ["GET", "POST"]`,
		"query":   `request.query["n"] == "42"`,
		"matches": `request.path matches "^/v[0-9]+/greet/"`,
		"fails":   `int(request.params.name) == 1`,
	} {
		b.Run(name, func(b *testing.B) {
			g := mustGuard(b, src)
			b.ReportAllocs()
			for b.Loop() {
				g.Allow(r, p)
			}
		})
	}
}

func BenchmarkGuard_Parallel(b *testing.B) {
	r, p := sampleRequest()
	g := mustGuard(b, `request.method == "POST" && request.header["X-Env"] == "test"`)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			g.Allow(r, p)
		}
	})
}

// BenchmarkGuard_Worst is about the most that an accepted guard can cost.
func BenchmarkGuard_Worst(b *testing.B) {
	r := &routing.Request{Path: strings.Repeat("a", MaxValueBytes)}
	g := mustGuard(b, `request.path matches "(a|b|ab)*[ab]{0,110}[ab]{0,50}x$"`)
	for b.Loop() {
		g.Allow(r, nil)
	}
}

func BenchmarkCompileGuard(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		mustGuard(b, `request.method == "POST" && request.header["X-Env"] == "test"`)
	}
}
