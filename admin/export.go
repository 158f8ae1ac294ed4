package admin

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// bundleFormat is the format of the bundles that are written and taken.
const bundleFormat = 1

// Bundle is all scripts and routes of a server, without versions that are not
// live.
type Bundle struct {
	Format  int            `json:"format" enum:"1" doc:"The format of the bundle."`
	Scripts []BundleScript `json:"scripts" nullable:"false" doc:"The scripts. By name when exported."`
}

// BundleScript is a script in a bundle.
type BundleScript struct {
	ID          string `json:"id,omitempty" doc:"The script's id. A new script gets it if no other has it; else it means nothing."`
	Name        string `json:"name" pattern:"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$" patternDescription:"1 to 100 letters, digits, spaces, dots, underscores and hyphens, the first one a letter or digit" doc:"The script's name, by which it is recognised."`
	Description string `json:"description" required:"false" maxLength:"1000" doc:"What the script is for."`
	Source      string `json:"source" doc:"One Go file, package main, of at most 1 MiB."`
	Enabled     *bool  `json:"enabled" required:"false" nullable:"false" default:"true" doc:"Whether the script answers."`
	ScriptLimits
	Routes []BundleRoute `json:"routes" required:"false" nullable:"false" doc:"All routes of the script. If they are left out when importing, its routes stay as they are."`
}

// BundleRoute is a route in a bundle, as it was typed.
type BundleRoute struct {
	ID            string `json:"id,omitempty" doc:"The route's id. A new route gets it if no other has it; one that is there is changed."`
	Host          string `json:"host" required:"false" doc:"Empty or * for any host, a name or IP address, or *.suffix."`
	HostParamName string `json:"host_param_name,omitempty" doc:"The parameter that takes what stands in front of the suffix of a wildcard host."`
	Method        string `json:"method" required:"false" doc:"GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS; empty, * or ANY for any."`
	Path          string `json:"path" doc:"The pattern: /exact, /prefix/* or /with/:param."`
	Guard         string `json:"guard" required:"false" doc:"An expression over request that must be true for the route to answer. Empty for none."`
}

func (a *api) registerExport(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/export", id: "export", tag: tagScripts, scope: auth.Read,
		summary: "Export all scripts and routes",
		about: "Everything of one moment, in an order that changes only with what is exported. Versions that are not live, " +
			"execution records and tokens are no part of it.",
	}, a.export)
}

func (a *api) export(ctx context.Context, _ *struct{}) (*struct{ Body Bundle }, error) {
	snapshot, err := a.Store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Bundle }{Body: newBundle(snapshot)}, nil
}

func newBundle(snapshot store.Snapshot) Bundle {
	routes := map[store.ID][]BundleRoute{}
	for _, r := range snapshot.Routes {
		routes[r.ScriptID] = append(routes[r.ScriptID], BundleRoute{
			ID:            r.ID.String(),
			Host:          r.Host,
			HostParamName: r.HostParamName,
			Method:        r.Method,
			Path:          r.Path,
			Guard:         r.Guard,
		})
	}
	scripts := make([]BundleScript, len(snapshot.Scripts))
	for i, s := range snapshot.Scripts {
		own := routes[s.ID]
		if own == nil {
			own = []BundleRoute{}
		}
		scripts[i] = BundleScript{
			ID:           s.ID.String(),
			Name:         s.Name,
			Description:  s.Description,
			Source:       s.Source,
			Enabled:      &s.Enabled,
			ScriptLimits: ScriptLimits(s.Limits),
			Routes:       own,
		}
	}
	slices.SortFunc(scripts, func(x, y BundleScript) int { return cmp.Compare(x.Name, y.Name) })
	return Bundle{Format: bundleFormat, Scripts: scripts}
}
