package routing

import (
	"strings"
	"unicode/utf8"
)

// node is one place in the trie. A node reached over literals alone ends exact and prefix routes, one behind a parameter
// ends param routes only. References are indexes into the trie, 0 for none.
type node struct {
	param  int // the child behind a parameter
	kids   int // the first of the literal children, which are chained through sibling
	next   int // sibling
	end    int // the first route that ends here, a number of the table; see trie.same
	prefix int // the first route for everything below
	below  uint64
}

// edge leads from a node over a literal. All edges of a table are in one map: nodes with one child stay small, and
// one with 100,000 costs the same to leave.
type edge struct {
	from int
	text string
}

// trie holds the segments of the routes of all buckets, one root for each. It is a tree and depth follows the path, so
// that a search comes by each node at most once, whatever the routes are.
type trie struct {
	nodes  []node
	edges  map[edge]int
	same   []int // by number of a route: the next that ends at the same place
	routes []*Route
	depth  int // segments of the longest route
}

// route returns the route with a number; numbers start at 1.
func (t *trie) route(number int) *Route { return t.routes[number-1] }

func (t *trie) grow() int {
	t.nodes = append(t.nodes, node{})
	return len(t.nodes) - 1
}

// add puts a route into the tree below root, in front of those that end at the same place.
func (t *trie) add(root, number int) {
	r := t.route(number)
	t.depth = max(t.depth, len(r.segs))
	at := root
	for i, seg := range r.segs {
		if r.params > 0 {
			t.nodes[at].below |= depthBit(len(r.segs) - i)
		}
		at = t.child(at, seg)
	}
	n := &t.nodes[at]
	if r.spec.PathKind == PathPrefix {
		t.same[number], n.prefix = n.prefix, number
		return
	}
	if r.params > 0 {
		n.below |= depthBit(0)
	}
	t.same[number], n.end = n.end, number
}

func (t *trie) child(at int, seg segment) int {
	if seg.param {
		kid := t.nodes[at].param
		if kid == 0 {
			kid = t.grow()
			t.nodes[at].param = kid
		}
		return kid
	}
	key := edge{at, seg.text}
	kid, ok := t.edges[key]
	if !ok {
		kid = t.grow()
		t.edges[key] = kid
		t.nodes[kid].next, t.nodes[at].kids = t.nodes[at].kids, kid
	}
	return kid
}

// depthBit stands for a number of segments in node.below; those from 63 on share a bit.
func depthBit(segments int) uint64 { return 1 << min(segments, 63) }

// target is the path of a request.
type target struct {
	raw     string
	n       int      // segments
	decoded []string // the first segments, when the path has escapes
}

// parseTarget reads a request path; ok is false for one that no route matches. It keeps no more than limit segments.
func parseTarget(raw string, limit int) (t target, ok bool) {
	if raw == "" || raw[0] != '/' {
		return target{}, false
	}
	t = target{raw: raw, n: strings.Count(raw, "/")}
	if strings.IndexByte(raw, '%') < 0 {
		return t, utf8.ValidString(raw) && !hasDotSegment(raw)
	}
	t.decoded = make([]string, 0, min(t.n, limit))
	for seg := range strings.SplitSeq(raw[1:], "/") {
		text, bad := unescape(seg)
		if bad >= 0 || text == "." || text == ".." || !utf8.ValidString(text) {
			return target{}, false
		}
		if len(t.decoded) < limit {
			t.decoded = append(t.decoded, text)
		}
	}
	return t, true
}

func hasDotSegment(raw string) bool {
	if !strings.Contains(raw, "/.") {
		return false
	}
	for seg := range strings.SplitSeq(raw[1:], "/") {
		if seg == "." || seg == ".." {
			return true
		}
	}
	return false
}

// next returns the decoded segment that is the depth-th and starts at pos, and where the one after it starts.
func (t *target) next(depth, pos int) (string, int) {
	end := len(t.raw)
	if i := strings.IndexByte(t.raw[pos:], '/'); i >= 0 {
		end = pos + i
	}
	if t.decoded != nil {
		return t.decoded[depth], end + 1
	}
	return t.raw[pos:end], end + 1
}

// rest returns the decoded remainder from pos.
func (t *target) rest(pos int) string {
	if t.decoded == nil {
		return t.raw[pos:]
	}
	text, _ := unescape(t.raw[pos:])
	return text
}

// search looks for the route of one request in one bucket after the other.
type search struct {
	*trie
	req     *Request
	path    target
	method  methodSet
	capture string // what stands in front of the suffix of the bucket's host

	found  *Route
	params Params
	rest   string
}

