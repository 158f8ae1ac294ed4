package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// BasePath is where the API is served. The handler takes full paths: it must
// be mounted without stripping anything.
const BasePath = "/api/v1/admin"

// APIVersion is the major version of the API, the one in its paths.
const APIVersion = 1

// documentVersion is the version of the API's document.
const documentVersion = "1.0.0"

// Checker tells what is wrong with a script's source. Every sandbox.Executor
// is one.
type Checker interface {
	// Check returns nothing for a source that would run. The error is about
	// the checker, not the source.
	Check(ctx context.Context, source string) ([]sandbox.Diagnostic, error)
}

// Config is what the API works with. All of it must be safe for concurrent
// use.
type Config struct {
	// Store keeps everything. Required.
	Store store.Store

	// Checker checks sources before they are saved. Required.
	Checker Checker

	// Table returns the routes that are live on this node. The IDs of its
	// routes are those of the store as text. Required.
	Table func() *routing.Table

	// Changed is called after every committed change of scripts or routes and
	// returns when the change is live on this node. Its error is logged; the
	// change stands. Nil when nothing needs to know.
	Changed func(ctx context.Context) error

	// FlushLogs returns when the executions so far can be read from the store.
	// Its error is logged. Nil when they always can.
	FlushLogs func(ctx context.Context) error

	// Info returns what GET /config answers. Required.
	Info func() Info

	// Logger takes what callers are not told. Nil for slog.Default.
	Logger *slog.Logger
}

// api holds the handlers of the operations.
type api struct {
	Config
}

// New returns the API.
func New(c Config) (http.Handler, error) {
	switch {
	case c.Store == nil:
		return nil, errors.New("admin: no Store is configured")
	case c.Checker == nil:
		return nil, errors.New("admin: no Checker is configured")
	case c.Table == nil:
		return nil, errors.New("admin: no Table is configured")
	case c.Info == nil:
		return nil, errors.New("admin: no Info is configured")
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	mux := http.NewServeMux()
	document, err := build(&api{c}, mux)
	if err != nil {
		return nil, err
	}
	serveDocument(mux, document)
	return &handler{mux: mux, logger: c.Logger}, nil
}

// Document returns the OpenAPI 3.1 document of the API as JSON.
func Document() ([]byte, error) {
	return build(&api{}, http.NewServeMux())
}

// build registers all operations on mux and returns their document.
func build(a *api, mux *http.ServeMux) ([]byte, error) {
	h := humago.New(mux, humaConfig())
	a.registerScripts(h)
	a.registerCheck(h)
	a.registerVersions(h)
	a.registerRoutes(h)
	a.registerRoutesCheck(h)
	a.registerRoutesMatch(h)
	a.registerLogs(h)
	a.registerConfig(h)
	describeDocument(h)

	// Huma registers its own error model for every operation; none of ours
	// answers with it.
	schemas := h.OpenAPI().Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")

	document, err := json.Marshal(h.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("writing the OpenAPI document: %w", err)
	}
	return document, nil
}

// changed makes a committed change live. The caller's going away must not keep
// it from that.
func (a *api) changed(ctx context.Context) {
	if a.Changed == nil {
		return
	}
	if err := a.Changed(context.WithoutCancel(ctx)); err != nil {
		a.Logger.ErrorContext(ctx, "a change is saved but not live on this node", "error", err)
	}
}

// humaConfig turns off what Huma adds on its own: documentation pages, schema
// routes, and links to schemas in bodies.
func humaConfig() huma.Config {
	config := huma.DefaultConfig("PiCloud admin API", documentVersion)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.Formats = formats()
	config.RejectUnknownQueryParameters = true
	config.Transformers = []huma.Transformer{toProblem}
	config.Info.Description = "Scripts, their versions and routes, and the log of their executions. " +
		"Errors are problem documents (RFC 9457) with a stable `code`. Times are RFC 3339 in UTC, ids are UUIDs. " +
		"Unknown fields and parameters are refused; fields marked as read-only are taken and ignored, " +
		"so that what was read can be changed and sent back."
	config.Tags = []*huma.Tag{
		{Name: tagScripts, Description: "Scripts and their live source."},
		{Name: tagVersions, Description: "What was saved before, and going back to it."},
		{Name: tagRoutes, Description: "Which requests run which script."},
		{Name: tagLogs, Description: "Records of executions."},
		{Name: tagSystem, Description: "The server itself."},
	}
	return config
}

// The tags of the document.
const (
	tagScripts  = "scripts"
	tagVersions = "versions"
	tagRoutes   = "routes"
	tagLogs     = "logs"
	tagSystem   = "system"
)
