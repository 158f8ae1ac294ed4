package routing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// answersDirectly tells whether a route takes a request without the HEAD by GET.
func answersDirectly(s Spec, method string) bool {
	return slices.Contains(oracleMethods(s), method) && !(s.Method == "GET" && method == "HEAD")
}

func oracleTakes(s Spec, w Witness) bool {
	_, _, ok := oracleMatch(s, w.Host, w.Path)
	return ok && slices.Contains(oracleMethods(s), w.Method)
}

func TestTable_AgreesWithTheOracle(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var routes []*Route
		for i := range rnd.IntN(60) {
			r := mustCompile(t, genSpec(rnd, fmt.Sprint("r", i), seed%2 == 0))
			// A third of the tables take conflicting routes too.
			if seed%3 == 0 || len(NewTable(routes).Conflicts(r)) == 0 {
				routes = append(routes, r)
			}
		}
		table, specs := NewTable(routes), specsOf(routes)
		for range 150 {
			checkMatch(t, table, specs, genRequest(rnd))
		}
	}
}

func TestConflicts_AcceptedRoutesOfABucketAndKindShareNoRequest(t *testing.T) {
	t.Parallel()
	refused := 0
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		var accepted []*Route
		for i := range 40 {
			r := mustCompile(t, genSpec(rnd, fmt.Sprint("r", i), false))
			if len(NewTable(accepted).Conflicts(r)) > 0 {
				refused++
				continue
			}
			accepted = append(accepted, r)
		}
		for range 100 {
			q := genRequest(rnd)
			owner := map[Binding]string{}
			for _, r := range accepted {
				s := r.Spec()
				if _, _, ok := oracleMatch(s, q.Host, q.Path); !ok || !answersDirectly(s, q.Method) {
					continue
				}
				place := r.Binding()
				place.Path, place.Method = "", ""
				if s.PathKind == PathPrefix {
					place.Path = r.Binding().Path // a longer prefix lives beside a shorter one
				}
				if first, taken := owner[place]; taken {
					t.Fatalf("%s %s%s: both %s and %s take it", q.Method, q.Host, q.Path, first, r)
				}
				owner[place] = r.String()
			}
		}
	}
	if refused == 0 {
		t.Fatal("no conflict was generated")
	}
}

func TestCompare_WitnessesProveTheRelation(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 3))
	count := map[Relation]int{}
	for range 30000 {
		a, b := mustCompile(t, genSpec(rnd, "a", false)), mustCompile(t, genSpec(rnd, "b", false))
		relation, w := Compare(a, b)
		count[relation]++
		if mirror, back := Compare(b, a); mirror != [...]Relation{Disjoint, Conflicts, Loses, Wins}[relation] || back != w {
			t.Fatalf("%s and %s: %s %v, the other way %s %v", a, b, relation, w, mirror, back)
		}
		if relation == Disjoint {
			if w != (Witness{}) {
				t.Fatalf("%s and %s: disjoint, but a witness %v", a, b, w)
			}
			continue
		}
		if w.Host == "" || !oracleTakes(a.Spec(), w) || !oracleTakes(b.Spec(), w) {
			t.Fatalf("%s and %s: %s, but not both match %v", a, b, relation, w)
		}
		if _, reserved := Reserved(w.Path); reserved {
			t.Fatalf("%s and %s: the witness %v is reserved", a, b, w)
		}
		q := &Request{Method: w.Method, Host: w.Host, Path: w.Path}
		for _, r := range []*Route{a, b} {
			if NewTable([]*Route{r}).Match(q).Route != r {
				t.Fatalf("%s alone does not match %v", r, w)
			}
		}
		for _, pair := range [][]*Route{{a, b}, {b, a}} {
			winner := NewTable(pair).Match(q).Route
			if relation == Wins && winner != a || relation == Loses && winner != b {
				t.Fatalf("%s %s %s, but for %v the table picks %s", a, relation, b, w, winner)
			}
		}
		same := a.Binding().Host == b.Binding().Host && a.Binding().HostKind == b.Binding().HostKind && a.Binding().PathKind == b.Binding().PathKind
		if relation == Conflicts && !same {
			t.Fatalf("%s and %s: a conflict over kinds or hosts", a, b)
		}
	}
	for _, relation := range []Relation{Disjoint, Conflicts, Wins, Loses} {
		if count[relation] < 50 {
			t.Errorf("only %d pairs that are %s", count[relation], relation)
		}
	}
}

