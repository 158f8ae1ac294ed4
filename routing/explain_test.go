package routing

import (
	"fmt"
	"slices"
	"testing"
)

func TestExplain_SaysWhyEachCandidateLost(t *testing.T) {
	t.Parallel()
	table := tableOf(t,
		Spec{ID: "catchall", Path: "/*"},
		Spec{ID: "param", Path: "/:x"},
		Spec{ID: "exact", Path: "/a"},
		Spec{ID: "slash", Path: "/a/"},
		Spec{ID: "below", Path: "/a/*"},
		Spec{ID: "post", Method: "POST", Host: "h.example.com", Path: "/a"},
		Spec{ID: "guarded", Host: "*.example.com", Path: "/:x", Guard: fixedGuard(false)},
		Spec{ID: "elsewhere", Host: "other.org", Path: "/a"},
		Spec{ID: "unrelated", Path: "/b"},
	)
	e := table.Explain(&Request{Method: "GET", Host: "h.example.com", Path: "/a"})
	var got []string
	for _, c := range e.Candidates {
		got = append(got, c.Route.ID()+" "+c.Code)
	}
	want := []string{"post method", "guarded guard", "exact won", "param precedence", "catchall precedence", "slash path", "below path", "elsewhere host"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if e.Route.ID() != "exact" || e.Truncated || e.Refused != "" {
		t.Errorf("got %+v", e)
	}
}

func TestExplain_NamesTheAdvantage(t *testing.T) {
	t.Parallel()
	cases := []struct {
		first, second Spec
		want          string
	}{
		{Spec{Host: "a.b", Path: "/*"}, Spec{Path: "/x"}, "its host is exactly this one"},
		{Spec{Host: "*.b", Path: "/*"}, Spec{Path: "/x"}, "a wildcard host goes before any host"},
		{Spec{Host: "*.b.c", Path: "/*"}, Spec{Host: "*.c", Path: "/x"}, "its host has a longer suffix"},
		{Spec{Path: "/x"}, Spec{Path: "/*"}, "an exact path goes before the other kinds"},
		{Spec{Path: "/a/:x"}, Spec{Path: "/*"}, "it has more literal segments in front"},
		{Spec{Path: "/:x"}, Spec{Path: "/*"}, "with as many literal segments in front, a param path goes before a prefix"},
		{Spec{Path: "/x", Method: "HEAD"}, Spec{Path: "/x", Method: "GET"}, "it takes the method itself, the other one serves HEAD by GET"},
		{Spec{Path: "/:x"}, Spec{Path: "/:y"}, "the two conflict, and it has a literal earlier or was there before"},
	}
	for _, c := range cases {
		first, second := mustCompile(t, c.first), mustCompile(t, c.second)
		_, w := Compare(first, second)
		e := NewTable([]*Route{first, second}).Explain(&Request{Method: w.Method, Host: w.Host, Path: w.Path})
		if len(e.Candidates) != 2 || e.Candidates[0].Route != first || e.Candidates[1].Code != CodePrecedence {
			t.Errorf("%s and %s: got %+v", first, second, e.Candidates)
			continue
		}
		if want := fmt.Sprintf("matches too, but %s comes first: %s", first, c.want); e.Candidates[1].Reason != want {
			t.Errorf("got %q, want %q", e.Candidates[1].Reason, want)
		}
	}
}

func TestExplain_IsBoundedButHoldsTheWinner(t *testing.T) {
	t.Parallel()
	var specs []Spec
	for i := range 150 {
		specs = append(specs, Spec{ID: fmt.Sprint(i), Path: "/a", Guard: fixedGuard(false)})
	}
	specs = append(specs, Spec{ID: "winner", Path: "/:x"}, Spec{ID: "behind", Path: "/*"}, Spec{ID: "host", Host: "h", Path: "/a"})
	e := tableOf(t, specs...).Explain(&Request{Method: "GET", Path: "/a"})
	if len(e.Candidates) != maxCandidates || !e.Truncated {
		t.Fatalf("%d candidates, truncated %t", len(e.Candidates), e.Truncated)
	}
	if last := e.Candidates[maxCandidates-1]; !last.Won || last.Route.ID() != "winner" {
		t.Errorf("the last candidate is %+v", last)
	}
	var hosts []Spec
	for i := range 150 {
		hosts = append(hosts, Spec{Host: fmt.Sprintf("h%d", i), Path: "/a"})
	}
	if e := tableOf(t, hosts...).Explain(&Request{Method: "GET", Path: "/a"}); len(e.Candidates) != maxCandidates || !e.Truncated || e.Route != nil {
		t.Errorf("%d candidates, truncated %t, route %v", len(e.Candidates), e.Truncated, e.Route)
	}
}
