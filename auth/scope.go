package auth

import (
	"errors"
	"fmt"
	"slices"
)

// Scope is what a principal may do, or what an operation asks for. Each scope
// includes those below it. The zero value is held by nobody and satisfied by
// nobody.
type Scope uint8

// The scopes, the smallest first.
const (
	// None is no scope: an operation that asks for it is refused to everyone.
	None Scope = iota

	// Anyone is asked for by what needs no credentials. Nobody is given it.
	Anyone

	// Read allows to look at scripts, routes and logs.
	Read

	// Write allows to change them and to try scripts out.
	Write

	// Admin allows to manage tokens and sessions and to read the audit log.
	Admin
)

// Allows reports whether who holds the scope may do what asks for need.
func (s Scope) Allows(need Scope) bool {
	return need == Anyone || need > Anyone && s >= need
}

// String returns the name on the wire, "" for what is not granted.
func (s Scope) String() string {
	switch s {
	case Read:
		return "read"
	case Write:
		return "write"
	case Admin:
		return "admin"
	default:
		return ""
	}
}

// Names returns the scope and all that it includes, the smallest first.
func (s Scope) Names() []string {
	names := []string{}
	for grant := Read; grant <= min(s, Admin); grant++ {
		names = append(names, grant.String())
	}
	return names
}

// ParseScopes returns the scope that includes all the named ones. The error
// names what is no scope; no name at all is one too.
func ParseScopes(names []string) (Scope, error) {
	scope := None
	for _, name := range names {
		i := slices.Index(Admin.Names(), name)
		if i < 0 {
			return None, fmt.Errorf("%q is not a scope: use read, write or admin", name)
		}
		scope = max(scope, Read+Scope(i))
	}
	if scope == None {
		return None, errors.New("no scope is given: use read, write or admin")
	}
	return scope, nil
}
