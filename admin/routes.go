package admin

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// Route is a route on the wire, as it was typed, with the kinds filled in.
type Route struct {
	ID            store.ID  `json:"id" format:"uuid" doc:"The route's id."`
	ScriptID      store.ID  `json:"script_id" format:"uuid" doc:"The script that answers."`
	HostKind      string    `json:"host_kind" enum:"any,strict,wildcard" doc:"How the host is compared."`
	Host          string    `json:"host" doc:"Empty or * for any host, a name or IP address, or *.suffix."`
	HostParamName string    `json:"host_param_name" doc:"The parameter that holds what stands in front of the suffix of a wildcard host."`
	PathKind      string    `json:"path_kind" enum:"exact,prefix,param" doc:"How the path is compared."`
	Path          string    `json:"path" doc:"The pattern: /exact, /prefix/* or /with/:param."`
	Method        string    `json:"method" doc:"The method, empty for any."`
	Guard         string    `json:"guard" doc:"The expression that a request must fulfil, empty for none."`
	CreatedAt     time.Time `json:"created_at" doc:"When the route was created."`
}

// RouteInput is a route to be created, checked, or to replace another.
type RouteInput struct {
	ScriptID      string  `json:"script_id,omitempty" doc:"The script that answers. When creating, the script of the path or nothing; when replacing, nothing leaves it as it is."`
	HostKind      string  `json:"host_kind,omitempty" doc:"any, strict or wildcard. May be left out; else it must agree with host."`
	Host          string  `json:"host,omitempty" doc:"Empty or * for any host, a name or IP address, or *.suffix."`
	HostParamName string  `json:"host_param_name,omitempty" doc:"The parameter that takes what stands in front of the suffix of a wildcard host."`
	PathKind      string  `json:"path_kind,omitempty" doc:"exact, prefix or param. May be left out; else it must agree with path."`
	Path          string  `json:"path" doc:"The pattern: /exact, /prefix/* or /with/:param."`
	Method        *string `json:"method,omitempty" nullable:"true" doc:"GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS; null, empty, * or ANY for any."`
	Guard         string  `json:"guard,omitempty" doc:"An expression over request that must be true for the route to answer, such as request.header[\"X-Beta\"] == \"1\"."`

	ID        string `json:"id,omitempty" doc:"Ignored when creating; when replacing, the id of the path or nothing; when checking, the route that is to be replaced."`
	CreatedAt string `json:"created_at,omitempty" readOnly:"true" doc:"Ignored."`
}

// RoutePath names a route.
type RoutePath struct {
	ID string `path:"route_id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"The route's id."`
}

// routeOutput answers with a route.
type routeOutput struct {
	Body Route
}

// createdRoute answers with a new route.
type createdRoute struct {
	Location string `header:"Location" doc:"The route's path."`
	Body     Route
}

func (a *api) registerRoutes(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/scripts/{id}/routes", id: "create-route", tag: tagRoutes, created: true, scope: auth.Write,
		summary: "Bind a script to a path",
		about: "A path that cannot be bound is refused with 422, with the field and the byte where it goes wrong. " +
			"One that conflicts with a route is refused with 409, with that route and a request that both would match.",
		errors: []int{http.StatusNotFound, http.StatusConflict},
	}, a.createRoute)
	register(h, a, operation{
		method: http.MethodGet, path: "/scripts/{id}/routes", id: "list-script-routes", tag: tagRoutes, scope: auth.Read,
		summary: "List the routes of a script",
		about:   "In the order of their ids, which is that of their age but for imported ones.",
		errors:  []int{http.StatusNotFound},
	}, a.listScriptRoutes)
	register(h, a, operation{
		method: http.MethodGet, path: "/routes", id: "list-routes", tag: tagRoutes, scope: auth.Read,
		summary: "List routes",
		about:   "The routes of all scripts, in the order of their ids, which is that of their age but for imported ones.",
	}, a.listRoutes)
	register(h, a, operation{
		method: http.MethodGet, path: "/routes/{route_id}", id: "get-route", tag: tagRoutes, scope: auth.Read,
		summary: "Get a route",
		errors:  []int{http.StatusNotFound},
	}, a.getRoute)
	register(h, a, operation{
		method: http.MethodPut, path: "/routes/{route_id}", id: "replace-route", tag: tagRoutes, scope: auth.Write,
		summary: "Replace a route",
		about: "Replaces all of the route but its script, which another script_id changes. Refused as when creating. " +
			"Requests go from the old route to the new one without a gap.",
		errors: []int{http.StatusNotFound, http.StatusConflict},
	}, a.replaceRoute)
	register(h, a, operation{
		method: http.MethodDelete, path: "/routes/{route_id}", id: "delete-route", tag: tagRoutes, scope: auth.Write,
		summary: "Delete a route",
		errors:  []int{http.StatusNotFound},
	}, a.deleteRoute)
}

// createRouteInput is a route for a script.
type createRouteInput struct {
	ScriptPath
	Body RouteInput
}

