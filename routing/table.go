package routing

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// maxRelated bounds how many routes of each relation Table.Relations returns, conflicts aside.
const maxRelated = 100

// Request is what matching looks at.
type Request struct {
	Method string
	// Host may carry a port.
	Host string
	// Path is the path of the request target, still percent-encoded, without the query.
	Path string

	// The rest is there for guards only.
	RawQuery string
	Header   http.Header
	RemoteIP string
	TLS      bool
}

// Param is one capture, decoded.
type Param struct{ Name, Value string }

// Params are the captures of a match: the host's first, then the path's in order.
type Params []Param

// Get returns the value of a capture, or nothing when there is none of that name.
func (p Params) Get(name string) string {
	for _, one := range p {
		if one.Name == name {
			return one.Value
		}
	}
	return ""
}

// Map returns the captures by name. It is never nil.
func (p Params) Map() map[string]string {
	m := make(map[string]string, len(p))
	for _, one := range p {
		m[one.Name] = one.Value
	}
	return m
}

// Match is the answer to a lookup.
type Match struct {
	// Route is the one that answers, nil when none does.
	Route *Route
	// Params holds what it captures, nil when nothing.
	Params Params
	// Rest is the decoded remainder behind a prefix.
	Rest string
	// Allow, when Route is nil, lists the methods that would be answered, sorted. If there are any, the answer is 405.
	Allow []string
}

// Related is a route of a table that shares a request with another one.
type Related struct {
	Route   *Route
	Witness Witness
}

// bucket is the set of routes with one host.
type bucket struct {
	kind HostKind
	host string
	root int
}

// Table is an immutable set of routes, safe for concurrent use. The zero value is an empty table.
type Table struct {
	trie
	buckets  []bucket
	strict   map[string]int // by name: the bucket's number, which starts at 1
	wildcard map[string]int
	every    int // the bucket of the routes for any host, 0 for none
}

// NewTable builds a table. The cost is linear in the number of segments of the routes, whatever they are. Routes that
// conflict are taken; see the package comment for their order.
func NewTable(routes []*Route) *Table {
	t := &Table{strict: map[string]int{}, wildcard: map[string]int{}}
	t.routes = make([]*Route, 0, len(routes))
	segments := 0
	for _, r := range routes {
		if r != nil {
			t.routes = append(t.routes, r)
			segments += len(r.segs)
		}
	}
	t.same = make([]int, len(t.routes)+1)
	t.nodes = make([]node, 1, len(t.routes)+2)
	t.edges = make(map[edge]int, min(segments, len(t.routes)))
	// Each goes in front of those that end at the same place, so that the first given is tried first.
	for number := len(t.routes); number > 0; number-- {
		t.add(t.bucket(t.routes[number-1]).root, number)
	}
	return t
}

func (t *Table) bucket(r *Route) *bucket {
	number := t.find(r)
	if number != 0 {
		return &t.buckets[number-1]
	}
	t.buckets = append(t.buckets, bucket{r.spec.HostKind, r.host, t.grow()})
	number = len(t.buckets)
	switch r.spec.HostKind {
	case HostStrict:
		t.strict[r.host] = number
	case HostWildcard:
		t.wildcard[r.host] = number
	default:
		t.every = number
	}
	return &t.buckets[number-1]
}

// find returns the number of the bucket with the host of a route, 0 when there is none.
func (t *Table) find(r *Route) int {
	switch r.spec.HostKind {
	case HostStrict:
		return t.strict[r.host]
	case HostWildcard:
		return t.wildcard[r.host]
	default:
		return t.every
	}
}

// hostSteps goes through the buckets that take a host, in the order of evaluation.
type hostSteps struct {
	host string
	pos  int
}

const (
	stepStrict   = 0
	stepFinished = -1
)

// next returns the next bucket and what its wildcard captures, nil at the end.
func (h *hostSteps) next(t *Table) (*bucket, string) {
	if h.pos == stepStrict && h.host != "" {
		h.pos = 1
		if number := t.strict[h.host]; number != 0 {
			return &t.buckets[number-1], ""
		}
	}
	for h.host != "" && h.pos > 0 && len(t.wildcard) > 0 {
		i := strings.IndexByte(h.host[h.pos:], '.')
		if i < 0 {
			break
		}
		front := h.host[:h.pos+i]
		h.pos += i + 1
		if number := t.wildcard[h.host[h.pos:]]; number != 0 {
			return &t.buckets[number-1], front
		}
	}
	if h.pos == stepFinished || t.every == 0 {
		return nil, ""
	}
	h.pos = stepFinished
	return &t.buckets[t.every-1], ""
}

// Match finds the route for a request. Nothing is allocated but captures, a decoded path or host, and Allow. A guard is
// asked only when everything else fits; when nothing answers, the guards of routes for other methods are asked too, for
// Allow. Reserved paths are the caller's: see [Reserved].
func (t *Table) Match(r *Request) Match {
	path, ok := parseTarget(r.Path, t.depth)
	if !ok {
		return Match{}
	}
	s := search{trie: &t.trie, req: r, path: path, method: methodOf(r.Method)}
	steps := hostSteps{host: CanonicalHost(r.Host)}
	for {
		b, capture := steps.next(t)
		if b == nil {
			return Match{Allow: t.allow(&s, steps.host)}
		}
		s.capture = capture
		if s.literal(b.root, 0, 1) {
			return Match{Route: s.found, Params: s.params, Rest: s.rest}
		}
	}
}

