package admin

import (
	"context"

	"github.com/picloud/picloud/expression"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

// capture gives a test run the captures of the script's own route that matches
// its request. When none does, methods and guards count for nothing: whoever
// writes a script tries it before all of that is right.
func (a *api) capture(ctx context.Context, scriptID store.ID, t *testRun) error {
	routes, err := a.routesOf(ctx, scriptID)
	if err != nil {
		return err
	}
	path := t.url.EscapedPath()
	if path == "" {
		path = "/"
	}
	req := &routing.Request{
		Method:   t.call.Method,
		Host:     t.url.Host,
		Path:     path,
		RawQuery: t.url.RawQuery,
		Header:   t.call.Header,
		RemoteIP: t.call.RemoteIP,
		TLS:      t.url.Scheme == "https",
	}
	for _, lenient := range []bool{false, true} {
		match := ownTable(routes, lenient, req.Host == "").Match(req)
		if match.Route == nil {
			continue
		}
		id, err := store.ParseID(match.Route.ID())
		if err != nil {
			return err
		}
		t.routeID = &id
		t.call.Params, t.call.Rest = match.Params.Map(), match.Rest
		return nil
	}
	return nil
}

// routesOf returns all routes of a script.
func (a *api) routesOf(ctx context.Context, scriptID store.ID) ([]store.Route, error) {
	var all []store.Route
	q := store.RouteQuery{ScriptID: scriptID, Limit: routesPage}
	for {
		routes, err := a.Store.ListRoutes(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, routes...)
		if len(routes) < routesPage {
			return all, nil
		}
		q.After = routes[len(routes)-1].ID
	}
}

// routesPage is how many routes are read at once.
const routesPage = 500

// ownTable builds a table of routes: without their methods and guards if
// lenient, and without their hosts if anyHost. Routes that are not served are
// left out.
func ownTable(records []store.Route, lenient, anyHost bool) *routing.Table {
	routes := make([]*routing.Route, 0, len(records))
	for _, r := range records {
		spec := storedSpec(r)
		if anyHost {
			spec.HostKind, spec.Host, spec.HostParamName = routing.HostAny, "", ""
		}
		if lenient {
			spec.Method = ""
		} else if r.Guard != "" {
			guard, err := expression.CompileGuard(r.Guard)
			if err != nil {
				continue
			}
			spec.Guard = guard
		}
		if route, err := routing.Compile(spec); err == nil {
			routes = append(routes, route)
		}
	}
	return routing.NewTable(routes)
}