func (a *api) createRoute(ctx context.Context, in *createRouteInput) (*createdRoute, error) {
	s, err := a.scriptOf(ctx, in.ScriptPath)
	if err != nil {
		return nil, err
	}
	if in.Body.ScriptID != "" {
		if id, err := store.ParseID(in.Body.ScriptID); err != nil || id != s.ID {
			return nil, invalid(codeBadID, "body.script_id", in.Body.ScriptID,
				"the script_id in the body is not the script in the path: leave it out")
		}
	}
	id := store.NewID()
	b, err := bind(id.String(), in.Body)
	if err != nil {
		return nil, err
	}
	r, err := a.Store.CreateRoute(ctx, b.record(id, s.ID), b.check)
	if err != nil {
		return nil, a.refused(ctx, err, b, notFound("script", s.ID.String(), "/scripts"))
	}
	a.changed(ctx)
	return &createdRoute{Location: BasePath + "/routes/" + r.ID.String(), Body: showRoute(r)}, nil
}

// listScriptRoutesInput names a script whose routes to list.
type listScriptRoutesInput struct {
	ScriptPath
	Paging
}

func (a *api) listScriptRoutes(ctx context.Context, in *listScriptRoutesInput) (*listOutput[Route], error) {
	s, err := a.scriptOf(ctx, in.ScriptPath)
	if err != nil {
		return nil, err
	}
	return a.pageOfRoutes(ctx, in.Paging, s.ID)
}

func (a *api) listRoutes(ctx context.Context, in *struct{ Paging }) (*listOutput[Route], error) {
	return a.pageOfRoutes(ctx, in.Paging, store.ID{})
}

func (a *api) pageOfRoutes(ctx context.Context, in Paging, scriptID store.ID) (*listOutput[Route], error) {
	after, err := in.after(listRoutes)
	if err != nil {
		return nil, err
	}
	records, err := a.Store.ListRoutes(ctx, store.RouteQuery{
		ScriptID: scriptID,
		After:    after.ID,
		Limit:    in.Limit + 1,
	})
	if err != nil {
		return nil, err
	}
	return page(records, in.Limit, showRoute, func(r store.Route) cursor {
		return cursor{List: listRoutes, ID: r.ID}
	}), nil
}

func (a *api) getRoute(ctx context.Context, in *RoutePath) (*routeOutput, error) {
	r, err := a.routeOf(ctx, *in)
	if err != nil {
		return nil, err
	}
	return &routeOutput{Body: showRoute(r)}, nil
}

// replaceRouteInput is a route to replace another.
type replaceRouteInput struct {
	RoutePath
	Body RouteInput
}

func (a *api) replaceRoute(ctx context.Context, in *replaceRouteInput) (*routeOutput, error) {
	before, err := a.routeOf(ctx, in.RoutePath)
	if err != nil {
		return nil, err
	}
	if in.Body.ID != "" {
		if id, err := store.ParseID(in.Body.ID); err != nil || id != before.ID {
			return nil, invalid(codeBadID, "body.id", in.Body.ID, "the id in the body is not the id in the path: leave it out")
		}
	}
	var scriptID store.ID // that of then, unless another is named
	if in.Body.ScriptID != "" {
		if scriptID, err = a.knownScript(ctx, in.Body.ScriptID); err != nil {
			return nil, err
		}
	}
	b, err := bind(before.ID.String(), in.Body)
	if err != nil {
		return nil, err
	}
	r, err := a.Store.UpdateRoute(ctx, b.record(before.ID, scriptID), b.check)
	if err != nil {
		return nil, a.refused(ctx, err, b, notFound("route", before.ID.String(), "/routes"))
	}
	a.changed(ctx)
	return &routeOutput{Body: showRoute(r)}, nil
}

func (a *api) deleteRoute(ctx context.Context, in *RoutePath) (*struct{}, error) {
	id, err := parseID("path.route_id", in.ID)
	if err != nil {
		return nil, err
	}
	err = a.Store.DeleteRoute(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, notFound("route", id.String(), "/routes")
	}
	if err != nil {
		return nil, err
	}
	a.changed(ctx)
	return nil, nil
}

// routeOf returns the route that a path names.
func (a *api) routeOf(ctx context.Context, in RoutePath) (store.Route, error) {
	id, err := parseID("path.route_id", in.ID)
	if err != nil {
		return store.Route{}, err
	}
	r, err := a.Store.RouteByID(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return store.Route{}, notFound("route", id.String(), "/routes")
	}
	return r, err
}

// knownScript returns the script that the body of a request names.
func (a *api) knownScript(ctx context.Context, text string) (store.ID, error) {
	id, err := parseID("body.script_id", text)
	if err != nil {
		return store.ID{}, err
	}
	_, err = a.Store.ScriptByID(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		p := invalid(codeUnknownScript, "body.script_id", text,
			"there is no script %s: GET %s/scripts lists them", id, BasePath)
		p.Field = "script_id"
		return store.ID{}, p
	}
	return id, err
}

func showRoute(r store.Route) Route {
	return Route{
		ID:            r.ID,
		ScriptID:      r.ScriptID,
		HostKind:      r.HostKind,
		Host:          r.Host,
		HostParamName: r.HostParamName,
		PathKind:      r.PathKind,
		Path:          r.Path,
		Method:        r.Method,
		Guard:         r.Guard,
		CreatedAt:     r.CreatedAt.UTC(),
	}
}
