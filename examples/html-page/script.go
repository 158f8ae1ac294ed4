package main

import (
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

// Event is a line of the page.
type Event struct {
	Date  time.Time
	Title string
}

var events = []Event{
	{time.Date(2027, time.March, 4, 18, 30, 0, 0, time.UTC), "Spring meeting"},
	{time.Date(2027, time.June, 19, 10, 0, 0, 0, time.UTC), "Summer fair & flea market"},
	{time.Date(2027, time.October, 2, 20, 0, 0, 0, time.UTC), "Open stage"},
}

// Handle writes a page of its own for each season that is asked for.
func Handle(ctx *sdk.Context) (any, error) {
	month := ctx.Request.Query.Get("month")
	var rows strings.Builder
	for _, e := range events {
		if month != "" && !strings.EqualFold(month, e.Date.Month().String()) {
			continue
		}
		// html.EscapeString keeps text from being read as markup.
		fmt.Fprintf(&rows, "<tr><td>%s</td><td>%s</td></tr>\n",
			e.Date.Format("Monday, 2 January 2006, 15:04"), html.EscapeString(e.Title))
	}
	if rows.Len() == 0 {
		fmt.Fprintf(&rows, "<tr><td colspan=\"2\">Nothing in %s</td></tr>\n", html.EscapeString(month))
	}
	response := sdk.HTML(200, strings.Replace(page, "{{rows}}", rows.String(), 1))
	response.Header.Set("Cache-Control", "public, max-age=300") // browsers may keep it for 5 minutes
	return response, nil
}

const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Events</title>
<style>
body { font: 1rem/1.5 system-ui; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
td { padding: .25rem 1rem .25rem 0 }
</style>
</head>
<body>
<h1>Events</h1>
<table>
{{rows}}</table>
</body>
</html>
`