func TestCompare_DisjointRoutesShareNoRequest(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 400 {
		a, b := mustCompile(t, genSpec(rnd, "a", false)), mustCompile(t, genSpec(rnd, "b", false))
		if relation, _ := Compare(a, b); relation != Disjoint {
			continue
		}
		for range 200 {
			q := genRequest(rnd)
			w := Witness{q.Method, q.Host, q.Path}
			if oracleTakes(a.Spec(), w) && oracleTakes(b.Spec(), w) {
				t.Fatalf("%s and %s: disjoint, but both match %v", a, b, w)
			}
		}
	}
}

func TestRelations_AgreeWithCompare(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		var routes []*Route
		for i := range 60 {
			routes = append(routes, mustCompile(t, genSpec(rnd, fmt.Sprint("r", i), false)))
		}
		table := NewTable(routes)
		r := mustCompile(t, genSpec(rnd, "r7", false))
		want := map[Relation][]Related{}
		for _, other := range routes {
			if other.ID() != "r7" {
				relation, w := Compare(r, other)
				want[relation] = append(want[relation], Related{other, w})
			}
		}
		conflicts, winsOver, losesTo := table.Relations(r)
		if !slices.Equal(conflicts, want[Conflicts]) || !slices.Equal(winsOver, want[Wins]) || !slices.Equal(losesTo, want[Loses]) {
			t.Fatalf("%s: got %v, %v, %v, want %v", r, conflicts, winsOver, losesTo, want)
		}
	}
}

func TestBinding_SurvivesARoundTripAndTellsLiteralBindingsApart(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(6, 6))
	var routes []*Route
	for range 400 {
		r := mustCompile(t, genSpec(rnd, "a", false))
		if again := mustCompile(t, r.Spec()); again.Binding() != r.Binding() || again.Spec() != r.Spec() {
			t.Fatalf("%s: %+v and again %+v", r, r.Binding(), again.Binding())
		}
		normal := r.Spec()
		normal.Path = r.Binding().Path
		if normal.PathKind != PathParam && mustCompile(t, normal).Binding() != r.Binding() {
			t.Fatalf("%s: its normal path %s is another binding", r, normal.Path)
		}
		routes = append(routes, r)
	}
	for _, a := range routes {
		for _, b := range routes {
			if relation, _ := Compare(a, b); a.Binding() == b.Binding() && relation != Conflicts {
				t.Fatalf("%s and %s have one binding, but are %s", a, b, relation)
			}
		}
	}
}

func TestRoutes_ComeInTheOrderOfEvaluation(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		var routes []*Route
		for i := range 40 {
			routes = append(routes, mustCompile(t, genSpec(rnd, fmt.Sprint("r", i), false)))
		}
		table := NewTable(routes)
		list := table.Routes()
		if len(list) != table.Len() || len(list) != len(routes) {
			t.Fatalf("%d routes, want %d", len(list), len(routes))
		}
		closed := map[Binding]bool{}
		var last Binding
		for i, r := range list {
			host := Binding{HostKind: r.Binding().HostKind, Host: r.Binding().Host}
			if host != last && closed[host] {
				t.Fatalf("the host %v is there in two groups", host)
			}
			closed[last], last = true, host
			for _, earlier := range list[:i] {
				if relation, w := Compare(earlier, r); relation == Loses && w.Method != "HEAD" {
					t.Fatalf("%s stands before %s but loses %v", earlier, r, w)
				}
			}
		}
	}
}
