package admin

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/picloud/picloud/store"
)

// etag returns the entity tag of a revision.
func etag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// Precondition is the parameter of operations that change a script.
type Precondition struct {
	IfMatch string `header:"If-Match" doc:"The ETag of the revision that the change is based on, several of them, or *. The change is refused with 412 when the script is at another revision. Without it the change is made whatever happened before."`
}

// ifMatch is a parsed If-Match header. The zero value asks for nothing.
type ifMatch struct {
	any  bool     // *
	tags []string // with their quotes
}

// The errors of parseIfMatch.
var (
	errWeakTag      = errors.New("weak tags cannot guard a change: send the ETag as it was received")
	errMalformedTag = errors.New(`write * or one or several tags with their quotes, such as "3"`)
)

// parseIfMatch reads the value of an If-Match header, which may be empty.
func parseIfMatch(value string) (ifMatch, error) {
	rest := strings.Trim(value, " \t")
	switch rest {
	case "":
		return ifMatch{}, nil
	case "*":
		return ifMatch{any: true}, nil
	}
	var m ifMatch
	for {
		rest = strings.TrimLeft(rest, " \t,")
		if rest == "" {
			break
		}
		if strings.HasPrefix(rest, `W/"`) {
			return ifMatch{}, errWeakTag
		}
		n := tagLength(rest)
		if n == 0 {
			return ifMatch{}, errMalformedTag
		}
		m.tags = append(m.tags, rest[:n])
		rest = strings.TrimLeft(rest[n:], " \t")
		if rest != "" && rest[0] != ',' {
			return ifMatch{}, errMalformedTag
		}
	}
	if len(m.tags) == 0 {
		return ifMatch{}, errMalformedTag
	}
	return m, nil
}

// tagLength returns the length of the strong entity tag that s starts with, 0
// when it starts with none.
func tagLength(s string) int {
	if s[0] != '"' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c < 0x21 || c == 0x7f:
			return 0
		}
	}
	return 0
}

// revision returns what the store is to compare, 0 for nothing: the revision of
// the script if the request names it.
func (p Precondition) revision(s store.Script) (int64, error) {
	m, err := parseIfMatch(p.IfMatch)
	if err != nil {
		return 0, invalid(codeBadETag, "header.If-Match", p.IfMatch, "the If-Match header cannot be used: %s", err)
	}
	if m.any || len(m.tags) == 0 {
		return 0, nil
	}
	for _, tag := range m.tags {
		if sameTag(tag, etag(s.Revision)) {
			return s.Revision, nil
		}
	}
	return 0, stale(s)
}

// sameTag reports whether a strong entity tag that a client sent is own, or what
// own becomes where the answer was compressed on its way: web servers, Caddy
// among them, add a hyphen and the name of the encoding. It is the same state of
// the same thing, whatever carried it.
func sameTag(tag, own string) bool {
	rest, ok := strings.CutPrefix(tag, strings.TrimSuffix(own, `"`))
	if !ok {
		return false
	}
	switch rest {
	case `"`, `-gzip"`, `-zstd"`, `-br"`, `-deflate"`, `-compress"`:
		return true
	default:
		return false
	}
}

// stale is the answer to a change that is based on an old revision of a script.
func stale(s store.Script) *Problem {
	p := newProblem(http.StatusPreconditionFailed, codeStale,
		"the script was changed in the meantime and is at revision %d now: get it again, repeat the change and send If-Match: %s",
		s.Revision, etag(s.Revision)).with("ETag", etag(s.Revision))
	p.CurrentRevision = s.Revision
	return p
}
