package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxCandidates bounds the list of an Explanation.
const maxCandidates = 100

// The codes of a Candidate.
const (
	// CodeWon marks the route that answers.
	CodeWon = "won"
	// CodeMethod marks a route for other methods.
	CodeMethod = "method"
	// CodeGuard marks a route whose guard said no.
	CodeGuard = "guard"
	// CodePrecedence marks a route that matches too but comes after the one that answers.
	CodePrecedence = "precedence"
	// CodePath marks a route that only a slash at the end keeps from matching.
	CodePath = "path"
	// CodeHost marks a route whose path fits but whose host does not.
	CodeHost = "host"
)

// Candidate is a route that was considered, or nearly.
type Candidate struct {
	Route *Route
	Won   bool
	// Reason says why the route won or lost, for people.
	Reason string
	// Code says it for programs.
	Code string
}

// Explanation is a match and the reasons for it.
type Explanation struct {
	Match
	// Candidates come in the order of evaluation; behind them those that miss by a slash at the end, then those for
	// other hosts. There are at most 100, the winner always among them.
	Candidates []Candidate
	// Truncated means that there are more candidates.
	Truncated bool
	// Refused says why the path matches no route whatever the table holds, empty otherwise.
	Refused string
}

// Explain is Match with the reasons. It goes through the buckets of all hosts, so it is for people, not for traffic.
// The guards of routes behind the winner are not asked.
func (t *Table) Explain(r *Request) Explanation {
	path, ok := parseTarget(r.Path, t.depth)
	if !ok {
		return Explanation{Refused: refusal(r.Path)}
	}
	e := explainer{
		Explanation: Explanation{Match: t.Match(r)},
		table:       t,
		host:        CanonicalHost(r.Host),
		search:      search{trie: &t.trie, req: r, path: path, method: methodOf(r.Method)},
	}
	e.matching()
	if !e.Truncated {
		e.slash()
	}
	if !e.Truncated {
		e.hosts()
	}
	return e.Explanation
}

func refusal(path string) string {
	switch _, bad := unescape(path); {
	case !strings.HasPrefix(path, "/"):
		return "the path does not start with /"
	case bad >= 0:
		return fmt.Sprintf("a broken percent escape at byte %d of the path", bad)
	case strings.Contains(path, "/.") || strings.Contains(strings.ToLower(path), "%2e"):
		return "a . or .. segment in the path"
	default:
		return "the path is not UTF-8"
	}
}

// explainer gathers the candidates of one request.
type explainer struct {
	Explanation
	table  *Table
	host   string
	search search
	past   bool // the winner is behind
}

// add takes a candidate, and returns false when there is no room for more.
func (e *explainer) add(r *Route, code, reason string) bool {
	if len(e.Candidates) == maxCandidates {
		e.Truncated = true
		return false
	}
	e.Candidates = append(e.Candidates, Candidate{Route: r, Won: code == CodeWon, Code: code, Reason: reason})
	return true
}

// matching adds what matches host and path.
func (e *explainer) matching() {
	type entry struct {
		route *Route
		group int
	}
	steps := hostSteps{host: e.host}
	for {
		b, _ := steps.next(e.table)
		if b == nil {
			break
		}
		var list []entry
		e.search.walk(b.root, 0, 1, 0, func(r *Route, group int) bool {
			list = append(list, entry{r, group})
			return true
		})
		// For HEAD, a route that only serves it by GET comes behind those of its rank.
		slices.SortStableFunc(list, func(x, y entry) int {
			return cmp.Or(cmp.Compare(x.group, y.group), cmp.Compare(e.fit(x.route), e.fit(y.route)))
		})
		for _, one := range list {
			e.judge(one.route)
		}
	}
}

func (e *explainer) fit(r *Route) int {
	switch {
	case takes(r, e.search.method, false):
		return 0
	case takes(r, e.search.method, true):
		return 1
	default:
		return 2
	}
}

// judge adds a route that matches host and path. The last place is kept for the winner.
func (e *explainer) judge(r *Route) {
	if r == e.Route {
		e.past = true
		e.add(r, CodeWon, "matches the method, host and path, and nothing that matches comes before it")
		return
	}
	if e.Route != nil && !e.past && len(e.Candidates) == maxCandidates-1 {
		e.Truncated = true
		return
	}
	switch {
	case e.fit(r) == 2:
		e.add(r, CodeMethod, fmt.Sprintf("takes %s, the request is %s", r.spec.Method, e.search.req.Method))
	case e.past:
		e.add(r, CodePrecedence, fmt.Sprintf("matches too, but %s comes first: %s", e.Route, advantage(e.Route, r, e.search.method)))
	default:
		e.add(r, CodeGuard, guardReason(r.spec.Guard))
	}
}

// guardReason says why a guard refused, in its own words if it has any.
func guardReason(g Guard) string {
	if why, ok := g.(fmt.Stringer); ok {
		return why.String()
	}
	return "its guard said no"
}

// advantage says why one route comes before another that matches the same request.
func advantage(first, second *Route, method methodSet) string {
	switch {
	case first.spec.HostKind == HostStrict && second.spec.HostKind != HostStrict:
		return "its host is exactly this one"
	case first.spec.HostKind != second.spec.HostKind:
		return "a wildcard host goes before any host"
	case first.host != second.host:
		return "its host has a longer suffix"
	case first.spec.PathKind == PathExact && second.spec.PathKind != PathExact:
		return "an exact path goes before the other kinds"
	case first.lead > second.lead:
		return "it has more literal segments in front"
	case first.spec.PathKind != second.spec.PathKind:
		return "with as many literal segments in front, a param path goes before a prefix"
	case takes(first, method, false) && !takes(second, method, false):
		return "it takes the method itself, the other one serves HEAD by GET"
	default:
		return "the two conflict, and it has a literal earlier or was there before"
	}
}

// slash adds the routes of the same hosts that would match with or without a slash at the end.
func (e *explainer) slash() {
	raw, reason := e.search.req.Path+"/", "matches with a slash at the end of the path only"
	if cut, ok := strings.CutSuffix(e.search.req.Path, "/"); ok {
		raw, reason = cut, "matches without the slash at the end of the path only"
	}
	path, ok := parseTarget(raw, e.table.depth)
	if !ok {
		return
	}
	known := make(map[*Route]bool, len(e.Candidates))
	for _, c := range e.Candidates {
		known[c.Route] = true
	}
	other := e.search
	other.path = path
	steps := hostSteps{host: e.host}
	for {
		b, _ := steps.next(e.table)
		if b == nil {
			return
		}
		other.walk(b.root, 0, 1, 0, func(r *Route, _ int) bool {
			return known[r] || e.add(r, CodePath, reason)
		})
	}
}

// hosts adds the routes of other hosts.
func (e *explainer) hosts() {
	mine := map[*bucket]bool{}
	steps := hostSteps{host: e.host}
	for {
		b, _ := steps.next(e.table)
		if b == nil {
			break
		}
		mine[b] = true
	}
	for i := range e.table.buckets {
		b := &e.table.buckets[i]
		if mine[b] {
			continue
		}
		if e.search.walk(b.root, 0, 1, 0, func(r *Route, _ int) bool {
			return e.add(r, CodeHost, fmt.Sprintf("is for the host %s only", r.spec.Host))
		}) < 0 {
			return
		}
	}
}
