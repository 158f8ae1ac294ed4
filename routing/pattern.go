package routing

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPath is the longest path a route may have, in bytes.
const maxPath = 2048

// segment is what stands between two slashes: a decoded literal, or a parameter with its name as text.
type segment struct {
	text  string
	param bool
}

// pattern is a compiled path. A trailing slash is an empty last segment; a prefix ends before its slash.
type pattern struct {
	kind   PathKind
	segs   []segment
	lead   int // literal segments before the first parameter
	params int
}

func pathError(offset int, code, format string, args ...any) *ParseError {
	return &ParseError{Field: "path", Offset: offset, Code: code, Reason: fmt.Sprintf(format, args...)}
}

// parsePath compiles a pattern. The kind, if not empty, must agree with what the pattern says; hostParam is a name
// already taken.
func parsePath(raw string, kind PathKind, hostParam string) (pattern, *ParseError) {
	if perr := checkKind(kind); perr != nil {
		return pattern{}, perr
	}
	if perr := checkCharacters(raw); perr != nil {
		return pattern{}, perr
	}
	s := pathScanner{raw: raw, hostParam: hostParam, segs: make([]segment, 0, strings.Count(raw, "/"))}
	if perr := s.scan(); perr != nil {
		return pattern{}, perr
	}
	return s.pattern(kind)
}

func checkKind(kind PathKind) *ParseError {
	switch kind {
	case "", PathExact, PathPrefix, PathParam:
		return nil
	}
	return &ParseError{Field: "path_kind", Code: "unknown_kind",
		Reason: "unknown path kind: use exact, prefix or param, or leave it out"}
}

// checkCharacters refuses what may stand nowhere in a path.
func checkCharacters(raw string) *ParseError {
	if raw == "" || raw[0] != '/' {
		return pathError(0, "no_leading_slash", "a path starts with /")
	}
	if len(raw) > maxPath {
		return pathError(maxPath, "too_long", "a path has at most %d bytes, this one has %d", maxPath, len(raw))
	}
	for i, c := range raw {
		switch {
		case c == utf8.RuneError && !strings.HasPrefix(raw[i:], string(utf8.RuneError)):
			return pathError(i, "not_utf8", "a path is UTF-8 text")
		case c == '?' || c == '#':
			return pathError(i, "illegal_character", "%q ends a path: leave out the query and the fragment, or write %%%02X for the character", c, c)
		case c == '{' || c == '}':
			return pathError(i, "reserved_braces", "braces are reserved: write :name for a parameter, %%%02X for the character", c)
		case unicode.IsSpace(c) || unicode.IsControl(c):
			return pathError(i, "illegal_character", "white space and control characters must be percent-encoded")
		}
	}
	return nil
}

// pathScanner reads a pattern segment by segment.
type pathScanner struct {
	raw        string
	hostParam  string
	segs       []segment
	lead       int
	params     int
	firstParam int // byte of the first parameter
	star       bool
}

func (s *pathScanner) scan() *ParseError {
	for pos := 1; pos <= len(s.raw); {
		end := len(s.raw)
		if i := strings.IndexByte(s.raw[pos:], '/'); i >= 0 {
			end = pos + i
		}
		if perr := s.segment(pos, end); perr != nil {
			return perr
		}
		pos = end + 1
	}
	return nil
}

func (s *pathScanner) segment(pos, end int) *ParseError {
	seg, last := s.raw[pos:end], end == len(s.raw)
	if seg == "" {
		if !last {
			return pathError(pos, "empty_segment", "an empty segment: take one of the slashes out")
		}
		s.segs = append(s.segs, segment{})
		return nil
	}
	if i := strings.IndexByte(seg, '*'); i >= 0 {
		if seg != "*" || !last {
			return pathError(pos+i, "misplaced_wildcard", "* stands only as the whole last segment: write %%2A for the character")
		}
		s.star = true
		return nil
	}
	if seg[0] == ':' {
		return s.param(pos, seg[1:])
	}
	return s.literal(pos, seg)
}

