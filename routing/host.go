package routing

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

const (
	// maxHost and maxLabel are the longest name and label of DNS, in bytes.
	maxHost  = 253
	maxLabel = 63
	// maxTyped bounds a name in any script, of up to 4 bytes a character: conversion is slow on what is far too long.
	maxTyped = 4 * maxHost
)

// names maps names in other scripts to ASCII the way browsers do, but lets underscores pass.
var names = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(), idna.StrictDomainName(false))

func hostError(offset int, code, format string, args ...any) *ParseError {
	return &ParseError{Field: "host", Offset: offset, Code: code, Reason: fmt.Sprintf(format, args...)}
}

// parseHost reads the host of a Spec and returns its normal form: the suffix alone for a wildcard, empty for any.
func parseHost(raw string, kind HostKind, param string) (HostKind, string, *ParseError) {
	read, name := HostStrict, raw
	switch {
	case raw == "" || raw == "*":
		read, name = HostAny, ""
	case strings.HasPrefix(raw, "*."):
		read, name = HostWildcard, raw[2:]
	}
	switch kind {
	case "", read:
	case HostAny, HostStrict, HostWildcard:
		return "", "", &ParseError{Field: "host_kind", Code: "kind_mismatch",
			Reason: fmt.Sprintf("host_kind says %s, but the host is %s: make them agree or leave host_kind out", kind, read)}
	default:
		return "", "", &ParseError{Field: "host_kind", Code: "unknown_kind",
			Reason: "unknown host kind: use any, strict or wildcard, or leave it out"}
	}
	if read != HostAny {
		var perr *ParseError
		if name, perr = parseName(name, len(raw)-len(name), read); perr != nil {
			return "", "", perr
		}
	}
	if param == "" {
		return read, name, nil
	}
	if read != HostWildcard {
		return "", "", &ParseError{Field: "host_param_name", Code: "parameter_without_wildcard",
			Reason: "only a wildcard host such as *.example.com has something to capture: take the name out"}
	}
	if i := badName(param); i >= 0 {
		return "", "", &ParseError{Field: "host_param_name", Offset: i, Code: "bad_parameter",
			Reason: "a name has letters, digits and _ and does not start with a digit"}
	}
	return read, name, nil
}

// parseName checks a name or an IP address and returns it in lower-case ASCII; base is its byte in the host as typed.
func parseName(raw string, base int, kind HostKind) (string, *ParseError) {
	if i := strings.IndexByte(raw, '*'); i >= 0 {
		return "", hostError(base+i, "misplaced_wildcard", "* stands only as the whole first label, as in *.example.com")
	}
	if i := strings.Index(raw, "://"); i >= 0 {
		return "", hostError(base+i, "host_scheme", "a host has no scheme: leave out what stands before the name")
	}
	if i := strings.IndexByte(raw, ':'); i >= 0 {
		if addr, ok := parseIPv6(raw); ok && kind == HostStrict {
			return addr, nil
		}
		if strings.HasPrefix(raw, "[") {
			i = max(strings.IndexByte(raw, ']')+1, 0)
		}
		return "", hostError(base+i, "host_port", "a host has no port: leave it out; an IPv6 address is written like ::1 or [::1]")
	}
	name := strings.TrimSuffix(raw, ".")
	if len(name) > maxTyped {
		return "", hostError(base, "host_too_long", "a host name has at most %d bytes, this one has %d", maxHost, len(name))
	}
	if !isASCII(name) {
		ascii, err := toASCII(name)
		if err != nil {
			return "", hostError(base+badLabel(name), "bad_host", "not a host name: %v", err)
		}
		name = strings.TrimSuffix(ascii, ".")
	}
	limit := maxHost
	if kind == HostWildcard {
		limit -= len("x.")
	}
	if len(name) > limit {
		return "", hostError(base, "host_too_long", "a host name has at most %d bytes, this one has %d", limit, len(name))
	}
	for pos := 0; pos <= len(name); {
		label, _, _ := strings.Cut(name[pos:], ".")
		if reason := labelFault(label); reason != "" {
			if isASCII(raw) {
				return "", hostError(base+pos, "bad_host", "%s", reason)
			}
			return "", hostError(base+badLabel(raw), "bad_host", "%s", reason)
		}
		pos += len(label) + 1
	}
	return strings.ToLower(name), nil
}

// badLabel returns the byte of the first label of a name in any script that is wrong by itself, else 0.
func badLabel(name string) int {
	for pos := 0; pos <= len(name); {
		label, _, _ := strings.Cut(name[pos:], ".")
		if ascii, err := toASCII(label); err != nil || labelFault(ascii) != "" {
			return pos
		}
		pos += len(label) + 1
	}
	return 0
}

// labelFault says what is wrong with one ASCII label of a name, or nothing.
func labelFault(label string) string {
	switch {
	case label == "":
		return "an empty label: a name has text between its dots"
	case len(label) > maxLabel:
		return fmt.Sprintf("a label has at most %d bytes, this one has %d", maxLabel, len(label))
	case label[0] == '-' || label[len(label)-1] == '-':
		return "a label does not start or end with a hyphen"
	}
	for i := range len(label) {
		c := label[i]
		if 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' {
			continue
		}
		return "a label has letters, digits, hyphens and underscores only: write the host without scheme, port and path"
	}
	return ""
}

var errNotUTF8 = errors.New("not UTF-8 text")

func toASCII(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", errNotUTF8
	}
	return names.ToASCII(name)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// parseIPv6 reads an IPv6 address, in brackets or not, and returns its normal spelling without them.
func parseIPv6(s string) (string, bool) {
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		s = s[1 : len(s)-1]
	}
	addr, err := netip.ParseAddr(s)
	if err != nil || !addr.Is6() || addr.Zone() != "" {
		return "", false
	}
	return addr.String(), true
}

// CanonicalHost returns the host of a request as routes are compared with it:
// without port and trailing dot, in lower-case ASCII. What cannot be a name
// comes back empty, for only routes for any host match it. A name that is
// lower-case ASCII already is not copied.
func CanonicalHost(host string) string {
	if len(host) > maxTyped {
		return ""
	}
	if strings.HasPrefix(host, "[") {
		end := strings.IndexByte(host, ']')
		addr, _ := parseIPv6(host[:end+1])
		return addr
	}
	if i := strings.IndexByte(host, ':'); i >= 0 {
		if i != strings.LastIndexByte(host, ':') {
			addr, _ := parseIPv6(host)
			return addr
		}
		host = host[:i]
	}
	host = strings.TrimSuffix(host, ".")
	name, plain := plainName(host)
	if !name && !isASCII(host) {
		ascii, err := toASCII(host)
		if err != nil {
			return ""
		}
		host = strings.TrimSuffix(ascii, ".")
		name, plain = plainName(host)
	}
	if !name {
		return ""
	}
	if plain {
		return host
	}
	return strings.ToLower(host)
}

// plainName tells whether a host could be a name in ASCII, and whether it has no upper case. Hyphens may stand anywhere:
// such names are in use, though no route can be bound to one alone.
func plainName(host string) (ok, lower bool) {
	lower = true
	start := 0
	for i := range len(host) {
		switch c := host[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '_':
		case 'A' <= c && c <= 'Z':
			lower = false
		case c == '.' && i > start:
			start = i + 1
		default:
			return false, false
		}
	}
	return start < len(host), lower
}
