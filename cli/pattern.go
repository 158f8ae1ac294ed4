package cli

import (
	"fmt"
	"strings"
)

// parseRoute reads a route in one line: METHOD HOST/PATH, where the method and
// the host may be left out. Whether the patterns are good is the server's to
// say.
func parseRoute(text string) (routeInput, error) {
	var r routeInput
	words := strings.Fields(text)
	switch len(words) {
	case 1:
	case 2:
		r.Method = strings.ToUpper(words[0])
		if strings.ContainsAny(words[0], "/.:") {
			return r, fmt.Errorf("the route %q has a space in it: write METHOD HOST/PATH, such as GET example.com/greet/:name", text)
		}
	default:
		return r, fmt.Errorf("%q is no route: write METHOD HOST/PATH, such as GET example.com/greet/:name", text)
	}
	pattern := words[len(words)-1]
	slash := strings.IndexByte(pattern, '/')
	if slash < 0 {
		return r, fmt.Errorf("the route %q has no path: it starts with a slash, as in /greet/:name", text)
	}
	if strings.HasSuffix(pattern[:slash], ":") && strings.HasPrefix(pattern[slash:], "//") {
		return r, fmt.Errorf("the route %q is a URL: leave out %s//, routes answer http and https", text, pattern[:slash])
	}
	r.Host, r.Path = pattern[:slash], pattern[slash:]
	return r, nil
}
