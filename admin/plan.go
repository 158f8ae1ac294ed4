package admin

import (
	"errors"
	"fmt"
	"slices"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// plan is how a bundle becomes what the store holds.
type plan struct {
	scripts map[string]store.Script // as they are, by name
	ids     map[store.ID]bool       // of all scripts
	routes  map[store.ID]store.Route

	set     store.ChangeSet
	result  ImportResult
	sources []plannedSource
	wanted  []plannedRoute
	settled map[store.ID]bool // their ids
	deleted map[store.ID]bool // routes that are gone afterwards
}

// plannedSource is a source to be checked.
type plannedSource struct {
	at           place
	name, source string
}

// plannedRoute is a route of the bundle.
type plannedRoute struct {
	at      place
	binding binding
	record  store.Route
}

func newPlan(snapshot store.Snapshot) *plan {
	p := &plan{
		scripts: make(map[string]store.Script, len(snapshot.Scripts)),
		ids:     make(map[store.ID]bool, len(snapshot.Scripts)),
		routes:  make(map[store.ID]store.Route, len(snapshot.Routes)),
		set:     store.ChangeSet{Revision: snapshot.Revision},
		result:  ImportResult{Changes: []ImportChange{}, Diagnostics: map[string][]sandbox.Diagnostic{}},
		settled: map[store.ID]bool{},
		deleted: map[store.ID]bool{},
	}
	for _, s := range snapshot.Scripts {
		p.scripts[s.Name] = s
		p.ids[s.ID] = true
	}
	for _, r := range snapshot.Routes {
		p.routes[r.ID] = r
	}
	return p
}

// note adds a change to the result.
func (p *plan) note(action, kind, name string, id store.ID, fields []string) {
	if fields == nil {
		fields = []string{}
	}
	p.result.Changes = append(p.result.Changes, ImportChange{Action: action, Kind: kind, Name: name, ID: id, Fields: fields})
}

// bundle plans a whole bundle.
func (p *plan) bundle(b Bundle, prune bool) error {
	listed := make(map[string]bool, len(b.Scripts))
	for i, s := range b.Scripts {
		at := place(fmt.Sprintf("scripts[%d]", i))
		if listed[s.Name] {
			return at.describe(invalid(codeValidation, "body.name", s.Name, "the script %q is in the bundle twice", s.Name))
		}
		listed[s.Name] = true
		if err := p.script(at, s); err != nil {
			return err
		}
	}
	if prune {
		var gone []string
		for name := range p.scripts {
			if !listed[name] {
				gone = append(gone, name)
			}
		}
		slices.Sort(gone)
		for _, name := range gone {
			p.deleteScript(p.scripts[name])
		}
	}
	return p.conflicts()
}

func (p *plan) script(at place, in BundleScript) error {
	id, err := optionalID(in.ID)
	if err != nil {
		return at.describe(err)
	}
	before, exists := p.scripts[in.Name]
	wanted := store.Script{
		ID:          before.ID,
		Name:        in.Name,
		Description: in.Description,
		Enabled:     in.Enabled == nil || *in.Enabled,
		Limits:      store.Limits(in.ScriptLimits),
		Source:      in.Source,
	}
	switch {
	case !exists:
		if wanted.ID = id; id.IsZero() || p.ids[id] {
			wanted.ID = store.NewID()
		}
		p.ids[wanted.ID] = true
		p.set.CreateScripts = append(p.set.CreateScripts, wanted)
		p.note(actionCreate, kindScript, in.Name, wanted.ID, nil)
	default:
		fields := changedFields(before, wanted)
		if len(fields) == 0 {
			p.note(actionUnchanged, kindScript, in.Name, wanted.ID, nil)
			break
		}
		p.set.UpdateScripts = append(p.set.UpdateScripts, wanted)
		p.note(actionUpdate, kindScript, in.Name, wanted.ID, fields)
	}
	if !exists || in.Source != before.Source {
		p.sources = append(p.sources, plannedSource{at: at, name: in.Name, source: in.Source})
	}
	if in.Routes == nil {
		return nil
	}
	return p.scriptRoutes(at, wanted.ID, in.Routes)
}

func changedFields(before, after store.Script) (fields []string) {
	for _, f := range []struct {
		name    string
		changed bool
	}{
		{"description", before.Description != after.Description},
		{"source", before.Source != after.Source},
		{"enabled", before.Enabled != after.Enabled},
		{"timeout_ms", before.Limits.TimeoutMS != after.Limits.TimeoutMS},
		{"max_operations", before.Limits.MaxOperations != after.Limits.MaxOperations},
		{"memory_limit_mb", before.Limits.MemoryLimitMB != after.Limits.MemoryLimitMB},
		{"max_concurrency", before.Limits.MaxConcurrency != after.Limits.MaxConcurrency},
	} {
		if f.changed {
			fields = append(fields, f.name)
		}
	}
	return fields
}

// scriptRoutes has a script's routes become those of a bundle. A route stays
// the same one if it has the same binding, or else the same id.
func (p *plan) scriptRoutes(at place, scriptID store.ID, listed []BundleRoute) error {
	left := map[store.ID]store.Route{}
	bound := map[store.Binding]store.ID{}
	for _, r := range p.routes {
		if r.ScriptID == scriptID {
			left[r.ID], bound[r.Binding] = r, r.ID
		}
	}
	wanted := make([]plannedRoute, len(listed))
	for i, in := range listed {
		r := &wanted[i]
		r.at = place(fmt.Sprintf("%s.routes[%d]", at, i))
		id, err := optionalID(in.ID)
		if err != nil {
			return r.at.describe(err)
		}
		// Routes without an id of their own must not pass for the same one.
		own := id
		if own.IsZero() {
			own = store.NewID()
		}
		r.binding, err = bind(own.String(), RouteInput{
			Host: in.Host, HostParamName: in.HostParamName, Method: &in.Method, Path: in.Path, Guard: in.Guard,
		})
		if err != nil {
			return r.at.describe(err)
		}
		r.record = r.binding.record(id, scriptID)
		if same, ok := bound[r.record.Binding]; ok {
			r.record.ID = same
			delete(bound, r.record.Binding)
			delete(left, same)
		}
	}
	// Those whose binding is a new one.
	for i := range wanted {
		r := &wanted[i]
		before, exists := p.routes[r.record.ID]
		if _, free := left[r.record.ID]; free {
			delete(left, r.record.ID)
		} else if r.record.ID.IsZero() || exists && (before.ScriptID != scriptID || before.Binding != r.record.Binding) || p.settled[r.record.ID] {
			r.record.ID = store.NewID()
		}
		if err := p.route(r); err != nil {
			return err
		}
	}
	gone := make([]store.Route, 0, len(left))
	for _, r := range left {
		gone = append(gone, r)
	}
	slices.SortFunc(gone, func(x, y store.Route) int { return slices.Compare(x.ID[:], y.ID[:]) })
	for _, r := range gone {
		p.deleted[r.ID] = true
		p.set.DeleteRoutes = append(p.set.DeleteRoutes, r.ID)
		p.note(actionDelete, kindRoute, describe(r), r.ID, nil)
	}
	return nil
}

// route plans one route, whose id is settled.
func (p *plan) route(r *plannedRoute) error {
	// The binding's route has the id under which it will stand.
	spec := r.binding.route.Spec()
	spec.ID = r.record.ID.String()
	compiled, err := routing.Compile(spec)
	if err != nil {
		return err
	}
	r.binding.route = compiled
	p.wanted = append(p.wanted, *r)
	p.settled[r.record.ID] = true

	before, exists := p.routes[r.record.ID]
	if !exists {
		p.set.CreateRoutes = append(p.set.CreateRoutes, r.record)
		p.note(actionCreate, kindRoute, describe(r.record), r.record.ID, nil)
		return nil
	}
	fields := changedRouteFields(before, r.record)
	if len(fields) == 0 {
		p.note(actionUnchanged, kindRoute, describe(r.record), r.record.ID, nil)
		return nil
	}
	p.set.UpdateRoutes = append(p.set.UpdateRoutes, r.record)
	p.note(actionUpdate, kindRoute, describe(r.record), r.record.ID, fields)
	return nil
}

func changedRouteFields(before, after store.Route) (fields []string) {
	for _, f := range []struct{ name, before, after string }{
		{"host", before.Host, after.Host},
		{"host_param_name", before.HostParamName, after.HostParamName},
		{"method", before.Method, after.Method},
		{"path", before.Path, after.Path},
		{"guard", before.Guard, after.Guard},
	} {
		if f.before != f.after {
			fields = append(fields, f.name)
		}
	}
	return fields
}

func (p *plan) deleteScript(s store.Script) {
	p.set.DeleteScripts = append(p.set.DeleteScripts, s.ID)
	p.note(actionDelete, kindScript, s.Name, s.ID, nil)
	for _, r := range p.routes {
		if r.ScriptID == s.ID {
			p.deleted[r.ID] = true
		}
	}
}

// conflicts compares the routes of the bundle with each other and with those
// that stay.
func (p *plan) conflicts() error {
	records := map[string]store.Route{}
	var all []*routing.Route
	for _, r := range p.wanted {
		records[r.binding.route.ID()] = r.record
		all = append(all, r.binding.route)
	}
	for id, r := range p.routes {
		if _, listed := records[id.String()]; listed || p.deleted[id] {
			continue
		}
		compiled, err := compileStored(r)
		if err != nil {
			continue // as in binding.check
		}
		records[id.String()] = r
		all = append(all, compiled)
	}
	table := routing.NewTable(all)
	for _, r := range p.wanted {
		if related := table.Conflicts(r.binding.route); len(related) > 0 {
			conflict := routeConflict(records[related[0].Route.ID()], related[0].Witness)
			conflict.Field = "path"
			conflict.Errors = []FieldError{{Message: conflict.Detail}}
			return r.at.describe(conflict)
		}
	}
	return nil
}

// optionalID reads an id that may be left out.
func optionalID(text string) (store.ID, error) {
	if text == "" {
		return store.ID{}, nil
	}
	id, err := parseID("body.id", text)
	if p, ok := errors.AsType[*Problem](err); ok {
		p.Field = "id"
	}
	return id, err
}
