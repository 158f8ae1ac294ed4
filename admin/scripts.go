package admin

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// ScriptLimits are the limits of one script.
type ScriptLimits struct {
	TimeoutMS      int64 `json:"timeout_ms" required:"false" minimum:"0" maximum:"300000" default:"0" doc:"How long one execution may take, in milliseconds. 0 for the configuration's default."`
	MaxOperations  int64 `json:"max_operations" required:"false" minimum:"0" maximum:"1000000000000" default:"0" doc:"How many loop turns and calls one execution may make. 0 for the configuration's default."`
	MemoryLimitMB  int64 `json:"memory_limit_mb" required:"false" minimum:"0" maximum:"1024" default:"0" doc:"How much memory the script may hold, in MiB. 0 for the configuration's default."`
	MaxConcurrency int64 `json:"max_concurrency" required:"false" minimum:"0" maximum:"64" default:"0" doc:"How many executions may run at once. 0 for the configuration's default."`
}

// ScriptSummary is a script in a list: without its source.
type ScriptSummary struct {
	ID          store.ID `json:"id" format:"uuid" doc:"The script's id."`
	Name        string   `json:"name" doc:"The script's name, which no other script has."`
	Description string   `json:"description" doc:"What the script is for."`
	Version     int64    `json:"version" doc:"The number of the live version."`
	Enabled     bool     `json:"enabled" doc:"Whether the script answers."`
	ScriptLimits
	CreatedAt time.Time `json:"created_at" doc:"When the script was created."`
	UpdatedAt time.Time `json:"updated_at" doc:"When the script was last changed."`
}

// Script is a script with the source of its live version.
type Script struct {
	ScriptSummary
	Source   string               `json:"source" doc:"The source of the live version."`
	Warnings []sandbox.Diagnostic `json:"warnings,omitempty" nullable:"false" doc:"What is odd about a source that was just saved."`
}

// ScriptInput is a script to be created, or to replace another.
type ScriptInput struct {
	Name        string `json:"name" pattern:"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$" patternDescription:"1 to 100 letters, digits, spaces, dots, underscores and hyphens, the first one a letter or digit" doc:"The script's name, which no other script has."`
	Description string `json:"description,omitempty" maxLength:"1000" doc:"What the script is for."`
	Source      string `json:"source" doc:"One Go file, package main, of at most 1 MiB."`
	Enabled     *bool  `json:"enabled,omitempty" default:"true" doc:"Whether the script answers."`
	ScriptLimits

	ID        string `json:"id,omitempty" readOnly:"true" doc:"Ignored when creating; when replacing, the id of the path or nothing."`
	Version   int64  `json:"version,omitempty" readOnly:"true" doc:"Ignored."`
	CreatedAt string `json:"created_at,omitempty" readOnly:"true" doc:"Ignored."`
	UpdatedAt string `json:"updated_at,omitempty" readOnly:"true" doc:"Ignored."`

	Warnings []sandbox.Diagnostic `json:"warnings,omitempty" readOnly:"true" nullable:"false" doc:"Ignored."`
}

// ScriptPath names a script.
type ScriptPath struct {
	ID string `path:"id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"The script's id."`
}

func (p ScriptPath) id() (store.ID, error) { return parseID("path.id", p.ID) }

// scriptOutput answers with a script.
type scriptOutput struct {
	ETag string `header:"ETag" doc:"The script's revision, for If-Match."`
	Body Script
}

// createdScript answers with a new script.
type createdScript struct {
	Location string `header:"Location" doc:"The script's path."`
	ETag     string `header:"ETag" doc:"The script's revision, for If-Match."`
	Body     Script
}

func (a *api) registerScripts(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/scripts", id: "create-script", tag: tagScripts, created: true, source: true, scope: auth.Write,
		summary: "Create a script",
		about:   "Checks the source and makes it live version 1. A source that would not run is refused with 422 and diagnostics.",
		errors:  []int{http.StatusConflict},
	}, a.createScript)
	register(h, a, operation{
		method: http.MethodGet, path: "/scripts", id: "list-scripts", tag: tagScripts, scope: auth.Read,
		summary: "List scripts",
		about:   "By name, without their sources.",
	}, a.listScripts)
	register(h, a, operation{
		method: http.MethodGet, path: "/scripts/{id}", id: "get-script", tag: tagScripts, scope: auth.Read,
		summary: "Get a script",
		errors:  []int{http.StatusNotFound},
	}, a.getScript)
	register(h, a, operation{
		method: http.MethodPut, path: "/scripts/{id}", id: "replace-script", tag: tagScripts, source: true, scope: auth.Write,
		summary: "Replace a script",
		about: "Replaces all of the script: what is left out gets its default. A source that differs from the live one is checked " +
			"and becomes a new live version.",
		errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed},
	}, a.replaceScript)
	register(h, a, operation{
		method: http.MethodDelete, path: "/scripts/{id}", id: "delete-script", tag: tagScripts, scope: auth.Write,
		summary: "Delete a script",
		about:   "Deletes its versions and routes too. Its execution records stay.",
		errors:  []int{http.StatusNotFound, http.StatusPreconditionFailed},
	}, a.deleteScript)
}

func (a *api) createScript(ctx context.Context, in *struct{ Body ScriptInput }) (*createdScript, error) {
	warnings, err := a.review(ctx, in.Body.Source, captures{})
	if err != nil {
		return nil, err
	}
	s, err := a.Store.CreateScript(ctx, in.Body.record(store.NewID()))
	if err != nil {
		return nil, nameTaken(err, in.Body.Name)
	}
	a.changed(ctx)
	shown := showScript(s)
	shown.Body.Warnings = warnings
	return &createdScript{
		Location: BasePath + "/scripts/" + s.ID.String(),
		ETag:     shown.ETag,
		Body:     shown.Body,
	}, nil
}

