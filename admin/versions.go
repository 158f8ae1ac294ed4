package admin

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// VersionSummary is a version in a list: without its source.
type VersionSummary struct {
	ScriptID  store.ID  `json:"script_id" format:"uuid" doc:"The script that the version is one of."`
	Version   int64     `json:"version" doc:"The version's number, from 1."`
	Live      bool      `json:"live" doc:"Whether it is the one that runs."`
	CreatedAt time.Time `json:"created_at" doc:"When it was saved."`
}

// ScriptVersion is one saved source of a script.
type ScriptVersion struct {
	VersionSummary
	Source string `json:"source" doc:"The source."`
}

// VersionPath names a version.
type VersionPath struct {
	ScriptPath
	Number int64 `path:"n" minimum:"1" doc:"The version's number."`
}

func (a *api) registerVersions(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/scripts/{id}/versions", id: "list-versions", tag: tagVersions, scope: auth.Read,
		summary: "List the versions of a script",
		about:   "Newest first, without their sources.",
		errors:  []int{http.StatusNotFound},
	}, a.listVersions)
	register(h, a, operation{
		method: http.MethodGet, path: "/scripts/{id}/versions/{n}", id: "get-version", tag: tagVersions, scope: auth.Read,
		summary: "Get a version of a script",
		errors:  []int{http.StatusNotFound},
	}, a.getVersion)
	register(h, a, operation{
		method: http.MethodPost, path: "/scripts/{id}/versions/{n}/activate", id: "activate-version", tag: tagVersions, scope: auth.Write,
		summary: "Make a version live",
		about:   "Goes back, or forth, to a version that was saved before. It is checked first, as when saving.",
		errors:  []int{http.StatusNotFound, http.StatusPreconditionFailed},
	}, a.activateVersion)
}

// listVersionsInput names a script whose versions to list.
type listVersionsInput struct {
	ScriptPath
	Paging
}

func (a *api) listVersions(ctx context.Context, in *listVersionsInput) (*listOutput[VersionSummary], error) {
	before, err := in.after(listVersions)
	if err != nil {
		return nil, err
	}
	s, err := a.scriptOf(ctx, in.ScriptPath)
	if err != nil {
		return nil, err
	}
	records, err := a.Store.ListVersions(ctx, s.ID, before.Number, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return page(records, in.Limit, summariseVersion, func(v store.Version) cursor {
		return cursor{List: listVersions, Number: v.Number}
	}), nil
}

func (a *api) getVersion(ctx context.Context, in *VersionPath) (*struct{ Body ScriptVersion }, error) {
	v, err := a.versionOf(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body ScriptVersion }{}
	out.Body = ScriptVersion{VersionSummary: summariseVersion(v), Source: v.Source}
	return out, nil
}

// activateInput names a version to make live.
type activateInput struct {
	VersionPath
	Precondition
}

func (a *api) activateVersion(ctx context.Context, in *activateInput) (*scriptOutput, error) {
	before, err := a.scriptOf(ctx, in.ScriptPath)
	if err != nil {
		return nil, err
	}
	revision, err := in.revision(before)
	if err != nil {
		return nil, err
	}
	v, err := a.versionOf(ctx, in.VersionPath)
	if err != nil {
		return nil, err
	}
	// The engine may have learnt to refuse what it once took.
	if !v.Live {
		if err := a.accept(ctx, v.Source); err != nil {
			return nil, err
		}
	}
	s, err := a.Store.ActivateVersion(ctx, before.ID, in.Number, revision)
	if err != nil {
		return nil, a.overtaken(ctx, before.ID, err)
	}
	a.changed(ctx)
	return showScript(s), nil
}

// versionOf returns the version that a path names.
func (a *api) versionOf(ctx context.Context, in VersionPath) (store.Version, error) {
	id, err := in.id()
	if err != nil {
		return store.Version{}, err
	}
	v, err := a.Store.VersionByNumber(ctx, id, in.Number)
	if errors.Is(err, store.ErrNotFound) {
		return store.Version{}, notFound("version", strconv.FormatInt(in.Number, 10)+" of script "+id.String(),
			"/scripts/"+id.String()+"/versions")
	}
	return v, err
}

func summariseVersion(v store.Version) VersionSummary {
	return VersionSummary{ScriptID: v.ScriptID, Version: v.Number, Live: v.Live, CreatedAt: v.CreatedAt.UTC()}
}
