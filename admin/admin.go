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

	"github.com/picloud/picloud/auth"
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

	// Auth knows who a caller of the public API is, and makes tokens and
	// sessions. It works on Store. Required.
	Auth *auth.Authenticator

	// Checker checks sources before they are saved. Required.
	Checker Checker

	// Runner runs test runs. Nil when nothing can: they are refused then.
	Runner Runner

	// Limits are those of scripts that set none of their own. Zero fields are
	// taken from sandbox.DefaultLimits.
	Limits sandbox.Limits

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

	// Stats tells what was counted of executions. Required.
	Stats Reporter

	// Watch returns a channel that gets a value when executions have become
	// readable, and a function to call when nobody reads it any more. Nil when
	// nothing tells: who follows the log then gets executions late.
	Watch func() (written <-chan struct{}, stop func())

	// Ending is closed when the API is to answer no longer: it ends the streams
	// of those who follow the log. Nil when it never is.
	Ending <-chan struct{}

	// Info returns what GET /config answers. Required.
	Info func() Info

	// Self returns this node, as the Store lists it. Nil when none is to be told
	// from the others.
	Self func() store.Node

	// Away reports that the Store is known not to answer. Changes are then refused
	// at once and not when its patience ends. Nil for never.
	Away func() bool

	// ReadOnly refuses whatever would change something but who is signed in:
	// that is for other nodes to do.
	ReadOnly bool

	// AdminHost is the host on which no route answers, as routing.CanonicalHost
	// writes it. Empty when there is none.
	AdminHost string

	// Completions is what GET /completions answers, as JSON. Nil when there is
	// nothing to offer.
	Completions []byte

	// Logger takes what callers are not told. Nil for slog.Default.
	Logger *slog.Logger
}

// api holds the handlers of the operations.
type api struct {
	Config

	// tests has a value for each test run that is under way.
	tests chan struct{}

	// tails has a value for each client that follows the log.
	tails chan struct{}

	// formatting has a value while a source is formatted.
	formatting chan struct{}

	// scopes are what the operations ask for, by their patterns in the mux, and
	// writes are the patterns of those that change something.
	scopes map[string]auth.Scope
	writes map[string]bool
}

// New returns the API.
func New(c Config) (*API, error) {
	switch {
	case c.Store == nil:
		return nil, errors.New("admin: no Store is configured")
	case c.Auth == nil:
		return nil, errors.New("admin: no Auth is configured")
	case c.Checker == nil:
		return nil, errors.New("admin: no Checker is configured")
	case c.Table == nil:
		return nil, errors.New("admin: no Table is configured")
	case c.Stats == nil:
		return nil, errors.New("admin: no Stats are configured")
	case c.Info == nil:
		return nil, errors.New("admin: no Info is configured")
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	mux := http.NewServeMux()
	a := &api{
		Config:     c,
		tests:      make(chan struct{}, maxTestRuns),
		tails:      make(chan struct{}, maxTails),
		formatting: make(chan struct{}, 1),
	}
	document, err := build(a, mux)
	if err != nil {
		return nil, err
	}
	serveDocument(mux, document)
	a.scopes[documentPattern] = documentScope
	return &API{api: a, mux: mux}, nil
}

// Document returns the OpenAPI 3.1 document of the API as JSON.
func Document() ([]byte, error) {
	return build(&api{}, http.NewServeMux())
}

// build registers all operations on mux and returns their document.
func build(a *api, mux *http.ServeMux) ([]byte, error) {
	a.scopes, a.writes = map[string]auth.Scope{}, map[string]bool{}
	h := humago.New(mux, humaConfig())
	a.registerScripts(h)
	a.registerCheck(h)
	a.registerTestRuns(h)
	a.registerVersions(h)
	a.registerRoutes(h)
	a.registerRoutesCheck(h)
	a.registerRoutesMatch(h)
	a.registerLogs(h)
	a.registerTail(h)
	a.registerStats(h)
	a.registerExport(h)
	a.registerImport(h)
	a.registerConfig(h)
	a.registerNodes(h)
	a.registerBackup(h)
	a.registerSetup(h)
	a.registerSession(h)
	a.registerSessions(h)
	a.registerTokens(h)
	a.registerAudit(h)
	a.registerTemplates(h)
	a.registerCompletions(h)
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
	config.Components.SecuritySchemes = securitySchemes()
	config.Info.Description = "Scripts, their versions and routes, and the log of their executions. " +
		"Errors are problem documents (RFC 9457) with a stable `code`. Times are RFC 3339 in UTC, ids are UUIDs. " +
		"Unknown fields and parameters are refused; fields marked as read-only are taken and ignored, " +
		"so that what was read can be changed and sent back."
	config.Tags = []*huma.Tag{
		{Name: tagScripts, Description: "Scripts and their live source."},
		{Name: tagVersions, Description: "What was saved before, and going back to it."},
		{Name: tagRoutes, Description: "Which requests run which script."},
		{Name: tagLogs, Description: "Records of executions."},
		{Name: tagAccess, Description: "Who may use the API, and what they did."},
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
	tagAccess   = "access"
	tagSystem   = "system"
)
