package routing

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestTable_AnswersHeadByGetUnlessOneOfTheSameRankTakesHead(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		routes []Spec
		path   string
		want   string
	}{
		{"GET serves HEAD", []Spec{{ID: "get", Method: "GET", Path: "/a"}}, "/a", "get"},
		{"HEAD of the same rank goes first", []Spec{{ID: "get", Method: "GET", Path: "/a"}, {ID: "head", Method: "HEAD", Path: "/a"}}, "/a", "head"},
		{"HEAD of a lower rank does not", []Spec{{ID: "get", Method: "GET", Path: "/a"}, {ID: "head", Method: "HEAD", Path: "/:x"}}, "/a", "get"},
		{"HEAD deeper in the same group goes first", []Spec{{ID: "get", Method: "GET", Path: "/:x/a"}, {ID: "head", Method: "HEAD", Path: "/:x/:y"}}, "/z/a", "head"},
		{"more literals in front beat HEAD", []Spec{{ID: "get", Method: "GET", Path: "/a/:y"}, {ID: "head", Method: "HEAD", Path: "/:x/b"}}, "/a/b", "get"},
		{"a nearer host beats HEAD", []Spec{{ID: "get", Method: "GET", Host: "h", Path: "/*"}, {ID: "head", Method: "HEAD", Path: "/a"}}, "/a", "get"},
		{"the guard of HEAD says no", []Spec{{ID: "get", Method: "GET", Path: "/a"}, {ID: "head", Method: "HEAD", Path: "/a", Guard: fixedGuard(false)}}, "/a", "get"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := tableOf(t, c.routes...).Match(&Request{Method: "HEAD", Host: "h", Path: c.path})
			if m.Route == nil || m.Route.ID() != c.want {
				t.Errorf("got %v, want %s", m.Route, c.want)
			}
		})
	}
}

func tableOf(t testing.TB, specs ...Spec) *Table {
	t.Helper()
	routes := make([]*Route, len(specs))
	for i, s := range specs {
		routes[i] = mustCompile(t, s)
	}
	return NewTable(routes)
}

// countingGuard counts how often it is asked and keeps the captures.
type countingGuard struct {
	answer bool
	asked  int
	params Params
}

func (g *countingGuard) Allow(_ *Request, p Params) bool {
	g.asked++
	g.params = slices.Clone(p)
	return g.answer
}

func TestGuard_IsAskedOnlyWhenTheRestFits(t *testing.T) {
	t.Parallel()
	no, yes := &countingGuard{}, &countingGuard{answer: true}
	table := tableOf(t,
		Spec{ID: "no", Method: "POST", Path: "/a/:x", Guard: no},
		Spec{ID: "yes", Path: "/:y/:x", Guard: yes, Host: "*.example.com", HostParamName: "sub"},
		Spec{ID: "last", Method: "GET", Path: "/a/*"},
	)
	match := func(method, host, path string) string {
		m := table.Match(&Request{Method: method, Host: host, Path: path})
		if m.Route == nil {
			return strings.Join(m.Allow, " ")
		}
		return m.Route.ID()
	}
	if got := match("GET", "other.org", "/a/1"); got != "last" || no.asked+yes.asked != 0 {
		t.Errorf("got %q, guards asked %d and %d times, want last and none", got, no.asked, yes.asked)
	}
	if got := match("GET", "t.example.com", "/a/1"); got != "yes" || yes.asked != 1 {
		t.Errorf("got %q, asked %d times, want yes and once", got, yes.asked)
	}
	if want := (Params{{"sub", "t"}, {"y", "a"}, {"x", "1"}}); !slices.Equal(yes.params, want) {
		t.Errorf("the guard saw %v, want %v", yes.params, want)
	}
	if got := match("POST", "other.org", "/a/1"); got != "GET HEAD" || no.asked != 1 {
		t.Errorf("got %q, asked %d times, want 405 by the other route and once", got, no.asked)
	}
	if got := match("PUT", "other.org", "/a/1"); got != "GET HEAD" {
		t.Errorf("got %q: a route whose guard says no counts for Allow", got)
	}
	no.answer = true
	if got := match("PUT", "other.org", "/a/1"); got != "GET HEAD POST" {
		t.Errorf("got %q, want the guarded route in Allow", got)
	}
}