// literal tries what is at and below a node that literals alone lead to. It returns true once a route is found.
func (s *search) literal(at int, depth, pos int) bool {
	n := &s.nodes[at]
	if depth == s.path.n {
		return s.leaf(n.end, pos)
	}
	if n.kids != 0 || n.param != 0 {
		text, next := s.path.next(depth, pos)
		if n.kids != 0 {
			if kid, ok := s.edges[edge{at, text}]; ok && s.literal(kid, depth+1, next) {
				return true
			}
		}
		if n.param != 0 && text != "" {
			if s.group(n.param, depth+1, next, false) {
				return true
			}
			if s.method == methodHead && s.group(n.param, depth+1, next, true) {
				return true
			}
		}
	}
	return s.leaf(n.prefix, pos)
}

// group tries the param routes below a parameter. They are all of one rank, so that for HEAD a second round, with byGet,
// looks for a route that takes GET.
func (s *search) group(at int, depth, pos int, byGet bool) bool {
	n := &s.nodes[at]
	left := s.path.n - depth
	if n.below&depthBit(left) == 0 {
		return false
	}
	if left == 0 {
		return s.routesAt(n.end, pos, byGet)
	}
	text, next := s.path.next(depth, pos)
	if n.kids != 0 {
		if kid, ok := s.edges[edge{at, text}]; ok && s.group(kid, depth+1, next, byGet) {
			return true
		}
	}
	return n.param != 0 && text != "" && s.group(n.param, depth+1, next, byGet)
}

// leaf tries the routes that end at one place.
func (s *search) leaf(number int, pos int) bool {
	if number == 0 {
		return false
	}
	return s.routesAt(number, pos, false) || s.method == methodHead && s.routesAt(number, pos, true)
}

func (s *search) routesAt(number int, pos int, byGet bool) bool {
	for ; number != 0; number = s.same[number] {
		if r := s.route(number); takes(r, s.method, byGet) && s.take(r, pos) {
			return true
		}
	}
	return false
}

// takes tells whether a route takes a method itself or, with byGet, serves HEAD on the side.
func takes(r *Route, method methodSet, byGet bool) bool {
	if byGet {
		return method == methodHead && r.methods == methodGet
	}
	return r.methods&method != 0
}

// take asks the guard and keeps the match.
func (s *search) take(r *Route, pos int) bool {
	params := s.captures(r)
	if r.spec.Guard != nil && !r.spec.Guard.Allow(s.req, params) {
		return false
	}
	s.found, s.params = r, params
	if r.spec.PathKind == PathPrefix {
		s.rest = s.path.rest(pos)
	}
	return true
}

// captures returns the host's capture and the path's, in this order.
func (s *search) captures(r *Route) Params {
	size := r.params
	if r.spec.HostParamName != "" {
		size++
	}
	if size == 0 {
		return nil
	}
	list := make(Params, 0, size)
	if r.spec.HostParamName != "" {
		list = append(list, Param{r.spec.HostParamName, s.capture})
	}
	if r.params == 0 {
		return list
	}
	pos := 1
	for i, seg := range r.segs {
		var text string
		text, pos = s.path.next(i, pos)
		if seg.param {
			list = append(list, Param{seg.text, text})
		}
	}
	return list
}

// walk calls yield for each route of a bucket whose path fits, method and guard aside, until yield returns false. Routes
// of one rank share a group; groups come in the order of evaluation. It returns the next free group, or -1 when stopped.
func (s *search) walk(at int, depth, pos, group int, yield func(r *Route, group int) bool) int {
	n := &s.nodes[at]
	if depth == s.path.n {
		return s.yieldAt(n.end, group, yield)
	}
	if n.kids != 0 || n.param != 0 {
		text, next := s.path.next(depth, pos)
		if kid, ok := s.edges[edge{at, text}]; ok {
			if group = s.walk(kid, depth+1, next, group, yield); group < 0 {
				return -1
			}
		}
		if n.param != 0 && text != "" {
			if !s.walkGroup(n.param, depth+1, next, group, yield) {
				return -1
			}
			group++
		}
	}
	return s.yieldAt(n.prefix, group, yield)
}

func (s *search) walkGroup(at int, depth, pos, group int, yield func(r *Route, group int) bool) bool {
	n := &s.nodes[at]
	left := s.path.n - depth
	if n.below&depthBit(left) == 0 {
		return true
	}
	if left == 0 {
		return s.yieldAt(n.end, group, yield) >= 0
	}
	text, next := s.path.next(depth, pos)
	if kid, ok := s.edges[edge{at, text}]; ok && !s.walkGroup(kid, depth+1, next, group, yield) {
		return false
	}
	return n.param == 0 || text == "" || s.walkGroup(n.param, depth+1, next, group, yield)
}

func (s *search) yieldAt(number int, group int, yield func(r *Route, group int) bool) int {
	for ; number != 0; number = s.same[number] {
		if !yield(s.route(number), group) {
			return -1
		}
	}
	return group + 1
}
