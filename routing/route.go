package routing

import (
	"fmt"
	"strings"
)

// HostKind says how the host of a route is compared.
type HostKind string

// The kinds of hosts.
const (
	// HostAny takes every host.
	HostAny HostKind = "any"
	// HostStrict takes one name or IP address.
	HostStrict HostKind = "strict"
	// HostWildcard takes every name with one or more labels in front of a suffix.
	HostWildcard HostKind = "wildcard"
)

// PathKind says how the path of a route is compared.
type PathKind string

// The kinds of paths.
const (
	// PathExact takes one path; a trailing slash counts.
	PathExact PathKind = "exact"
	// PathPrefix takes everything below a path, but not the path itself.
	PathPrefix PathKind = "prefix"
	// PathParam takes any non-empty segment where the pattern has a :name.
	PathParam PathKind = "param"
)

// Guard decides at request time whether a matching route takes the request; false passes the route over as if it were not
// there. It must be safe for concurrent use and must not keep or change its arguments. A guard that is a fmt.Stringer says with it why
// it refuses.
type Guard interface {
	Allow(r *Request, p Params) bool
}

// Spec is a route as a user typed it. HostKind and PathKind may be empty, for they can be read off Host and Path; when
// given they must agree.
type Spec struct {
	// ID names the route to the caller; it may be empty.
	ID string
	// HostKind is how Host is compared.
	HostKind HostKind
	// Host is empty or * for any host, a name or IP address, or *.suffix.
	Host string
	// HostParamName captures what stands in front of the suffix of a wildcard host.
	HostParamName string
	// PathKind is how Path is compared. With PathPrefix a path may end with / instead of /*.
	PathKind PathKind
	// Path is the pattern: /exact, /prefix/* or /with/:param.
	Path string
	// Method is empty, * or ANY for any, or one of seven methods in any case.
	Method string
	// Guard, if not nil, is asked when everything else matches. It plays no part in conflicts.
	Guard Guard
}

// ParseError says what is wrong with a Spec and where.
type ParseError struct {
	// Field is the JSON name of the field: path, host, host_kind, path_kind, host_param_name or method.
	Field string
	// Offset is the byte in the field's value, counted from 0.
	Offset int
	// Code is a short stable word for programs, such as reserved_path.
	Code string
	// Reason says what is wrong and what to do.
	Reason string
}

// Error returns the field, the offset and the reason.
func (e *ParseError) Error() string {
	return fmt.Sprintf("%s, byte %d: %s", e.Field, e.Offset, e.Reason)
}

// Binding is what a route is bound to, in a normal form that can be compared with == and stored under a unique index.
// Two routes with equal bindings always conflict.
type Binding struct {
	HostKind HostKind
	// Host is the name in lower-case ASCII, the suffix alone for a wildcard, empty for any.
	Host     string
	PathKind PathKind
	// Path has its literals percent-encoded in one way and its parameters written as a bare colon. A prefix ends with /.
	Path string
	// Method is empty for any.
	Method string
}

// Route is a checked Spec, ready to be compared and matched. It is immutable.
type Route struct {
	spec    Spec
	host    string
	segs    []segment
	lead    int
	params  int
	methods methodSet
}

// Compile checks a Spec. The error, if any, is a *ParseError.
func Compile(s Spec) (*Route, error) {
	method, methods, perr := parseMethod(s.Method)
	if perr != nil {
		return nil, perr
	}
	hostKind, host, perr := parseHost(s.Host, s.HostKind, s.HostParamName)
	if perr != nil {
		return nil, perr
	}
	p, perr := parsePath(s.Path, s.PathKind, s.HostParamName)
	if perr != nil {
		return nil, perr
	}
	s.Method, s.HostKind, s.PathKind = method, hostKind, p.kind
	return &Route{spec: s, host: host, segs: p.segs, lead: p.lead, params: p.params, methods: methods}, nil
}

// Spec returns the route as it was typed, with the kinds filled in and the method in upper case, empty for any.
func (r *Route) Spec() Spec { return r.spec }

// ID returns the ID of the Spec.
func (r *Route) ID() string { return r.spec.ID }

// Binding returns what the route is bound to.
func (r *Route) Binding() Binding {
	return Binding{HostKind: r.spec.HostKind, Host: r.host, PathKind: r.spec.PathKind, Path: r.path(), Method: r.spec.Method}
}

// String returns the route as a person would say it: method, host and path.
func (r *Route) String() string {
	method := r.spec.Method
	if method == "" {
		method = "ANY"
	}
	host := r.spec.Host
	if r.spec.HostKind == HostAny {
		host = ""
	}
	return method + " " + host + r.spec.Path
}

// path writes the normal form of the pattern.
func (r *Route) path() string {
	var b strings.Builder
	for _, seg := range r.segs {
		b.WriteByte('/')
		if seg.param {
			b.WriteByte(':')
			continue
		}
		writeEscaped(&b, seg.text)
	}
	if r.spec.PathKind == PathPrefix {
		b.WriteByte('/')
	}
	return b.String()
}