func TestGuard_PlaysNoPartInConflicts(t *testing.T) {
	t.Parallel()
	r := mustCompile(t, Spec{Path: "/:a", Guard: fixedGuard(false)})
	list := tableOf(t, Spec{ID: "other", Path: "/:b", Guard: fixedGuard(true)}).Conflicts(r)
	if len(list) != 1 || list[0].Witness != (Witness{"GET", "example.com", "/x"}) {
		t.Errorf("got %v, want one conflict", list)
	}
}

func TestTable_RefusesPathsThatNoRouteMayMatch(t *testing.T) {
	t.Parallel()
	table := tableOf(t, Spec{Path: "/*"}, Spec{Path: "/:x"}, Spec{Path: "/"})
	for _, path := range []string{"", "*", "a", "/..", "/a/.", "/a/../b", "/%2e", "/a/%2E%2e/", "/%", "/a/%4", "/%zz", "/a/b/c/d/e/f/%g0", "/%ff", "/\xff", "/é\xff/%41"} {
		q := &Request{Method: "GET", Path: path}
		if m := table.Match(q); m.Route != nil || m.Allow != nil {
			t.Errorf("%q matches %v", path, m.Route)
		}
		if e := table.Explain(q); e.Refused == "" || len(e.Candidates) != 0 {
			t.Errorf("%q: explained as %+v", path, e)
		}
	}
	for path, rest := range map[string]string{"//": "/", "/a//": "a//", "/...": "", "/.a": "", "/a/.b": "a/.b", "/a%2F../x": "a/../x", "/%2541/x": "%41/x"} {
		if m := table.Match(&Request{Method: "GET", Path: path}); m.Route == nil || m.Rest != rest {
			t.Errorf("%q: got %v, rest %q, want rest %q", path, m.Route, m.Rest, rest)
		}
	}
}

func TestTable_ZeroValueAndNilRoutesMatchNothing(t *testing.T) {
	t.Parallel()
	for _, table := range []*Table{{}, NewTable(nil), NewTable([]*Route{nil})} {
		q := &Request{Method: "GET", Host: "a.b", Path: "/x"}
		if m := table.Match(q); m.Route != nil || table.Len() != 0 || len(table.Explain(q).Candidates) != 0 {
			t.Errorf("got %v of %d routes", m.Route, table.Len())
		}
		if list := table.Conflicts(mustCompile(t, Spec{Path: "/x"})); list != nil {
			t.Errorf("got conflicts %v", list)
		}
	}
}

func TestTable_FindsRoutesDeeperThanItsDepthMask(t *testing.T) {
	t.Parallel()
	literals := strings.Repeat("/s", 1023)
	params := ""
	for i := range 200 {
		params += fmt.Sprint("/:p", i)
	}
	table := tableOf(t, Spec{ID: "deep", Path: literals}, Spec{ID: "params", Path: params}, Spec{ID: "short", Path: "/:a" + strings.Repeat("/b", 99)})
	for path, want := range map[string]string{
		literals: "deep", strings.Repeat("/s", 200): "params", strings.Repeat("/%73", 200): "params", "/x" + strings.Repeat("/b", 99): "short",
		strings.Repeat("/b", 100): "short", strings.Repeat("/b", 101): "", strings.Repeat("/b", 199): "", strings.Repeat("/s", 5000): "", strings.Repeat("/%73", 5000): "",
	} {
		m := table.Match(&Request{Method: "GET", Path: path})
		if got := m.Route; (got == nil) != (want == "") || got != nil && got.ID() != want {
			t.Errorf("%d segments: got %v, want %q", strings.Count(path, "/"), got, want)
		}
	}
}

func TestTable_SearchSpaceIsNoLargerThanItsRoutes(t *testing.T) {
	t.Parallel()
	const bits = 12
	routes := branchingRoutes(t, bits)
	table := NewTable(routes)
	// A search comes by a node at most once, for each has one path from its root.
	parents := make([]int, len(table.nodes))
	segments := 0
	for _, kid := range table.edges {
		parents[kid]++
	}
	for _, n := range table.nodes {
		parents[n.param]++
	}
	for _, r := range routes {
		segments += len(r.segs)
	}
	for kid, count := range parents[1:] {
		if count > 1 {
			t.Errorf("node %d is reached in %d ways", kid+1, count)
		}
	}
	if len(table.nodes) > segments+2 {
		t.Errorf("%d nodes for %d segments", len(table.nodes), segments)
	}
	path := "/x" + strings.Repeat("/b", bits)
	if m := table.Match(&Request{Method: "GET", Path: path + "/none"}); m.Route != nil || m.Allow != nil {
		t.Errorf("got %+v, want no match", m)
	}
	for _, i := range []int{0, 1, 77, 1<<bits - 1} {
		if m := table.Match(&Request{Method: "GET", Path: fmt.Sprint(path, "/end", i)}); m.Route != routes[i] {
			t.Errorf("end %d: got %v", i, m.Route)
		}
	}
}

