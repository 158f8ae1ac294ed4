package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// importAttempts is how often an import is planned anew because somebody else
// changed something meanwhile.
const importAttempts = 5

// importInput is a bundle to import.
type importInput struct {
	unhurried
	DryRun bool `query:"dry_run" doc:"Whether to only tell what would change."`
	Prune  bool `query:"prune" doc:"Whether to delete the scripts that are not in the bundle, with their routes."`
	Body   Bundle
}

// ImportResult tells what an import has changed, or would.
type ImportResult struct {
	Applied     bool                            `json:"applied" doc:"Whether the changes were made. Not for a dry run."`
	Changes     []ImportChange                  `json:"changes" nullable:"false" doc:"What becomes of each script, with its routes behind it."`
	Diagnostics map[string][]sandbox.Diagnostic `json:"diagnostics" doc:"What is wrong with the sources, by the names of their scripts. With errors among them, the bundle cannot be imported."`
}

// TransformSchema implements huma.SchemaTransformer.
func (ImportResult) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return withoutNullArrays(s, "diagnostics")
}

// TransformSchema implements huma.SchemaTransformer.
func (*Problem) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return withoutNullArrays(s, "script_diagnostics")
}

// ImportChange is what becomes of one script or route.
type ImportChange struct {
	Action string   `json:"action" enum:"create,update,delete,unchanged" doc:"What is done."`
	Kind   string   `json:"kind" enum:"script,route" doc:"What it is done to."`
	Name   string   `json:"name" doc:"The script's name, or the route's method, host and path."`
	ID     store.ID `json:"id" format:"uuid" doc:"Its id. That of something new counts when it was applied only."`
	Fields []string `json:"fields" nullable:"false" doc:"Which fields change, in an update."`
}

// The actions and kinds of an ImportChange.
const (
	actionCreate    = "create"
	actionUpdate    = "update"
	actionDelete    = "delete"
	actionUnchanged = "unchanged"

	kindScript = "script"
	kindRoute  = "route"
)

func (a *api) registerImport(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/import", id: "import", tag: tagScripts, scope: auth.Write, bundle: true,
		summary: "Import scripts and routes",
		about: "Makes the scripts of the bundle what the bundle says, all of it or nothing. Scripts are recognised by their names; the routes of one become " +
			"exactly those that are listed with it. Sources that change are checked, and routes must not conflict with each other or with those that stay. " +
			"Importing the same again changes nothing. With dry_run=true everything is done but the change itself.",
		errors: []int{http.StatusConflict},
	}, a.importBundle)
}

func (a *api) importBundle(ctx context.Context, in *importInput) (*struct{ Body ImportResult }, error) {
	if in.Body.Format != bundleFormat {
		return nil, invalid(codeValidation, "body.format", fmt.Sprint(in.Body.Format),
			"the bundle has the format %d: this server takes format %d", in.Body.Format, bundleFormat)
	}
	checked := map[string][]sandbox.Diagnostic{} // by source: a new plan has the same ones
	for range importAttempts {
		snapshot, err := a.Store.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		p := newPlan(snapshot)
		if err := p.bundle(in.Body, in.Prune); err != nil {
			return nil, err
		}
		broken, err := a.checkPlan(ctx, p, checked)
		if err != nil {
			return nil, err
		}
		if in.DryRun {
			return &struct{ Body ImportResult }{Body: p.result}, nil
		}
		if broken != nil {
			return nil, broken
		}
		if !p.set.Empty() {
			err := a.Store.Apply(ctx, p.set)
			if errors.Is(err, store.ErrStale) {
				continue
			}
			if err != nil {
				return nil, err
			}
			a.changed(ctx)
		}
		p.result.Applied = true
		return &struct{ Body ImportResult }{Body: p.result}, nil
	}
	return nil, newProblem(http.StatusServiceUnavailable, codeUnavailable,
		"others change scripts and routes all the time: nothing was imported, try again in a moment").with("Retry-After", retryAfter)
}

// checkPlan checks the sources that change. Broken is the answer to a bundle
// with one that would not run.
func (a *api) checkPlan(ctx context.Context, p *plan, checked map[string][]sandbox.Diagnostic) (broken *Problem, err error) {
	for _, s := range p.sources {
		diagnostics, known := checked[s.source]
		if !known {
			if diagnostics, err = a.check(ctx, s.source); err != nil {
				return nil, s.at.describe(err)
			}
			checked[s.source] = diagnostics
		}
		if len(diagnostics) == 0 {
			continue
		}
		p.result.Diagnostics[s.name] = diagnostics
		if first := firstError(diagnostics); first != nil && broken == nil {
			broken = newProblem(http.StatusUnprocessableEntity, codeInvalidScript,
				"the script %q would not run: line %d, column %d: %s", s.name, first.Line, first.Column, first.Message)
			broken.Field = string(s.at) + ".source"
			broken.Diagnostics = diagnostics
		}
	}
	if broken != nil {
		broken.ScriptDiagnostics = p.result.Diagnostics
	}
	return broken, nil
}

// place is where in a bundle something is, such as scripts[0].routes[2].
type place string

// describe has a Problem say which part of the bundle it is about.
func (at place) describe(err error) error {
	p, ok := errors.AsType[*Problem](err)
	if !ok {
		return err
	}
	if p.Field != "" {
		p.Field = string(at) + "." + p.Field
	} else {
		p.Field = string(at)
	}
	p.Detail = fmt.Sprintf("%s: %s", at, p.Detail)
	if len(p.Errors) == 0 {
		p.Errors = []FieldError{{Message: p.Detail}}
	}
	p.Errors[0].Location = "body." + p.Field
	return p
}
