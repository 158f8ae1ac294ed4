package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/picloud/picloud/expression"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

// Witness is one request that two routes both match, guards aside.
type Witness struct {
	Method string `json:"method" doc:"The request's method."`
	Host   string `json:"host" doc:"Its host."`
	Path   string `json:"path" doc:"Its path, percent-encoded."`
	URL    string `json:"url" doc:"Host and path in one."`
}

func showWitness(w routing.Witness) *Witness {
	return &Witness{Method: w.Method, Host: w.Host, Path: w.Path, URL: "http://" + w.Host + w.Path}
}

// binding is a route that somebody typed and that can be bound as such.
type binding struct {
	route *routing.Route
	guard string
}

// bind compiles a route. The error is a Problem with the place of the mistake.
func bind(id string, in RouteInput) (binding, error) {
	spec := routing.Spec{
		ID:            id,
		HostKind:      routing.HostKind(in.HostKind),
		Host:          in.Host,
		HostParamName: in.HostParamName,
		PathKind:      routing.PathKind(in.PathKind),
		Path:          in.Path,
	}
	if in.Method != nil {
		spec.Method = *in.Method
	}
	route, err := routing.Compile(spec)
	if wrong, ok := errors.AsType[*routing.ParseError](err); ok {
		return binding{}, misplaced(wrong.Code, wrong.Field, in.text(wrong.Field), wrong.Offset, wrong.Reason)
	}
	if err != nil {
		return binding{}, err
	}
	if strings.TrimSpace(in.Guard) == "" {
		return binding{route: route}, nil
	}
	_, err = expression.CompileGuard(in.Guard)
	if wrong, ok := errors.AsType[*expression.Error](err); ok {
		return binding{}, misplaced(codeInvalidGuard, "guard", in.Guard, wrong.Offset, wrong.Message)
	}
	if err != nil {
		return binding{}, err
	}
	return binding{route: route, guard: in.Guard}, nil
}

// misplaced is the answer to a field of a route, or an expression, that is
// wrong at one byte.
func misplaced(code, field, value string, offset int, reason string) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, code, "%s, byte %d: %s", field, offset, reason)
	p.Field = field
	p.Offset = &offset
	p.Errors = []FieldError{{Location: "body." + field, Message: reason, Value: shown(value)}}
	return p
}

// text returns a field by its JSON name.
func (in RouteInput) text(field string) string {
	switch field {
	case "path":
		return in.Path
	case "host":
		return in.Host
	case "host_kind":
		return in.HostKind
	case "host_param_name":
		return in.HostParamName
	case "path_kind":
		return in.PathKind
	case "method":
		if in.Method != nil {
			return *in.Method
		}
	}
	return ""
}

// record returns what the store is to keep: host and path as they were typed.
func (b binding) record(id, scriptID store.ID) store.Route {
	spec, normal := b.route.Spec(), b.route.Binding()
	return store.Route{
		ID:            id,
		ScriptID:      scriptID,
		HostKind:      string(spec.HostKind),
		Host:          spec.Host,
		HostParamName: spec.HostParamName,
		PathKind:      string(spec.PathKind),
		Path:          spec.Path,
		Method:        spec.Method,
		Guard:         b.guard,
		Binding: store.Binding{
			HostKind: string(normal.HostKind),
			Host:     normal.Host,
			PathKind: string(normal.PathKind),
			Path:     normal.Path,
			Method:   normal.Method,
		},
	}
}

// conflictError is the refusal of a binding because of another route.
type conflictError struct {
	other   store.Route
	witness routing.Witness
}

func (e *conflictError) Error() string {
	return fmt.Sprintf("conflicts with the route %s", e.other.ID)
}

// check is a store.RouteCheck.
func (b binding) check(others []store.Route) error {
	for _, other := range others {
		compiled, err := compileStored(other)
		if err != nil {
			// Rules that are newer than the route refuse it, so it is not
			// served and in nobody's way.
			continue
		}
		if relation, w := routing.Compare(b.route, compiled); relation == routing.Conflicts {
			return &conflictError{other: other, witness: w}
		}
	}
	return nil
}

// compileStored compiles a route of the store, without its guard.
func compileStored(r store.Route) (*routing.Route, error) {
	return routing.Compile(storedSpec(r))
}

// storedSpec is what a route of the store was typed as, without its guard.
func storedSpec(r store.Route) routing.Spec {
	return routing.Spec{
		ID:            r.ID.String(),
		HostKind:      routing.HostKind(r.HostKind),
		Host:          r.Host,
		HostParamName: r.HostParamName,
		PathKind:      routing.PathKind(r.PathKind),
		Path:          r.Path,
		Method:        r.Method,
	}
}

// refused turns the error of a store that did not take a binding into what the
// caller is told. Missing is the answer when the store misses an object.
func (a *api) refused(ctx context.Context, err error, b binding, missing *Problem) error {
	if conflict, ok := errors.AsType[*conflictError](err); ok {
		return routeConflict(conflict.other, conflict.witness)
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return missing
	case errors.Is(err, store.ErrConflict):
		// The unique index knew of a route that the check was not shown.
		for _, related := range a.Table().Conflicts(b.route) {
			if other, err := a.related(ctx, related.Route); err == nil {
				return routeConflict(other, related.Witness)
			}
		}
		return newProblem(http.StatusConflict, codeRouteConflict,
			"another route is bound to the same host, path and method: change or delete that one first")
	default:
		return err
	}
}

func routeConflict(other store.Route, w routing.Witness) *Problem {
	p := newProblem(http.StatusConflict, codeRouteConflict,
		"the route %s (%s) would match %s %s too: change the path, host or method, or delete that route first",
		other.ID, describe(other), w.Method, showWitness(w).URL)
	shown := showRoute(other)
	p.ConflictingRoute = &shown
	p.Witness = showWitness(w)
	return p
}

// describe says a route in one line.
func describe(r store.Route) string {
	method := r.Method
	if method == "" {
		method = "ANY"
	}
	host := r.Host
	if r.HostKind == string(routing.HostAny) {
		host = ""
	}
	return method + " " + host + r.Path
}

// related returns the record behind a route of the table.
func (a *api) related(ctx context.Context, r *routing.Route) (store.Route, error) {
	id, err := store.ParseID(r.ID())
	if err != nil {
		return store.Route{}, fmt.Errorf("a route of the table: %w", err)
	}
	return a.Store.RouteByID(ctx, id)
}
