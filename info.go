package picloud

import (
	"runtime/debug"
	"strings"
	"time"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/admin"
	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/retention"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"
)

// versions is the body of /version.
type versions struct {
	Product       string `json:"product"`
	Schema        int    `json:"schema"`
	SDK           string `json:"sdk"`
	API           int    `json:"api"`
	PublicBaseURL string `json:"public_base_url"`
}

// versions tells what is running. Without a store the schema is 0.
func (g *generation) versions() versions {
	schema := 0
	if opened := g.backend.opened.Load(); opened != nil {
		schema = opened.store.Schema()
	}
	return versions{
		Product:       productVersion(),
		Schema:        schema,
		SDK:           sdk.Version,
		API:           admin.APIVersion,
		PublicBaseURL: g.app.publicBaseURL,
	}
}

// info is the effective configuration.
func (g *generation) info() admin.Info {
	v, l := g.versions(), g.app.limits
	sink, node := g.backend.sink.Stats(), g.backend.node()
	return admin.Info{
		Product:       v.Product,
		SDK:           v.SDK,
		API:           v.API,
		Schema:        v.Schema,
		PublicBaseURL: v.PublicBaseURL,
		Limits: admin.InfoLimits{
			TimeoutMS:      int64(l.Timeout / time.Millisecond),
			MaxOperations:  l.Operations,
			MemoryLimitMB:  l.Memory >> 20,
			MaxConcurrency: int64(l.Concurrency),
			CallDepth:      int64(l.CallDepth),
			LogLines:       int64(l.LogLines),
			LogBytes:       int64(l.LogBytes),
			RequestBytes:   g.app.MaxRequestBody,
			ResponseBytes:  l.ResponseBytes,
			SourceBytes:    admin.MaxSourceBytes,
		},
		Executor: admin.InfoExecutor{Name: moduleName(g.app.executor), Walls: walls(g.executor)},
		Node:     admin.InfoNode{ID: node.ID, Name: g.app.nodeName, Role: g.app.Role, Revision: node.Revision},
		Store:    g.store(),
		Logs:     g.logs(),
		LogSink: admin.InfoLogSink{
			Capacity:    logsink.DefaultMaxRecords,
			Queued:      int(sink.Queued),
			Written:     sink.Written,
			Dropped:     sink.Dropped + sink.Failed,
			Sampled:     sink.Sampled,
			SampleEvery: sink.SampleEvery,
		},
	}
}

// store tells what keeps everything, and how this node stands to it.
func (g *generation) store() admin.InfoStore {
	info := admin.InfoStore{Kind: moduleName(g.app.store), State: g.backend.storeState()}
	_, info.Shared = g.app.store.(sharedModule)
	if f := g.backend.fallback.Load(); f != nil {
		info.SnapshotAt = &f.SavedAt
	}
	return info
}

// logs tells about the bounds of the execution log.
func (g *generation) logs() admin.InfoLogs {
	var state retention.State
	if opened := g.backend.opened.Load(); opened != nil {
		state = opened.keeper.State()
	}
	l := g.app.logs.effective()
	return admin.InfoLogs{
		Bytes:         state.Bytes,
		MaxBytes:      state.Limit,
		MaxAgeS:       int64(time.Duration(l.MaxAge) / time.Second),
		MaxAgeErrorsS: int64(time.Duration(l.MaxAgeErrors) / time.Second),
		MaxRate:       l.MaxRate,
		Deleted:       state.Deleted,
	}
}

// announce logs what is served, from where and within which walls.
func (g *generation) announce() {
	attrs := []any{"store", g.app.store.Identity(), "executor", moduleName(g.app.executor)}
	if deployed := g.backend.deployed.Load(); deployed != nil {
		attrs = append(attrs, "scripts", len(deployed.scripts), "routes", deployed.table.Len())
	}
	var missing []string
	for _, wall := range walls(g.executor) {
		if !wall.Stands {
			missing = append(missing, wall.Name)
		}
	}
	if len(missing) > 0 {
		attrs = append(attrs, "not_contained", missing)
	}
	g.app.logger.Info("serving scripts", attrs...)
}

func walls(e sandbox.Executor) []admin.InfoWall {
	walled, ok := e.(sandbox.Walled)
	if !ok {
		return []admin.InfoWall{}
	}
	walls := []admin.InfoWall{}
	for _, wall := range walled.Walls() {
		walls = append(walls, admin.InfoWall(wall))
	}
	return walls
}

// moduleName is the last part of a guest module's id, such as "sqlite".
func moduleName(module any) string {
	m, ok := module.(caddy.Module)
	if !ok {
		return ""
	}
	id := string(m.CaddyModule().ID)
	return id[strings.LastIndexByte(id, '.')+1:]
}

// productVersion is the version of this module in the running binary, or
// "devel" in a build from a work tree.
func productVersion() string {
	const module = "github.com/picloud/picloud"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return develVersion
	}
	version := info.Main.Version
	if info.Main.Path != module {
		for _, dep := range info.Deps {
			if dep.Path == module {
				version = dep.Version
			}
		}
	}
	// A build from a work tree has no version, or one that was made up for it.
	if version == "" || version == "(devel)" || version == "v0.0.0" {
		return develVersion
	}
	return version
}

const develVersion = "devel"
