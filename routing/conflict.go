package routing

import (
	"cmp"
	"strings"
)

// Relation is how one route stands to another.
type Relation int

// The relations of a route to another.
const (
	// Disjoint routes share no request.
	Disjoint Relation = iota
	// Conflicts means that both match a request and no rule says which one answers.
	Conflicts
	// Wins means that the first route answers what both match.
	Wins
	// Loses means that the second route answers what both match.
	Loses
)

// String returns the relation in a word.
func (r Relation) String() string {
	switch r {
	case Conflicts:
		return "conflicts"
	case Wins:
		return "wins"
	case Loses:
		return "loses"
	default:
		return "disjoint"
	}
}

// Witness is one request that two routes both match, guards aside.
type Witness struct {
	Method string
	// Host is never empty. An IPv6 address is in brackets.
	Host string
	// Path is percent-encoded.
	Path string
}

// What a witness has where the routes leave a choice.
const (
	anyHost    = "example.com"
	anyLabel   = "x"
	anySegment = "x"
)

// Compare tells how a stands to b and gives a request that both match; the witness is empty when they are disjoint.
// Guards are left aside: they may well make two routes share less.
func Compare(a, b *Route) (Relation, Witness) {
	methods := a.methods.answers() & b.methods.answers()
	host, ok := commonHost(a, b)
	if methods == 0 || !ok {
		return Disjoint, Witness{}
	}
	path, ok := commonPath(a, b)
	if !ok {
		return Disjoint, Witness{}
	}
	same := a.spec.HostKind == b.spec.HostKind && a.host == b.host && a.spec.PathKind == b.spec.PathKind
	if a.spec.PathKind == PathPrefix && len(a.segs) != len(b.segs) {
		same = false // a longer prefix lives beside a shorter one
	}
	if direct := a.methods & b.methods; direct != 0 {
		methods = direct
		if same {
			return Conflicts, Witness{methods.example(), host, path}
		}
	}
	order := compareRank(a, b)
	if order == 0 {
		// Only the HEAD that one serves by GET is common to both: the one that takes HEAD itself has it.
		order = cmp.Compare(b.methods&methodHead, a.methods&methodHead)
	}
	w := Witness{methods.example(), host, path}
	if order < 0 {
		return Wins, w
	}
	return Loses, w
}

// compareRank orders routes that match one request: the lower one is tried first. Zero means the same rank.
func compareRank(a, b *Route) int {
	return cmp.Or(
		cmp.Compare(hostRank(a.spec.HostKind), hostRank(b.spec.HostKind)),
		compareSuffix(a, b),
		comparePathRank(a, b),
	)
}

// comparePathRank orders routes of one bucket that match one path.
func comparePathRank(a, b *Route) int {
	if order := cmp.Compare(notExact(a), notExact(b)); order != 0 || a.spec.PathKind == PathExact {
		return order
	}
	return cmp.Or(cmp.Compare(b.lead, a.lead), cmp.Compare(notParam(a), notParam(b)))
}

func hostRank(kind HostKind) int {
	switch kind {
	case HostStrict:
		return 0
	case HostWildcard:
		return 1
	default:
		return 2
	}
}

func compareSuffix(a, b *Route) int {
	if a.spec.HostKind != HostWildcard {
		return 0
	}
	return cmp.Compare(len(b.host), len(a.host))
}

func notExact(r *Route) int {
	if r.spec.PathKind == PathExact {
		return 0
	}
	return 1
}

func notParam(r *Route) int {
	if r.spec.PathKind == PathParam {
		return 0
	}
	return 1
}

// commonHost returns a host that both routes take.
func commonHost(a, b *Route) (string, bool) {
	if hostRank(a.spec.HostKind) > hostRank(b.spec.HostKind) {
		a, b = b, a
	}
	// b is now of the same kind as a or of a wider one.
	switch {
	case a.spec.HostKind == HostAny:
		return anyHost, true
	case a.spec.HostKind == HostWildcard && b.spec.HostKind == HostWildcard:
		if len(a.host) < len(b.host) {
			a, b = b, a
		}
		return anyLabel + "." + a.host, a.host == b.host || under(a.host, b.host)
	case a.spec.HostKind == HostWildcard:
		return anyLabel + "." + a.host, true
	case b.spec.HostKind == HostWildcard && !under(a.host, b.host):
		return "", false
	case b.spec.HostKind == HostStrict && a.host != b.host:
		return "", false
	}
	if strings.IndexByte(a.host, ':') >= 0 {
		return "[" + a.host + "]", true
	}
	return a.host, true
}

// under tells whether a name has labels in front of a suffix.
func under(name, suffix string) bool {
	front, ok := strings.CutSuffix(name, suffix)
	return ok && len(front) > 1 && front[len(front)-1] == '.'
}

// commonPath returns a path that both routes match, escaped.
func commonPath(a, b *Route) (string, bool) {
	if len(a.segs) < len(b.segs) {
		a, b = b, a
	}
	// a is now the one with more segments; what b has no segment for must be below a prefix.
	if len(a.segs) > len(b.segs) && b.spec.PathKind != PathPrefix {
		return "", false
	}
	if len(a.segs) == len(b.segs) && (a.spec.PathKind == PathPrefix) != (b.spec.PathKind == PathPrefix) {
		return "", false
	}
	for i, seg := range b.segs {
		if !common(seg, a.segs[i]) {
			return "", false
		}
	}
	var w strings.Builder
	for i, seg := range a.segs {
		w.WriteByte('/')
		switch {
		case !seg.param:
			writeEscaped(&w, seg.text)
		case i < len(b.segs) && !b.segs[i].param:
			writeEscaped(&w, b.segs[i].text)
		default:
			w.WriteString(anySegment)
		}
	}
	if a.spec.PathKind == PathPrefix {
		w.WriteString("/" + anySegment)
	}
	return w.String(), true
}

// common tells whether one decoded segment fits both. A parameter takes no empty segment.
func common(a, b segment) bool {
	switch {
	case a.param:
		return b.param || b.text != ""
	case b.param:
		return a.text != ""
	default:
		return a.text == b.text
	}
}
