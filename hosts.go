package picloud

import (
	"strings"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

// namedHosts are the hosts that the routes of enabled scripts name.
type namedHosts struct {
	strict   map[string]struct{}
	wildcard map[string]struct{} // by what follows the star's label
}

func newNamedHosts() namedHosts {
	return namedHosts{strict: map[string]struct{}{}, wildcard: map[string]struct{}{}}
}

// add adds the host of a route.
func (h namedHosts) add(route store.Route) {
	switch routing.HostKind(route.Binding.HostKind) {
	case routing.HostStrict:
		h.strict[route.Binding.Host] = struct{}{}
	case routing.HostWildcard:
		h.wildcard[route.Binding.Host] = struct{}{}
	case routing.HostAny:
	}
}

// contain reports whether a route names the host, itself or with a wildcard.
func (h namedHosts) contain(host string) bool {
	host = routing.CanonicalHost(host)
	if _, ok := h.strict[host]; ok {
		return true
	}
	for {
		_, rest, found := strings.Cut(host, ".")
		if !found {
			return false
		}
		if _, ok := h.wildcard[rest]; ok {
			return true
		}
		host = rest
	}
}
