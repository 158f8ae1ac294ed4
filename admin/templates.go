package admin

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/examples"
)

// Templates are the scripts to start from.
type Templates struct {
	Items []Template `json:"items" nullable:"false" doc:"The templates, what one needs first comes first."`
}

// Template is a script to start from.
type Template struct {
	Name        string          `json:"name" doc:"Its name, in lower case with hyphens."`
	Title       string          `json:"title" doc:"What it is, in a few words."`
	Description string          `json:"description" doc:"What it does, in a sentence."`
	Source      string          `json:"source" doc:"The script."`
	Routes      []TemplateRoute `json:"routes" nullable:"false" doc:"What to bind it to."`
	Request     TemplateRequest `json:"request" doc:"A request to try."`
}

// TemplateRoute is a route that a template suggests. It has no conflicts with
// the template's other routes, but may have some with those that are live.
type TemplateRoute struct {
	Method        string `json:"method" doc:"The method. Empty for any."`
	Host          string `json:"host" doc:"The host. Empty for any."`
	HostParamName string `json:"host_param_name,omitempty" doc:"The name under which the host's first labels are captured."`
	Path          string `json:"path" doc:"The path, as it is typed."`
}

// TemplateRequest is a request that the script of a template answers.
type TemplateRequest struct {
	Method string              `json:"method" doc:"The method."`
	URL    string              `json:"url" doc:"A path with its query, or a whole URL where the host matters."`
	Header map[string][]string `json:"header" doc:"The header fields."`
	Body   string              `json:"body" doc:"The content."`
}

// TransformSchema implements huma.SchemaTransformer.
func (TemplateRequest) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return withoutNullArrays(s, "header")
}

func (a *api) registerTemplates(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/templates", id: "list-templates", tag: tagScripts, scope: auth.Read,
		summary: "List templates",
		about:   "Scripts to start from, each with routes and a request to try. Creating a script from one is saving its source.",
	}, func(context.Context, *struct{}) (*struct{ Body Templates }, error) {
		list, err := examples.All()
		if err != nil {
			return nil, fmt.Errorf("reading the templates: %w", err)
		}
		out := &struct{ Body Templates }{}
		out.Body.Items = make([]Template, len(list))
		for i, e := range list {
			out.Body.Items[i] = showTemplate(e)
		}
		return out, nil
	})
}

func showTemplate(e examples.Template) Template {
	request := e.Samples[0].Request
	t := Template{
		Name:        e.Name,
		Title:       e.Title,
		Description: e.Description,
		Source:      e.Source,
		Routes:      make([]TemplateRoute, len(e.Routes)),
		Request:     TemplateRequest(request),
	}
	if t.Request.Header == nil {
		t.Request.Header = map[string][]string{}
	}
	for i, r := range e.Routes {
		t.Routes[i] = TemplateRoute(r)
	}
	return t
}
