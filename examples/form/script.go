package main

import (
	"html"
	"net/http"
	"net/url"
	"strings"

	"github.com/picloud/picloud/sdk"
)

const page = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Contact</title></head>
<body>
<h1>Contact</h1>
{{content}}
</body>
</html>
`

const form = `<form method="post">
<p>{{problem}}</p>
<p><label>Your name <input name="name" required value="{{name}}"></label></p>
<p><label>Message <textarea name="message" required>{{message}}</textarea></label></p>
<p><button>Send</button></p>
</form>`

// Handle shows the form on GET and takes what was filled in on POST.
func Handle(ctx *sdk.Context) (any, error) {
	if ctx.Request.Method != http.MethodPost {
		return show(http.StatusOK, form), nil
	}
	values, err := url.ParseQuery(string(ctx.Request.Body))
	if err != nil {
		return nil, sdk.Error(http.StatusBadRequest, "the form cannot be read")
	}
	name := strings.TrimSpace(values.Get("name"))
	message := strings.TrimSpace(values.Get("message"))
	if name == "" || message == "" {
		// Show it again with what was typed.
		return show(http.StatusUnprocessableEntity, form,
			"problem", "Please fill in both fields.", "name", name, "message", message), nil
	}
	ctx.Log.Info("message", "from", name, "length", len(message))
	return show(http.StatusOK, "<p>Thank you, {{name}}!</p>", "name", name), nil
}

// show fills a page: each name in braces becomes its value, escaped so that
// nobody can put HTML of their own into it.
func show(status int, content string, pairs ...string) *sdk.Response {
	text := strings.Replace(page, "{{content}}", content, 1)
	filled := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		filled[pairs[i]] = pairs[i+1]
	}
	var fill []string
	for _, name := range []string{"problem", "name", "message"} {
		fill = append(fill, "{{"+name+"}}", html.EscapeString(filled[name]))
	}
	return sdk.HTML(status, strings.NewReplacer(fill...).Replace(text))
}
