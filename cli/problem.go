package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// problem is a problem document of the API. It is an error.
type problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Code   string `json:"code"`
	Detail string `json:"detail"`

	Errors []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors,omitempty"`
	Field       string       `json:"field,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics,omitempty"`
	// ScriptDiagnostics are those of several scripts, by name.
	ScriptDiagnostics map[string][]diagnostic `json:"script_diagnostics,omitempty"`

	ConflictingRoute *route   `json:"conflicting_route,omitempty"`
	Witness          *witness `json:"witness,omitempty"`

	raw json.RawMessage // the document, or nil if there was none
}

// Error returns the detail.
func (p *problem) Error() string { return p.Detail }

// maxProblem is how much of an answer that is no success is read.
const maxProblem = 4 << 20

// readProblem reads an answer that is no success.
func readProblem(base string, response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxProblem))
	if err != nil {
		return &unreachableError{base: base, err: err}
	}
	p := &problem{}
	if err := json.Unmarshal(body, p); err == nil && p.Code != "" {
		p.raw = body
		p.Status = response.StatusCode
		return p
	}
	*p = problem{Status: response.StatusCode, Title: http.StatusText(response.StatusCode), Code: "not_picloud"}
	// Caddy's own errors.
	var caddy struct {
		Error string `json:"error"`
	}
	switch {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		p.Detail = fmt.Sprintf("%s redirects to %q: name that server instead", base, response.Header.Get("Location"))
	case json.Unmarshal(body, &caddy) == nil && caddy.Error != "":
		p.Detail = fmt.Sprintf("%s answers %s: %s", base, response.Status, caddy.Error)
	case response.StatusCode == http.StatusNotFound:
		p.Detail = base + " has no admin API of PiCloud: is this the right server, and does its Caddy have the plugin?"
	default:
		p.Detail = fmt.Sprintf("%s answers %s, and not as PiCloud does", base, response.Status)
	}
	return p
}

// sourceError is an error about sources that are at hand, for excerpts.
type sourceError struct {
	error
	name   string // as the user knows the file
	source string
}

func (e *sourceError) Unwrap() error { return e.error }

// complain prints an error.
func (r *run) complain(err error) {
	text := err.Error()
	if text == "" {
		return
	}
	p, isProblem := errors.AsType[*problem](err)
	if r.json {
		document := json.RawMessage(nil)
		if isProblem {
			document = p.raw
		}
		if document == nil {
			// Strings always marshal.
			document, _ = json.Marshal(map[string]any{"code": codeOf(err), "detail": text})
		}
		r.printJSON(r.err, document)
		return
	}
	if !isProblem {
		r.err.printf("error: %s\n", clean(text))
		return
	}
	b, isBundle := errors.AsType[*bundleError](err)
	switch {
	case isBundle && len(p.ScriptDiagnostics) > 0:
		r.showDiagnostics(p.ScriptDiagnostics, b.files)
	case len(p.Diagnostics) > 0:
		file, source := "source", ""
		if e, ok := errors.AsType[*sourceError](err); ok {
			file, source = e.name, e.source
		}
		printDiagnostics(r.err, file, source, p.Diagnostics)
		// The detail repeats the first of them.
		text, _, _ = strings.Cut(text, ": line ")
	}
	r.err.printf("error: %s\n", clean(text))
	if len(p.Errors) > 1 {
		for _, one := range p.Errors {
			r.err.printf("  %s: %s\n", clean(one.Location), clean(one.Message))
		}
	}
	if isBundle {
		if place := b.place(p); place != "" {
			r.note("  where: %s", clean(place))
		}
	}
	printConflict(r.err, p.ConflictingRoute, p.Witness)
}

// codeOf returns the code of an error that is no problem of the server's.
func codeOf(err error) string {
	switch exitCode(err) {
	case ExitUnavailable:
		return "unreachable"
	case ExitUnauthorized:
		return "unauthenticated"
	default:
		return "failed"
	}
}

// printConflict shows what is in the way of a route.
func printConflict(w *printer, other *route, both *witness) {
	if other != nil {
		w.printf("  in the way: %s (route %s)\n", clean(other.String()), clean(other.ID))
	}
	if both != nil {
		w.printf("  both match: %s\n", clean(both.String()))
	}
}

// String returns the route in one line, as `routes add` takes it.
func (r route) String() string {
	var b strings.Builder
	if r.Method != "" {
		b.WriteString(r.Method + " ")
	}
	if r.Host != "*" {
		b.WriteString(r.Host)
	}
	b.WriteString(r.Path)
	if r.Guard != "" {
		b.WriteString(" if " + r.Guard)
	}
	return b.String()
}

// String returns the first line of the request, with the host.
func (w witness) String() string { return w.Method + " " + w.Host + w.Path }
