package routing

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// The oracle reads the rules once more, from the Spec alone, one route after the other. It takes ASCII hosts only.

// fixedGuard always says the same.
type fixedGuard bool

func (g fixedGuard) Allow(*Request, Params) bool { return bool(g) }

func oracleSegments(path string) ([]string, bool) {
	if !strings.HasPrefix(path, "/") {
		return nil, false
	}
	var list []string
	for raw := range strings.SplitSeq(path[1:], "/") {
		text, err := url.PathUnescape(raw)
		if err != nil || text == "." || text == ".." || strings.ToValidUTF8(text, "") != text {
			return nil, false
		}
		list = append(list, text)
	}
	return list, true
}

// oracleMatch tells whether host and path fit, and what they yield.
func oracleMatch(s Spec, host, path string) (params map[string]string, rest string, ok bool) {
	params = map[string]string{}
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	host = strings.TrimSuffix(host, ".")
	want := strings.TrimSuffix(strings.ToLower(s.Host), ".")
	switch {
	case want == "" || want == "*":
	case strings.HasPrefix(want, "*."):
		front, found := strings.CutSuffix(host, want[1:])
		if !found || front == "" || slices.Contains(strings.Split(front, "."), "") {
			return nil, "", false
		}
		if s.HostParamName != "" {
			params[s.HostParamName] = front
		}
	case want != host:
		return nil, "", false
	}
	segs, ok := oracleSegments(path)
	if !ok {
		return nil, "", false
	}
	pattern := s.Path
	if s.PathKind == PathPrefix {
		pattern = strings.TrimSuffix(pattern, "*")
	}
	parts := strings.Split(pattern[1:], "/")
	if s.PathKind == PathPrefix {
		parts = parts[:len(parts)-1]
		if len(segs) <= len(parts) {
			return nil, "", false
		}
		rest = strings.Join(segs[len(parts):], "/")
	} else if len(segs) != len(parts) {
		return nil, "", false
	}
	for i, part := range parts {
		if name, param := strings.CutPrefix(part, ":"); param {
			if segs[i] == "" {
				return nil, "", false
			}
			params[name] = segs[i]
			continue
		}
		if text, err := url.PathUnescape(part); err != nil || text != segs[i] {
			return nil, "", false
		}
	}
	return params, rest, true
}

func oracleMethods(s Spec) []string {
	all := []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "PURGE"}
	switch m := strings.ToUpper(s.Method); m {
	case "", "*", "ANY":
		return all
	case "GET":
		return []string{"GET", "HEAD"}
	default:
		return []string{m}
	}
}

// oracleRank is compared as a list: the lower goes first.
func oracleRank(s Spec) []int {
	host := 1 << 20
	switch {
	case strings.HasPrefix(s.Host, "*."):
		host = 1<<19 - len(strings.TrimSuffix(s.Host, "."))
	case s.Host != "" && s.Host != "*":
		host = 0
	}
	if s.PathKind == PathExact {
		return []int{host, 0, 0, 0}
	}
	lead := 0
	for part := range strings.SplitSeq(strings.Trim(strings.TrimSuffix(s.Path, "*"), "/"), "/") {
		if part == "" || part[0] == ':' {
			break
		}
		lead++
	}
	if s.PathKind == PathParam {
		return []int{host, 1, -lead, 0}
	}
	return []int{host, 1, -lead, 1}
}

// oracleShape has an L or a P for each segment.
func oracleShape(s Spec) string {
	var b strings.Builder
	for part := range strings.SplitSeq(s.Path, "/") {
		if strings.HasPrefix(part, ":") {
			b.WriteByte('P')
		} else {
			b.WriteByte('L')
		}
	}
	return b.String()
}

type oracleAnswer struct {
	id     string
	params map[string]string
	rest   string
	allow  []string
}

func oracleTable(specs []Spec, q *Request) oracleAnswer {
	type hit struct {
		spec   Spec
		params map[string]string
		rest   string
	}
	var hits []hit
	allow := map[string]bool{}
	for _, s := range specs {
		params, rest, ok := oracleMatch(s, q.Host, q.Path)
		if !ok || s.Guard != nil && !s.Guard.Allow(q, nil) {
			continue
		}
		if slices.Contains(oracleMethods(s), q.Method) {
			hits = append(hits, hit{s, params, rest})
			continue
		}
		for _, m := range oracleMethods(s) {
			allow[m] = true
		}
	}
	if len(hits) == 0 {
		return oracleAnswer{allow: slices.Sorted(maps.Keys(allow))}
	}
	best := slices.MinFunc(hits, func(a, b hit) int {
		byGet := func(s Spec) int {
			if q.Method == "HEAD" && strings.EqualFold(s.Method, "GET") {
				return 1
			}
			return 0
		}
		return cmp.Or(slices.Compare(oracleRank(a.spec), oracleRank(b.spec)), cmp.Compare(byGet(a.spec), byGet(b.spec)),
			strings.Compare(oracleShape(a.spec), oracleShape(b.spec)))
	})
	return oracleAnswer{id: best.spec.ID, params: best.params, rest: best.rest}
}