// branchingRoutes returns routes without conflicts that make a search branch at each segment: they differ in the last
// literal and have, in all combinations, a parameter or a literal at each place before it.
func branchingRoutes(tb testing.TB, bits int) []*Route {
	tb.Helper()
	var routes []*Route
	for i := range 1 << bits {
		var b strings.Builder
		b.WriteString("/:first")
		for bit := range bits {
			if i>>bit&1 == 0 {
				b.WriteString("/b")
			} else {
				fmt.Fprintf(&b, "/:p%d", bit)
			}
		}
		fmt.Fprintf(&b, "/end%d", i)
		routes = append(routes, mustCompile(tb, Spec{ID: fmt.Sprint(i), Path: b.String()}))
	}
	return routes
}

func TestMatch_AllocatesNothingWithoutCaptures(t *testing.T) {
	table := NewTable(manyRoutes(t, 1000))
	cases := map[string]*Request{
		"static hit":         {Method: "GET", Host: "example.com:8000", Path: "/svc7/v1/item7"},
		"prefix hit":         {Method: "GET", Host: "example.com", Path: "/svc9/files/a/b/c"},
		"miss":               {Method: "GET", Host: "example.com", Path: "/svc7/v1/none/at/all"},
		"miss by a dot file": {Method: "GET", Host: "a.b.example.com.", Path: "/.well-known/x"},
		"wildcard host":      {Method: "HEAD", Host: "t.example.org", Path: "/t"},
	}
	for name, q := range cases {
		if n := testing.AllocsPerRun(100, func() { table.Match(q) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	capture := &Request{Method: "GET", Host: "example.com", Path: "/svc8/users/42"}
	if m := table.Match(capture); m.Params.Get("id") != "42" {
		t.Fatalf("got %+v", m)
	}
	if n := testing.AllocsPerRun(100, func() { table.Match(capture) }); n != 1 {
		t.Errorf("param hit: %v allocations, want 1 for the captures", n)
	}
	if n := testing.AllocsPerRun(100, func() { Reserved("/svc8/users/42") }); n != 0 {
		t.Errorf("reserved: %v allocations", n)
	}
}

func TestTable_IsSafeForConcurrentReaders(t *testing.T) {
	t.Parallel()
	routes := manyRoutes(t, 300)
	table := NewTable(routes)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 300 {
				q := &Request{Method: "GET", Host: "example.com", Path: fmt.Sprintf("/svc%d/users/9", i)}
				table.Match(q)
				table.Explain(q)
				table.Relations(routes[i])
			}
		})
	}
	wg.Wait()
}

func TestRelations_AreBounded(t *testing.T) {
	t.Parallel()
	var routes []*Route
	for i := range 300 {
		routes = append(routes, mustCompile(t, Spec{ID: fmt.Sprint(i), Path: fmt.Sprint("/a/", i)}), mustCompile(t, Spec{Host: fmt.Sprintf("h%d.example.com", i), Path: "/a/x"}))
	}
	conflicts, winsOver, losesTo := NewTable(routes).Relations(mustCompile(t, Spec{Path: "/a/*"}))
	if len(conflicts) != 0 || len(winsOver) != 0 || len(losesTo) != 100 {
		t.Errorf("got %d, %d and %d, want 0, 0 and 100", len(conflicts), len(winsOver), len(losesTo))
	}
	conflicts, winsOver, _ = NewTable(routes).Relations(mustCompile(t, Spec{Host: "h1.example.com", Path: "/a/:x"}))
	if len(conflicts) != 0 || len(winsOver) != 100 {
		t.Errorf("got %d and %d, want 0 and 100", len(conflicts), len(winsOver))
	}
	if list := NewTable(routes).Conflicts(mustCompile(t, Spec{ID: "7", Path: "/a/7"})); list != nil {
		t.Errorf("a route conflicts with itself: %v", list)
	}
}

func TestParams_MapIsNeverNil(t *testing.T) {
	t.Parallel()
	if m := Params(nil).Map(); m == nil || len(m) != 0 {
		t.Errorf("got %v", m)
	}
	if got := (Params{{"a", "1"}}).Get("b"); got != "" {
		t.Errorf("got %q for a name that is not there", got)
	}
}
