package admin

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

// RouteCheckResult tells how a route would stand to those that are live.
type RouteCheckResult struct {
	OK               bool           `json:"ok" doc:"Whether the route could be created."`
	ConflictingRoute *Route         `json:"conflicting_route,omitempty" doc:"The first route that is in the way."`
	Witness          *Witness       `json:"witness,omitempty" doc:"A request that both would match."`
	WinsOver         []RelatedRoute `json:"wins_over" nullable:"false" doc:"Up to 100 routes from which it would take requests."`
	LosesTo          []RelatedRoute `json:"loses_to" nullable:"false" doc:"Up to 100 routes that would keep requests from it."`
}

// RelatedRoute is a route that shares a request with another one.
type RelatedRoute struct {
	Route   Route   `json:"route" doc:"The route."`
	Witness Witness `json:"witness" doc:"A request that both would match, guards aside."`
}

func (a *api) registerRoutesCheck(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/routes:check", id: "check-route", passive: true, tag: tagRoutes, scope: auth.Read,
		summary: "Check a route",
		about: "Tells how a route would stand to those that are live on this node, without creating it. With an id it is " +
			"compared as the replacement of that route. A path that cannot be bound is refused with 422, as when creating.",
	}, a.checkRoute)
}

func (a *api) checkRoute(ctx context.Context, in *struct{ Body RouteInput }) (*struct{ Body RouteCheckResult }, error) {
	var self string
	if in.Body.ID != "" {
		id, err := parseID("body.id", in.Body.ID)
		if err != nil {
			return nil, err
		}
		self = id.String()
	}
	if in.Body.ScriptID != "" {
		if _, err := a.knownScript(ctx, in.Body.ScriptID); err != nil {
			return nil, err
		}
	}
	b, err := bind(self, in.Body)
	if err != nil {
		return nil, err
	}
	conflicts, winsOver, losesTo := a.Table().Relations(b.route)

	out := &struct{ Body RouteCheckResult }{}
	if out.Body.WinsOver, err = a.relatedRoutes(ctx, winsOver); err != nil {
		return nil, err
	}
	if out.Body.LosesTo, err = a.relatedRoutes(ctx, losesTo); err != nil {
		return nil, err
	}
	// One is enough, unless it is being deleted.
	out.Body.OK = true
	for _, conflict := range conflicts {
		first, err := a.relatedRoutes(ctx, []routing.Related{conflict})
		if err != nil {
			return nil, err
		}
		if len(first) == 1 {
			out.Body.OK = false
			out.Body.ConflictingRoute, out.Body.Witness = &first[0].Route, &first[0].Witness
			break
		}
	}
	return out, nil
}

// relatedRoutes returns the records behind routes of the table, without those
// that were deleted since.
func (a *api) relatedRoutes(ctx context.Context, list []routing.Related) ([]RelatedRoute, error) {
	shown := make([]RelatedRoute, 0, len(list))
	for _, one := range list {
		r, err := a.related(ctx, one.Route)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		shown = append(shown, RelatedRoute{Route: showRoute(r), Witness: *showWitness(one.Witness)})
	}
	return shown, nil
}