// listScriptsInput selects scripts.
type listScriptsInput struct {
	Paging
	Query string `query:"q" maxLength:"200" doc:"Only scripts with this in their name or description; ASCII letters in any case."`
}

func (a *api) listScripts(ctx context.Context, in *listScriptsInput) (*listOutput[ScriptSummary], error) {
	after, err := in.after(listScripts)
	if err != nil {
		return nil, err
	}
	records, err := a.Store.ListScripts(ctx, store.ScriptQuery{
		Query:     in.Query,
		AfterName: after.Name,
		Limit:     in.Limit + 1,
	})
	if err != nil {
		return nil, err
	}
	return page(records, in.Limit, summarise, func(s store.Script) cursor {
		return cursor{List: listScripts, Name: s.Name}
	}), nil
}

func (a *api) getScript(ctx context.Context, in *ScriptPath) (*scriptOutput, error) {
	s, err := a.scriptOf(ctx, *in)
	if err != nil {
		return nil, err
	}
	return showScript(s), nil
}

// replaceScriptInput is a script to replace another.
type replaceScriptInput struct {
	ScriptPath
	Precondition
	Body ScriptInput
}

func (a *api) replaceScript(ctx context.Context, in *replaceScriptInput) (*scriptOutput, error) {
	before, err := a.scriptOf(ctx, in.ScriptPath)
	if err != nil {
		return nil, err
	}
	if in.Body.ID != "" {
		if id, err := store.ParseID(in.Body.ID); err != nil || id != before.ID {
			return nil, invalid(codeBadID, "body.id", in.Body.ID, "the id in the body is not the id in the path: leave it out")
		}
	}
	revision, err := in.revision(before)
	if err != nil {
		return nil, err
	}
	// What is live already may be saved again, even when an engine that is
	// newer than it would refuse it: how else could it be disabled?
	var warnings []sandbox.Diagnostic
	if in.Body.Source != before.Source {
		given, err := a.capturesOf(ctx, before.ID)
		if err != nil {
			return nil, err
		}
		if warnings, err = a.review(ctx, in.Body.Source, given); err != nil {
			return nil, err
		}
	}
	s, err := a.Store.UpdateScript(ctx, in.Body.record(before.ID), revision)
	if err != nil {
		return nil, nameTaken(a.overtaken(ctx, before.ID, err), in.Body.Name)
	}
	a.changed(ctx)
	shown := showScript(s)
	shown.Body.Warnings = warnings
	return shown, nil
}

// deleteScriptInput names a script to delete.
type deleteScriptInput struct {
	ScriptPath
	Precondition
}

func (a *api) deleteScript(ctx context.Context, in *deleteScriptInput) (*struct{}, error) {
	before, err := a.scriptOf(ctx, in.ScriptPath)
	if err != nil {
		return nil, err
	}
	revision, err := in.revision(before)
	if err != nil {
		return nil, err
	}
	if err := a.Store.DeleteScript(ctx, before.ID, revision); err != nil {
		return nil, a.overtaken(ctx, before.ID, err)
	}
	a.changed(ctx)
	return nil, nil
}

// scriptOf returns the script that a path names.
func (a *api) scriptOf(ctx context.Context, in ScriptPath) (store.Script, error) {
	id, err := in.id()
	if err != nil {
		return store.Script{}, err
	}
	s, err := a.Store.ScriptByID(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return store.Script{}, notFound("script", id.String(), "/scripts")
	}
	return s, err
}

// overtaken adds to a store's error what the script is at now, when that is
// the reason.
func (a *api) overtaken(ctx context.Context, id store.ID, err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return notFound("script", id.String(), "/scripts")
	case !errors.Is(err, store.ErrStale):
		return err
	}
	now, err := a.Store.ScriptByID(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return notFound("script", id.String(), "/scripts")
	case err != nil:
		return err
	}
	return stale(now)
}

func nameTaken(err error, name string) error {
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	p := newProblem(http.StatusConflict, codeNameTaken, "another script is named %q: choose another name", name)
	p.Field = "name"
	return p
}

func notFound(what, id, list string) *Problem {
	return newProblem(http.StatusNotFound, codeNotFound, "there is no %s %s: GET %s lists them", what, id, BasePath+list)
}

func parseID(location, text string) (store.ID, error) {
	id, err := store.ParseID(text)
	if err != nil {
		return store.ID{}, invalid(codeBadID, location, text, "%q is not an id: ids are UUIDs such as 01890a5d-ac96-774b-bcce-b302099a8057", text)
	}
	return id, nil
}

// record returns what the store is to keep.
func (in ScriptInput) record(id store.ID) store.Script {
	return store.Script{
		ID:          id,
		Name:        in.Name,
		Description: in.Description,
		Enabled:     in.Enabled == nil || *in.Enabled,
		Limits:      store.Limits(in.ScriptLimits),
		Source:      in.Source,
	}
}

func showScript(s store.Script) *scriptOutput {
	return &scriptOutput{
		ETag: etag(s.Revision),
		Body: Script{ScriptSummary: summarise(s), Source: s.Source},
	}
}

func summarise(s store.Script) ScriptSummary {
	return ScriptSummary{
		ID:           s.ID,
		Name:         s.Name,
		Description:  s.Description,
		Version:      s.Version,
		Enabled:      s.Enabled,
		ScriptLimits: ScriptLimits(s.Limits),
		CreatedAt:    s.CreatedAt.UTC(),
		UpdatedAt:    s.UpdatedAt.UTC(),
	}
}
