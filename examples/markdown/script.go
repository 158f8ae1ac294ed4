package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// Compiling a pattern once, in a global, is much cheaper than in each request.
var (
	heading = regexp.MustCompile(`^(#{1,6}) +(.+?) *#*$`)
	bold    = regexp.MustCompile(`\*\*(.+?)\*\*`)
	emph    = regexp.MustCompile(`\*(.+?)\*`)
	code    = regexp.MustCompile("`(.+?)`")
	link    = regexp.MustCompile(`\[([^\]]+)\]\((https?://[^)\s]+)\)`)
)

// Handle renders the simple part of Markdown: headings, paragraphs, lists,
// bold, emphasis, code and links. HTML in the text is shown, not run.
func Handle(ctx *sdk.Context) (any, error) {
	var out strings.Builder
	var paragraph, items []string
	flush := func() {
		if len(paragraph) > 0 {
			fmt.Fprintf(&out, "<p>%s</p>\n", inline(strings.Join(paragraph, "\n")))
		}
		if len(items) > 0 {
			fmt.Fprintf(&out, "<ul>\n%s</ul>\n", strings.Join(items, ""))
		}
		paragraph, items = nil, nil
	}
	lines := append(strings.Split(string(ctx.Request.Body), "\n"), "") // an empty line ends the last block
	for _, line := range lines {
		line = strings.TrimSpace(line)
		item, isItem := strings.CutPrefix(line, "- ")
		parts := heading.FindStringSubmatch(line)
		switch {
		case line == "":
			flush()
		case parts != nil:
			flush()
			level := len(parts[1])
			fmt.Fprintf(&out, "<h%d>%s</h%d>\n", level, inline(parts[2]), level)
		case isItem:
			if len(paragraph) > 0 {
				flush()
			}
			items = append(items, "<li>"+inline(item)+"</li>\n")
		default:
			if len(items) > 0 {
				flush()
			}
			paragraph = append(paragraph, line)
		}
	}
	return sdk.HTML(200, out.String()), nil
}

// inline renders what stands within a line. It escapes first, so that the only
// tags are its own.
func inline(text string) string {
	text = html.EscapeString(text)
	text = code.ReplaceAllString(text, "<code>$1</code>")
	text = bold.ReplaceAllString(text, "<strong>$1</strong>")
	text = emph.ReplaceAllString(text, "<em>$1</em>")
	return link.ReplaceAllString(text, `<a href="$2">$1</a>`)
}
