package picloud

import (
	"log/slog"
	"time"

	"github.com/picloud/picloud/expression"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// deployment is what a node serves: an immutable view of all scripts and
// routes of one revision.
type deployment struct {
	revision int64
	table    *routing.Table
	scripts  map[store.ID]*script
	routes   map[*routing.Route]boundRoute
	compiled map[store.ID]compiledRoute
	hosts    namedHosts
}

// script is a script as the executor takes it.
type script struct {
	id      store.ID
	name    string
	enabled bool
	source  sandbox.Script
	limits  sandbox.Limits
	meters  *meters
}

// boundRoute is a route with the script behind it.
type boundRoute struct {
	id     store.ID
	script *script
}

// compiledRoute is a route with the record it was compiled from.
type compiledRoute struct {
	record  store.Route
	enabled bool
	route   *routing.Route
}

// newDeployment builds a deployment from a snapshot. Routes that have not
// changed since the deployment before, which may be nil, are taken from it.
func newDeployment(s store.Snapshot, before *deployment, metering metering, logger *slog.Logger) *deployment {
	d := &deployment{
		revision: s.Revision,
		scripts:  make(map[store.ID]*script, len(s.Scripts)),
		routes:   make(map[*routing.Route]boundRoute, len(s.Routes)),
		compiled: make(map[store.ID]compiledRoute, len(s.Routes)),
		hosts:    newNamedHosts(),
	}
	for _, record := range s.Scripts {
		d.scripts[record.ID] = newScript(record, before.meters(record, metering))
	}
	routes := make([]*routing.Route, 0, len(s.Routes))
	for _, record := range s.Routes {
		target := d.scripts[record.ScriptID]
		c, ok := before.reuse(record, target.enabled)
		if !ok {
			route, err := compileRoute(record, target.enabled)
			if err != nil {
				logger.Error("a stored route is not served",
					"route", record.ID.String(), "path", record.Path, "error", err)
				continue
			}
			c = compiledRoute{record: record, enabled: target.enabled, route: route}
		}
		d.compiled[record.ID] = c
		d.routes[c.route] = boundRoute{id: record.ID, script: target}
		routes = append(routes, c.route)
		if target.enabled {
			d.hosts.add(record)
		}
	}
	d.table = routing.NewTable(routes)
	return d
}

func newScript(record store.Script, meters *meters) *script {
	return &script{
		id:      record.ID,
		name:    record.Name,
		enabled: record.Enabled,
		source: sandbox.Script{
			ID:      record.ID.String(),
			Version: record.Version,
			Source:  record.Source,
		},
		limits: sandbox.Limits{
			Timeout:     time.Duration(record.Limits.TimeoutMS) * time.Millisecond,
			Operations:  record.Limits.MaxOperations,
			Memory:      record.Limits.MemoryLimitMB << 20,
			Concurrency: int(record.Limits.MaxConcurrency),
		},
		meters: meters,
	}
}

// meters returns the meters of a script, which it keeps as long as its name.
func (d *deployment) meters(record store.Script, metering metering) *meters {
	if d != nil {
		if old := d.scripts[record.ID]; old != nil && old.name == record.Name {
			return old.meters
		}
	}
	return metering.of(record)
}

// names are the names of all scripts.
func (d *deployment) names() map[string]struct{} {
	names := make(map[string]struct{}, len(d.scripts))
	for _, s := range d.scripts {
		names[s.name] = struct{}{}
	}
	return names
}

func (d *deployment) reuse(record store.Route, enabled bool) (compiledRoute, bool) {
	if d == nil {
		return compiledRoute{}, false
	}
	c, ok := d.compiled[record.ID]
	return c, ok && c.record == record && c.enabled == enabled
}

func compileRoute(record store.Route, enabled bool) (*routing.Route, error) {
	spec := routing.Spec{
		ID:            record.ID.String(),
		HostKind:      routing.HostKind(record.HostKind),
		Host:          record.Host,
		HostParamName: record.HostParamName,
		PathKind:      routing.PathKind(record.PathKind),
		Path:          record.Path,
		Method:        record.Method,
	}
	switch {
	case !enabled:
		spec.Guard = disabled{}
	case record.Guard != "":
		guard, err := expression.CompileGuard(record.Guard)
		if err != nil {
			return nil, err
		}
		spec.Guard = guard
	}
	return routing.Compile(spec)
}

// newVersions returns the enabled scripts that have another version than
// before.
func (d *deployment) newVersions(before *deployment) []*script {
	var list []*script
	for id, s := range d.scripts {
		if old := before.scripts[id]; s.enabled && old != nil && old.source.Version != s.source.Version {
			list = append(list, s)
		}
	}
	return list
}

// without returns the ids of the scripts that d, which may be nil, has and next
// has not.
func (d *deployment) without(next *deployment) []string {
	if d == nil {
		return nil
	}
	var gone []string
	for id := range d.scripts {
		if next.scripts[id] == nil {
			gone = append(gone, id.String())
		}
	}
	return gone
}

// disabled is the guard of a disabled script's routes: they keep their place
// among the routes and take no request.
type disabled struct{}

// Allow implements routing.Guard.
func (disabled) Allow(*routing.Request, routing.Params) bool { return false }

// String says why a route was passed over.
func (disabled) String() string { return "the script is disabled" }