// checkMatch compares a table with the oracle, and Explain with both.
func checkMatch(t *testing.T, table *Table, specs []Spec, q *Request) {
	t.Helper()
	m, want := table.Match(q), oracleTable(specs, q)
	got := oracleAnswer{rest: m.Rest, allow: m.Allow}
	if m.Route != nil {
		got.id, got.params = m.Route.ID(), m.Params.Map()
	}
	if got.id != want.id || got.rest != want.rest || !maps.Equal(got.params, want.params) || !slices.Equal(got.allow, want.allow) {
		t.Fatalf("%s %s %s: got %+v, want %+v\nroutes: %s", q.Method, q.Host, q.Path, got, want, describe(specs))
	}
	e := table.Explain(q)
	if e.Route != m.Route || e.Rest != m.Rest || !slices.Equal(e.Params, m.Params) || !slices.Equal(e.Allow, m.Allow) {
		t.Fatalf("%s %s %s: Explain says %+v, Match %+v", q.Method, q.Host, q.Path, e.Match, m)
	}
	checkCandidates(t, e, q)
}

func checkCandidates(t *testing.T, e Explanation, q *Request) {
	t.Helper()
	seen := map[*Route]bool{}
	past := false
	for _, c := range e.Candidates {
		if seen[c.Route] || c.Reason == "" || c.Won != (c.Code == CodeWon) || c.Won != (c.Route == e.Route) {
			t.Fatalf("%s %s %s: a wrong candidate %+v", q.Method, q.Host, q.Path, c)
		}
		seen[c.Route] = true
		s := c.Route.Spec()
		_, _, fits := oracleMatch(s, q.Host, q.Path)
		takes := slices.Contains(oracleMethods(s), q.Method)
		blocked := s.Guard != nil && !s.Guard.Allow(q, nil)
		var ok bool
		switch c.Code {
		case CodeWon:
			ok = fits && takes && !blocked && !past
			past = true
		case CodeMethod:
			ok = fits && !takes
		case CodeGuard:
			ok = fits && takes && blocked && !past
		case CodePrecedence:
			ok = fits && takes && past
		case CodeHost, CodePath:
			ok = !fits
		}
		if !ok {
			t.Fatalf("%s %s %s: wrong code %s for %s\n%+v", q.Method, q.Host, q.Path, c.Code, c.Route, e.Candidates)
		}
	}
	if past != (e.Route != nil) {
		t.Fatalf("%s %s %s: the winner is not among the candidates", q.Method, q.Host, q.Path)
	}
}

func describe(specs []Spec) string {
	var b strings.Builder
	for _, s := range specs {
		fmt.Fprintf(&b, "\n  %s: %q %q %q %v", s.ID, s.Method, s.Host, s.Path, s.Guard)
	}
	return b.String()
}

var (
	genLiterals = []string{"a", "b", "c", "a%2Fb", "%61", "caf%C3%A9", "café", "x", "api2"}
	genSuffixes = []string{"example.com", "b.example.com", "com", "localhost"}
	genFronts   = []string{"", "", "a.", "A.b.", "deep.a.b.", "x."}
	genMethods  = []string{"", "", "*", "get", "GET", "HEAD", "POST", "put"}
	genRequests = []string{"GET", "GET", "HEAD", "POST", "PUT", "PURGE"}
)

func pick[T any](rnd *rand.Rand, list []T) T { return list[rnd.IntN(len(list))] }

// genSpec returns a Spec that compiles.
func genSpec(rnd *rand.Rand, id string, guards bool) Spec {
	s := Spec{ID: id, Method: pick(rnd, genMethods)}
	switch rnd.IntN(4) {
	case 0:
		s.Host = strings.ToUpper(pick(rnd, genSuffixes))
	case 1:
		s.Host = "*." + pick(rnd, genSuffixes)
		if rnd.IntN(2) == 0 {
			s.HostParamName = "sub"
		}
	}
	if guards && rnd.IntN(3) == 0 {
		s.Guard = fixedGuard(rnd.IntN(2) == 0)
	}
	var b strings.Builder
	n, shape := rnd.IntN(5), rnd.IntN(3)
	for i := range n {
		if shape == 1 && rnd.IntN(2) == 0 {
			fmt.Fprintf(&b, "/:p%d", i)
		} else {
			b.WriteString("/" + pick(rnd, genLiterals))
		}
	}
	switch {
	case shape == 2:
		b.WriteString("/*")
	case n == 0 || shape == 0 && rnd.IntN(4) == 0:
		b.WriteString("/")
	}
	s.Path = b.String()
	return s
}

func genRequest(rnd *rand.Rand) *Request {
	host := pick(rnd, genFronts) + pick(rnd, genSuffixes) + pick(rnd, []string{"", "", ":80", "."})
	var b strings.Builder
	for range 1 + rnd.IntN(5) {
		b.WriteByte('/')
		if rnd.IntN(40) == 0 {
			b.WriteString(pick(rnd, []string{"", "..", "%2e", "%zz", "%ff"}))
			continue
		}
		b.WriteString(pick(rnd, genLiterals))
	}
	if rnd.IntN(6) == 0 {
		b.WriteByte('/')
	}
	return &Request{Method: pick(rnd, genRequests), Host: host, Path: b.String()}
}

// mustCompile is for specs that are known to be good.
func mustCompile(t testing.TB, s Spec) *Route {
	t.Helper()
	r, err := Compile(s)
	if err != nil {
		t.Fatalf("%+v: %v", s, err)
	}
	return r
}

// specsOf returns what routes were compiled from, kinds filled in.
func specsOf(routes []*Route) []Spec {
	list := make([]Spec, len(routes))
	for i, r := range routes {
		list[i] = r.Spec()
	}
	return list
}
