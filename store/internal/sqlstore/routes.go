package sqlstore

import (
	"context"
	"fmt"

	"github.com/picloud/picloud/store"
)

const selectRoutes = `
	SELECT id, script_id, host_kind, host, host_param_name, path_kind, path, method, guard,
		binding_host_kind, binding_host, binding_path_kind, binding_path, binding_method, created_at
	FROM routes`

// insertRoute and updateRoute take the same arguments.
const (
	insertRoute = `
		INSERT INTO routes (id, script_id, host_kind, host, host_param_name, path_kind, path, method, guard,
			binding_host_kind, binding_host, binding_path_kind, binding_path, binding_method, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

	updateRoute = `
		UPDATE routes SET script_id = $2, host_kind = $3, host = $4, host_param_name = $5,
			path_kind = $6, path = $7, method = $8, guard = $9,
			binding_host_kind = $10, binding_host = $11, binding_path_kind = $12,
			binding_path = $13, binding_method = $14, created_at = $15
		WHERE id = $1`
)

func scanRoute(row Scanner) (store.Route, error) {
	var r store.Route
	var created int64
	b := &r.Binding
	err := row.Scan(&r.ID, &r.ScriptID, &r.HostKind, &r.Host, &r.HostParamName, &r.PathKind, &r.Path, &r.Method, &r.Guard,
		&b.HostKind, &b.Host, &b.PathKind, &b.Path, &b.Method, &created)
	r.CreatedAt = FromMicros(created)
	return r, err
}

// CreateRoute implements store.Routes.
func (d *DB) CreateRoute(ctx context.Context, r store.Route, check store.RouteCheck) (store.Route, error) {
	return d.saveRoute(ctx, r, check, false)
}

// UpdateRoute implements store.Routes.
func (d *DB) UpdateRoute(ctx context.Context, r store.Route, check store.RouteCheck) (store.Route, error) {
	return d.saveRoute(ctx, r, check, true)
}

// DeleteRoute implements store.Routes.
func (d *DB) DeleteRoute(ctx context.Context, id store.ID) error {
	return d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		return deleteRoute(ctx, tx, id)
	})
}

func deleteRoute(ctx context.Context, tx *transaction, id store.ID) (event, error) {
	old, err := routeByID(ctx, tx, id)
	if err != nil {
		return event{}, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM routes WHERE id = $1`, id)
	return routeEvent("route.delete", old), err
}

// RouteByID implements store.Routes.
func (d *DB) RouteByID(ctx context.Context, id store.ID) (store.Route, error) {
	r, err := routeByID(ctx, d.Read, id)
	return r, d.explain(ctx, err)
}

// ListRoutes implements store.Routes.
func (d *DB) ListRoutes(ctx context.Context, q store.RouteQuery) ([]store.Route, error) {
	var where Where
	if !q.ScriptID.IsZero() {
		where.Add(`script_id = `, where.Arg(q.ScriptID))
	}
	if !q.After.IsZero() {
		where.Add(`id > `, where.Arg(q.After))
	}
	return page(ctx, d, scanRoute, selectRoutes, where, `id`, q.Limit)
}

// saveRoute checks a route against its neighbours and writes it, with no other
// change in between.
func (d *DB) saveRoute(ctx context.Context, r store.Route, check store.RouteCheck, exists bool) (store.Route, error) {
	if err := checkRoute(r); err != nil {
		return store.Route{}, err
	}
	var refusal error
	keeps := exists && r.ScriptID.IsZero()
	err := d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		refusal = nil
		statement, action := insertRoute, "route.create"
		r.CreatedAt = tx.at
		if exists {
			old, err := routeByID(ctx, tx, r.ID)
			if err != nil {
				return event{}, err
			}
			statement, action = updateRoute, "route.update"
			r.CreatedAt = old.CreatedAt
			if keeps {
				r.ScriptID = old.ScriptID
			}
		}
		if _, err := scriptByID(ctx, tx, r.ScriptID); err != nil {
			return event{}, err
		}
		others, err := neighbours(ctx, tx, r)
		if err != nil {
			return event{}, err
		}
		if refusal = check(others); refusal != nil {
			return event{}, refusal
		}
		return routeEvent(action, r), writeRoute(ctx, tx, statement, r)
	})
	switch {
	case refusal != nil:
		return store.Route{}, refusal
	case err != nil:
		return store.Route{}, err
	}
	return r, nil
}

func checkRoute(r store.Route) error {
	return checkText("route", r.HostKind, r.Host, r.HostParamName, r.PathKind, r.Path, r.Method, r.Guard,
		r.Binding.HostKind, r.Binding.Host, r.Binding.PathKind, r.Binding.Path, r.Binding.Method)
}

// writeRoute runs insertRoute or updateRoute.
func writeRoute(ctx context.Context, tx *transaction, statement string, r store.Route) error {
	_, err := tx.ExecContext(ctx, statement,
		r.ID, r.ScriptID, r.HostKind, r.Host, r.HostParamName, r.PathKind, r.Path, r.Method, r.Guard,
		r.Binding.HostKind, r.Binding.Host, r.Binding.PathKind, r.Binding.Path, r.Binding.Method,
		r.CreatedAt.UnixMicro())
	if err != nil {
		return fmt.Errorf("route %s: %w", r.ID, err)
	}
	return nil
}

// neighbours returns the routes that a route could conflict with: the others
// of its host kind, host and path kind.
func neighbours(ctx context.Context, tx *transaction, r store.Route) ([]store.Route, error) {
	return Collect(ctx, tx, scanRoute, selectRoutes+`
		WHERE binding_host_kind = $1 AND binding_host = $2 AND binding_path_kind = $3 AND id <> $4
		ORDER BY id`,
		r.Binding.HostKind, r.Binding.Host, r.Binding.PathKind, r.ID)
}

func routeByID(ctx context.Context, q queryer, id store.ID) (store.Route, error) {
	r, err := scanRoute(q.QueryRowContext(ctx, selectRoutes+` WHERE id = $1`, id))
	if err != nil {
		return store.Route{}, NotFound(err, "route", id)
	}
	return r, nil
}

// routeEvent names a route as its user would.
func routeEvent(action string, r store.Route) event {
	method := r.Method
	if method == "" {
		method = "ANY"
	}
	return event{
		action: action,
		object: store.Object{Kind: "route", ID: r.ID, Name: method + " " + r.Host + r.Path},
		detail: map[string]any{"script_id": r.ScriptID},
	}
}