func (s *pathScanner) param(pos int, name string) *ParseError {
	if i := badName(name); i >= 0 {
		return pathError(pos+1+i, "bad_parameter", "a parameter is : and a name of letters, digits and _ that does not start with a digit; write %%3A for a literal colon")
	}
	taken := name == s.hostParam
	for _, seg := range s.segs {
		taken = taken || seg.param && seg.text == name
	}
	if taken {
		return pathError(pos, "duplicate_parameter", "the parameter %s is there twice: give one of them another name", name)
	}
	if s.params == 0 {
		s.firstParam, s.lead = pos, len(s.segs)
	}
	s.params++
	s.segs = append(s.segs, segment{text: name, param: true})
	return nil
}

func (s *pathScanner) literal(pos int, seg string) *ParseError {
	if i := strings.IndexByte(seg, ':'); i >= 0 {
		return pathError(pos+i, "misplaced_colon", "a colon stands only at the start of a segment: write %%3A for the character")
	}
	text, bad := unescape(seg)
	if bad >= 0 {
		return pathError(pos+bad, "bad_escape", "a broken percent escape: write %% and two hexadecimal digits, %%25 for the character")
	}
	if i := badUTF8(seg, text); i >= 0 {
		return pathError(pos+i, "not_utf8", "this percent escape is not UTF-8")
	}
	if text == "." || text == ".." {
		return pathError(pos, "dot_segment", "a segment cannot be . or ..: write the path it leads to")
	}
	if len(s.segs) == 0 && reserved(text) {
		return pathError(pos, "reserved_path", "/%s is reserved: choose another first segment", text)
	}
	s.segs = append(s.segs, segment{text: text})
	return nil
}

// pattern settles the kind.
func (s *pathScanner) pattern(kind PathKind) (pattern, *ParseError) {
	slash := len(s.segs) > 0 && s.segs[len(s.segs)-1] == segment{}
	read := PathExact
	switch {
	case s.star || slash && kind == PathPrefix:
		read = PathPrefix
		if slash {
			s.segs = s.segs[:len(s.segs)-1]
		}
	case s.params > 0:
		read = PathParam
	}
	switch {
	case read == PathPrefix && s.params > 0:
		return pattern{}, pathError(s.firstParam, "parameter_in_prefix", "a prefix route takes no parameters: use literals before /*, or parameters without it")
	case read == PathParam && slash:
		return pattern{}, pathError(len(s.raw)-1, "trailing_slash", "a path with parameters takes no trailing slash: take it off")
	case kind != "" && kind != read:
		reason := fmt.Sprintf("path_kind says %s, but the path is %s: make them agree or leave path_kind out", kind, read)
		if kind == PathPrefix {
			reason += "; a prefix ends with /*"
		}
		return pattern{}, &ParseError{Field: "path_kind", Code: "kind_mismatch", Reason: reason}
	}
	if s.params == 0 {
		s.lead = len(s.segs)
	}
	return pattern{kind: read, segs: s.segs, lead: s.lead, params: s.params}, nil
}

// badName returns the byte at which a parameter's name goes wrong, or -1.
func badName(name string) int {
	for i := range len(name) {
		c := name[i]
		letter := c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return i
		}
	}
	if name == "" {
		return 0
	}
	return -1
}

func reserved(first string) bool {
	switch first {
	case "api", "admin", "healthz", "version":
		return true
	}
	return false
}

// Reserved tells whether an escaped request path belongs to PiCloud itself: its first segment, decoded, is api, admin,
// healthz or version. It returns that word.
func Reserved(escapedPath string) (kind string, ok bool) {
	rest, ok := strings.CutPrefix(escapedPath, "/")
	if !ok {
		return "", false
	}
	first, _, _ := strings.Cut(rest, "/")
	text, bad := unescape(first)
	if bad >= 0 || !reserved(text) {
		return "", false
	}
	return text, true
}
