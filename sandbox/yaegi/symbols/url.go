package symbols

import (
	"net/url"
	"strings"
)

func urlStatic() table {
	return table{
		"User":         fn(url.User),
		"UserPassword": fn(url.UserPassword),

		"Error":            typ[url.Error](),
		"EscapeError":      typ[url.EscapeError](),
		"InvalidHostError": typ[url.InvalidHostError](),
		"URL":              typ[url.URL](),
		"Userinfo":         typ[url.Userinfo](),
		"Values":           typ[url.Values](),
	}
}

func urlBound(h Host) table {
	return table{
		"JoinPath": fn(func(base string, elem ...string) (string, error) {
			n := len(base)
			for _, e := range elem {
				n += len(e) + 1
			}
			convert(h, 3*n)
			return url.JoinPath(base, elem...)
		}),
		"Parse":           conv1x2(h, url.Parse),
		"ParseQuery":      fn(parseQuery(h)),
		"ParseRequestURI": conv1x2(h, url.ParseRequestURI),
		"PathEscape":      fn(func(s string) string { convert(h, 3*len(s)); return url.PathEscape(s) }),
		"PathUnescape":    conv1x2(h, url.PathUnescape),
		"QueryEscape":     fn(func(s string) string { convert(h, 3*len(s)); return url.QueryEscape(s) }),
		"QueryUnescape":   conv1x2(h, url.QueryUnescape),
	}
}

func parseQuery(h Host) func(string) (url.Values, error) {
	return func(query string) (url.Values, error) {
		pass(h, len(query))
		n := strings.Count(query, "&") + 1
		h.Charge(int64(n) * 4)
		h.Allocate(int64(n)*100 + int64(len(query)))
		return url.ParseQuery(query)
	}
}