// allow lists the methods for which some route would answer the request.
func (t *Table) allow(s *search, host string) []string {
	var methods methodSet
	steps := hostSteps{host: host}
	for {
		b, capture := steps.next(t)
		if b == nil {
			return methods.names()
		}
		s.capture = capture
		s.walk(b.root, 0, 1, 0, func(r *Route, _ int) bool {
			m := r.methods.answers()
			// What takes the method and was not found has a guard that says no.
			if m&s.method == 0 && m&^methods != 0 && (r.spec.Guard == nil || r.spec.Guard.Allow(s.req, s.captures(r))) {
				methods |= m
			}
			return true
		})
	}
}

// Len returns the number of routes.
func (t *Table) Len() int { return len(t.routes) }

// Routes returns the routes grouped by host, strict hosts by name, wildcards from the longest suffix on, then those
// for any host; in a group in the order of evaluation. The list is made, and sorted, for each call.
func (t *Table) Routes() []*Route {
	list := slices.Clone(t.routes)
	slices.SortStableFunc(list, func(a, b *Route) int {
		return cmp.Or(
			cmp.Compare(hostRank(a.spec.HostKind), hostRank(b.spec.HostKind)),
			compareSuffix(a, b),
			cmp.Compare(a.host, b.host),
			comparePathRank(a, b),
			slices.CompareFunc(a.segs, b.segs, compareSegment),
			cmp.Compare(a.methods, b.methods),
		)
	})
	return list
}

// compareSegment puts literals in front of parameters.
func compareSegment(a, b segment) int {
	switch {
	case a.param && b.param:
		return 0
	case a.param:
		return 1
	case b.param:
		return -1
	default:
		return cmp.Compare(a.text, b.text)
	}
}

// Conflicts returns the routes of the table that conflict with r, in the order they were given, without one of the same
// non-empty ID. The cost follows the segments of r and, where r has a parameter, the routes with as many segments.
func (t *Table) Conflicts(r *Route) []Related {
	number := t.find(r)
	if number == 0 {
		return nil
	}
	var numbers []int
	switch root := t.buckets[number-1].root; r.spec.PathKind {
	case PathParam:
		numbers = t.overlap(nil, root, r.segs)
	default:
		at, ok := t.descend(root, r.segs)
		if !ok {
			return nil
		}
		first := t.nodes[at].end
		if r.spec.PathKind == PathPrefix {
			first = t.nodes[at].prefix
		}
		numbers = t.chain(nil, first)
	}
	slices.Sort(numbers)
	var list []Related
	for _, number := range numbers {
		other := t.route(number)
		if r.ID() != "" && r.ID() == other.ID() {
			continue
		}
		if relation, w := Compare(r, other); relation == Conflicts {
			list = append(list, Related{other, w})
		}
	}
	return list
}

// descend follows literals.
func (t *trie) descend(at int, segs []segment) (int, bool) {
	for _, seg := range segs {
		kid, ok := t.edges[edge{at, seg.text}]
		if !ok {
			return 0, false
		}
		at = kid
	}
	return at, true
}

// overlap gathers the param routes below a node that share a path with a pattern.
func (t *trie) overlap(list []int, at int, segs []segment) []int {
	n := &t.nodes[at]
	if n.below&depthBit(len(segs)) == 0 {
		return list
	}
	if len(segs) == 0 {
		return t.chain(list, n.end)
	}
	if n.param != 0 {
		list = t.overlap(list, n.param, segs[1:])
	}
	if !segs[0].param {
		if kid, ok := t.edges[edge{at, segs[0].text}]; ok {
			list = t.overlap(list, kid, segs[1:])
		}
		return list
	}
	for kid := n.kids; kid != 0; kid = t.nodes[kid].next {
		list = t.overlap(list, kid, segs[1:])
	}
	return list
}

func (t *trie) chain(list []int, number int) []int {
	for ; number != 0; number = t.same[number] {
		list = append(list, number)
	}
	return list
}

// Relations tells how r would stand to the routes of the table, without one of the same non-empty ID: all it conflicts
// with, and up to 100 each of those it wins over and loses to, in the order they were given. The last two are found by
// going through the table; see [Table.Conflicts] for the first alone.
func (t *Table) Relations(r *Route) (conflicts, winsOver, losesTo []Related) {
	for _, other := range t.routes {
		if len(winsOver) == maxRelated && len(losesTo) == maxRelated {
			break
		}
		if r.ID() != "" && r.ID() == other.ID() {
			continue
		}
		switch relation, w := Compare(r, other); {
		case relation == Wins && len(winsOver) < maxRelated:
			winsOver = append(winsOver, Related{other, w})
		case relation == Loses && len(losesTo) < maxRelated:
			losesTo = append(losesTo, Related{other, w})
		}
	}
	return t.Conflicts(r), winsOver, losesTo
}
