// Fills {{name}} placeholders from a map.
package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var ph = regexp.MustCompile(`\{\{\s*(\w+)(?:\|(\w+))?\s*\}\}`)
var filters = map[string]func(string) string{
	"upper": strings.ToUpper,
	"trim":  strings.TrimSpace,
	"esc":   html.EscapeString,
	"rev": func(s string) string {
		r := []rune(s)
		for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
			r[i], r[j] = r[j], r[i]
		}
		return string(r)
	},
}

func render(t string, vars map[string]any) string {
	return ph.ReplaceAllStringFunc(t, func(m string) string {
		sub := ph.FindStringSubmatch(m)
		v, ok := vars[sub[1]]
		if !ok {
			return "?" + sub[1] + "?"
		}
		s := fmt.Sprint(v)
		if f := filters[sub[2]]; f != nil {
			s = f(s)
		}
		return s
	})
}
func Handle(ctx *sdk.Context) (any, error) {
	return render("Hi {{name|upper}}, {{ n }} items: {{tag|esc}} {{name|rev}} {{zz}}", map[string]any{"name": "bob", "n": 3, "tag": "<b>"}), nil
}
