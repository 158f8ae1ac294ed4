// Package examples holds scripts to start from. Each is a folder with the
// script, what to bind it to, and requests with the answers expected; all of
// them are run by tests, as plain Go and in the sandbox.
package examples

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// The files of a template.
const (
	scriptFile   = "script.go"
	templateFile = "template.json"
)

//go:embed */script.go */template.json
var files embed.FS

// Template is a script to start from.
type Template struct {
	// Name is the folder's, such as json-api.
	Name string `json:"-"`

	// Title and Description are for people: a few words, and a sentence.
	Title       string `json:"title"`
	Description string `json:"description"`

	// Source is the script.
	Source string `json:"-"`

	// Routes are what to bind it to. There is at least one.
	Routes []Route `json:"routes"`

	// Samples are requests to try, with their answers. There is at least one,
	// and the first shows best what the script does.
	Samples []Sample `json:"samples"`
}

// Route is a route as users type it.
type Route struct {
	Method        string `json:"method,omitempty"` // empty for any
	Host          string `json:"host,omitempty"`   // empty for any
	HostParamName string `json:"host_param_name,omitempty"`
	Path          string `json:"path"`
}

// Sample is a request and the answer to it.
type Sample struct {
	Request  Request  `json:"request"`
	Response Response `json:"response"`
}

// Request is a request to a template's script.
type Request struct {
	Method string              `json:"method"`
	URL    string              `json:"url"` // a path, or a whole URL where the host matters
	Header map[string][]string `json:"header,omitempty"`
	Body   string              `json:"body,omitempty"`
}

// Response is what a script answers.
type Response struct {
	Status int `json:"status"`

	// Header holds the fields that matter.
	Header map[string][]string `json:"header,omitempty"`

	// Body is the whole body. JSON stands for any body that is this value, and
	// Contains for one with all these texts in it.
	Body     string          `json:"body,omitempty"`
	JSON     json.RawMessage `json:"json,omitempty"`
	Contains []string        `json:"contains,omitempty"`
}

// order is how templates are listed: what one needs first comes first.
func order() []string {
	return []string{
		"hello", "json-api", "form", "html-page", "webhook", "short-links", "csv-json", "tenant", "basic-auth",
		"pricing", "markdown", "extract", "badge", "health", "echo",
	}
}

// All returns the templates in the order in which to show them.
func All() ([]Template, error) {
	names := order()
	all := make([]Template, 0, len(names))
	for _, name := range names {
		t, err := load(files, name)
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		all = append(all, t)
	}
	return all, nil
}

func load(files fs.FS, name string) (Template, error) {
	t := Template{Name: name}
	description, err := fs.ReadFile(files, path.Join(name, templateFile))
	if err != nil {
		return t, err
	}
	if err := json.Unmarshal(description, &t); err != nil {
		return t, fmt.Errorf("reading %s: %w", templateFile, err)
	}
	if t.Title == "" || t.Description == "" || len(t.Routes) == 0 || len(t.Samples) == 0 {
		return t, errors.New("title, description, routes and samples are required")
	}
	source, err := fs.ReadFile(files, path.Join(name, scriptFile))
	t.Source = string(source)
	return t, err
}
