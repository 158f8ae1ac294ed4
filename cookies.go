package picloud

import (
	"net/http"
	"slices"
	"strings"

	"github.com/picloud/picloud/auth"
)

// hideSession takes the cookie of an admin session out of the header of a
// request, for what answers it is not PiCloud.
func hideSession(h http.Header) {
	lines := h["Cookie"]
	if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, auth.PlainCookie) }) {
		return
	}
	var kept []string
	for _, line := range lines {
		var pairs []string
		for pair := range strings.SplitSeq(line, ";") {
			if pair = strings.TrimSpace(pair); pair != "" && !isSessionCookie(pair) {
				pairs = append(pairs, pair)
			}
		}
		if len(pairs) > 0 {
			kept = append(kept, strings.Join(pairs, "; "))
		}
	}
	if len(kept) == 0 {
		h.Del("Cookie")
		return
	}
	h["Cookie"] = kept
}

// keepSession keeps a script from setting or clearing the cookie of an admin
// session in the header of its response.
func keepSession(h http.Header) {
	lines := h["Set-Cookie"]
	if !slices.ContainsFunc(lines, isSessionCookie) {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(lines), isSessionCookie)
	if len(kept) == 0 {
		h.Del("Set-Cookie")
		return
	}
	h["Set-Cookie"] = kept
}

// isSessionCookie reports whether a cookie as a header has it, with or without
// attributes, is or could be sent back as that of an admin session. A browser
// sends a cookie without a name as its value alone, which may look like a pair.
func isSessionCookie(cookie string) bool {
	pair, _, _ := strings.Cut(cookie, ";")
	name, _, _ := strings.Cut(strings.TrimLeft(pair, " \t="), "=")
	name = strings.TrimRight(name, " \t")
	return name == auth.PlainCookie || strings.EqualFold(name, auth.SecureCookie)
}
