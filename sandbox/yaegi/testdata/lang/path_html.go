// path and html.
package main

import (
	"fmt"
	"html"
	"path"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(path.Join("a", "../b", "/c"), path.Base("/x/y.txt"), path.Ext("y.tar.gz"), path.Dir("/x/y"), path.Clean("/a/./b//../c"), path.IsAbs("/a")))
	ok, err := path.Match("*.go", "x.go")
	out = append(out, fmt.Sprintln(ok, err))
	out = append(out, fmt.Sprintln(html.EscapeString(`<a href="x">'&'</a>`), html.UnescapeString("&lt;&eacute;&#39;&amp;")))
	return strings.Join(out, ""), nil
}
