// Parsing, building and escaping URLs.
package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	u, err := url.Parse("https://user:pw@example.com:8080/a%20b/c?q=1&q=2&x=y+z#frag")
	if err != nil {
		return nil, err
	}
	out = append(out, fmt.Sprintln(u.Scheme, u.Host, u.Hostname(), u.Port(), u.Path, u.RawQuery, u.Fragment, u.User.Username(), u.Query()["q"], u.Query().Get("x")))
	q := url.Values{}
	q.Set("b", "2 3")
	q.Add("a", "1")
	q.Add("a", "&")
	out = append(out, fmt.Sprintln(q.Encode(), q.Get("a"), q.Has("z")))
	q.Del("a")
	u.RawQuery = q.Encode()
	u.Fragment = ""
	out = append(out, fmt.Sprintln(u.String()))
	out = append(out, fmt.Sprintln(url.QueryEscape("a b&c=d/é"), url.PathEscape("a b/c")))
	s, err := url.QueryUnescape("a+b%26")
	out = append(out, fmt.Sprintln(s, err))
	_, err = url.QueryUnescape("%zz")
	out = append(out, fmt.Sprintln(err))
	_, err = url.Parse("http://[::1")
	out = append(out, fmt.Sprintln(err))
	ref, _ := url.Parse("../d?x=1")
	out = append(out, fmt.Sprintln(u.ResolveReference(ref), (&url.URL{Scheme: "https", Host: "h", Path: "/p q"}).String()))
	v, err := url.ParseQuery("a=1&b=2&a=3")
	out = append(out, fmt.Sprintln(v, err))
	j := u.JoinPath("x", "../y")
	out = append(out, fmt.Sprintln(j.Path, u.IsAbs()))
	return strings.Join(out, ""), nil
}
