package main

import (
	"fmt"
	"html"
	"net/http"
	"unicode/utf8"

	"github.com/picloud/picloud/sdk"
)

var colors = map[string]string{
	"green": "#2e7d32", "red": "#c62828", "yellow": "#f9a825", "blue": "#1565c0", "grey": "#616161",
}

// Handle draws a badge such as [ build | passing ]: /badge/build/passing.
func Handle(ctx *sdk.Context) (any, error) {
	label, value := ctx.Request.Params["label"], ctx.Request.Params["value"]
	name := ctx.Request.Query.Get("color")
	if name == "" {
		name = "blue"
	}
	color, ok := colors[name]
	if !ok || utf8.RuneCountInString(label+value) > 60 {
		return nil, sdk.Error(422, "use up to 60 characters, and green, red, yellow, blue or grey as the color")
	}
	return &sdk.Response{
		Header: http.Header{
			"Content-Type":  {"image/svg+xml"},
			"Cache-Control": {"public, max-age=3600"},
		},
		Body: []byte(draw(label, value, color)),
	}, nil
}

// draw writes the SVG. A character is taken to be 7 wide.
func draw(label, value, color string) string {
	left := 7*utf8.RuneCountInString(label) + 12
	right := 7*utf8.RuneCountInString(value) + 12
	label, value = html.EscapeString(label), html.EscapeString(value)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="20" role="img" aria-label="%s: %s">
<rect width="%d" height="20" fill="#444"/>
<rect x="%d" width="%d" height="20" fill="%s"/>
<g fill="#fff" font-family="Verdana,sans-serif" font-size="11" text-anchor="middle">
<text x="%d" y="14">%s</text>
<text x="%d" y="14">%s</text>
</g>
</svg>
`, left+right, label, value, left, left, right, color, left/2, label, left+right/2, value)
}
