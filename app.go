package picloud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
)

// App runs scripts that users save and bind to routes while Caddy runs. It
// keeps them in a store, runs them on an executor, and serves the admin API at
// /api/v1/admin on Caddy's admin endpoint.
//
// Scripts and routes are no part of Caddy's config: they change at once,
// without a reload. A reload keeps the store open, requests in flight and what
// is queued for the log, as long as the new config names the same store and
// executor.
type App struct {
	// StoreRaw is where scripts, routes and logs are kept. Default: `sqlite`,
	// in the folder "picloud" of Caddy's data directory.
	StoreRaw json.RawMessage `json:"store,omitempty" caddy:"namespace=picloud.stores inline_key=driver"`

	// ExecutorRaw is what runs scripts. Default: `process` on Unix systems,
	// `local` elsewhere.
	ExecutorRaw json.RawMessage `json:"executor,omitempty" caddy:"namespace=picloud.executors inline_key=kind"`

	// Limits are the limits of scripts that set none of their own.
	Limits *Limits `json:"limits,omitempty"`

	// Logs bound the execution log.
	Logs *Logs `json:"logs,omitempty"`

	// MaxRequestBody is the largest request body that is accepted, in bytes;
	// a larger one is answered with 413. Default: 10485760 (10 MiB).
	MaxRequestBody int64 `json:"max_request_body,omitempty"`

	// PublicBaseURL is the URL under which users reach the scripts, such as
	// `https://example.com`; the dashboard and the API show links with it.
	// Placeholders like `{env.X}` are replaced. Default: the environment
	// variable PICLOUD_PUBLIC_BASE_URL, which may be unset.
	PublicBaseURL string `json:"public_base_url,omitempty"`

	// PublicAdmin tells whether the admin API and the dashboard are served on
	// the sites too, to those with a token. Default: true. They are closed
	// until the first token exists.
	PublicAdmin *bool `json:"public_admin,omitempty"`

	// AdminHost is the only host on which the sites serve the admin API and the
	// dashboard, and on which no script answers, such as `admin.example.com`.
	// Placeholders like `{env.X}` are replaced. Default: every host of a site,
	// where pages that scripts serve are of the dashboard's origin.
	AdminHost string `json:"admin_host,omitempty"`

	// Node is the name of this node in records and lists, where several share a
	// store. Placeholders like `{env.X}` are replaced. Default: the name of the
	// host.
	Node string `json:"node,omitempty"`

	// Role is what this node does where several share a store: `all`; `ingress`,
	// where scripts answer and the admin API changes nothing; or `manager`,
	// where the admin API and the dashboard are served and no script answers
	// users. Default: `all`.
	Role string `json:"role,omitempty"`

	ctx           caddy.Context
	nodeName      string
	adminHost     string // as routing compares it
	store         StoreModule
	executor      ExecutorModule
	limits        sandbox.Limits
	logs          Logs
	publicBaseURL string
	logger        *slog.Logger

	started    chan struct{} // closed by Start
	generation atomic.Pointer[generation]
}

// Limits are the limits of one script. Each of them that is left out or zero
// takes its default.
type Limits struct {
	// Timeout is how long one execution may take; then the client gets 504.
	// Default: 5s.
	Timeout caddy.Duration `json:"timeout,omitempty"`

	// MaxOperations is how many loop turns and function calls one execution
	// may make. Default: 50000000.
	MaxOperations int64 `json:"max_operations,omitempty"`

	// Memory is how many bytes a script may hold. It is advisory with the
	// `local` executor. Default: 67108864 (64 MiB).
	Memory int64 `json:"memory,omitempty"`

	// MaxConcurrency is how many executions of one script may run at once. As
	// many again wait; more get 503. At most 64. Default: 8.
	MaxConcurrency int `json:"max_concurrency,omitempty"`

	// MaxCallDepth is how deeply function calls may nest. Default: 500.
	MaxCallDepth int `json:"max_call_depth,omitempty"`

	// MaxLogLines is how many lines one execution may log. Default: 100.
	MaxLogLines int `json:"max_log_lines,omitempty"`

	// MaxLogBytes is how many bytes one execution may log. Default: 65536.
	MaxLogBytes int `json:"max_log_bytes,omitempty"`

	// MaxResponse is the largest response body, in bytes. Default: 10485760
	// (10 MiB).
	MaxResponse int64 `json:"max_response,omitempty"`
}

// CaddyModule returns the Caddy module information.
func (*App) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud",
		New: func() caddy.Module { return new(App) },
	}
}

// Provision sets the defaults and loads the guest modules. It opens nothing,
// so that a config can be validated beside a running server.
func (a *App) Provision(ctx caddy.Context) error {
	a.ctx = ctx
	a.logger = ctx.Slogger()
	a.started = make(chan struct{})
	if a.MaxRequestBody == 0 {
		a.MaxRequestBody = defaultMaxRequestBody
	}
	if a.Logs != nil {
		a.logs = *a.Logs
	}
	a.limits = a.Limits.sandbox().Or(sandbox.DefaultLimits())

	base, err := expandBaseURL(a.PublicBaseURL)
	if err != nil {
		return err
	}
	a.publicBaseURL = base
	if a.adminHost, err = expandAdminHost(a.AdminHost); err != nil {
		return err
	}

	if a.Role, err = roleOf(a.Role); err != nil {
		return err
	}
	if a.nodeName, err = nameOf(a.Node); err != nil {
		return err
	}

	if err := ctx.GetMetricsRegistry().Register(collector{a}); err != nil {
		return fmt.Errorf("registering metrics: %w", err)
	}

	if a.StoreRaw == nil {
		a.StoreRaw = json.RawMessage(`{"driver": "sqlite"}`)
	}
	module, err := ctx.LoadModule(a, "StoreRaw")
	if err != nil {
		return fmt.Errorf("loading store: %w", err)
	}
	a.store = module.(StoreModule)

	if a.ExecutorRaw == nil {
		a.ExecutorRaw = defaultExecutor()
	}
	module, err = ctx.LoadModule(a, "ExecutorRaw")
	if err != nil {
		return fmt.Errorf("loading executor: %w", err)
	}
	a.executor = module.(ExecutorModule)
	return nil
}

// Validate reports limits that make no sense.
func (a *App) Validate() error {
	l := a.limits
	if l.Timeout < 0 || l.Operations < 0 || l.Memory < 0 || l.Concurrency < 0 ||
		l.CallDepth < 0 || l.LogLines < 0 || l.LogBytes < 0 || l.ResponseBytes < 0 {
		return errors.New("limits must not be negative")
	}
	if l.Concurrency > sandbox.MaxConcurrency {
		return fmt.Errorf("max_concurrency is %d: %d is the most", l.Concurrency, sandbox.MaxConcurrency)
	}
	if a.MaxRequestBody < 0 {
		return errors.New("max_request_body must not be negative")
	}
	return a.logs.validate()
}

// Start opens the store and the executor, or takes them over from the config
// before this one. It fails when they are misconfigured; a store that cannot
// be reached, or at the start of Caddy one that cannot be opened for whatever
// reason, is tried again in the background.
func (a *App) Start() error {
	g, err := newGeneration(a)
	if err != nil {
		return err
	}
	a.generation.Store(g)
	close(a.started)
	g.announce()
	select {
	case <-g.backend.done:
		g.offerSetup()
	default:
		go func() {
			<-g.backend.done
			g.offerSetup()
		}()
	}
	return nil
}

// Stop does nothing: on a reload, requests that this config has accepted are
// still being answered. Cleanup releases what Start took.
func (a *App) Stop() error { return nil }

// Cleanup releases the store and the executor once the last request is
// answered.
func (a *App) Cleanup() error {
	g := a.generation.Load()
	if g == nil {
		return nil
	}
	g.endTerms()
	if caddy.Exiting() {
		g.exit()
		return nil
	}
	// A reload must not wait: Caddy holds its config lock meanwhile.
	go g.drain()
	return nil
}

// errNotStarted is why a request cannot be served while the app starts.
var errNotStarted = errors.New("PiCloud is starting")

// acquire returns the app's generation for one request, which must release
// it: there is something to serve, but its store may not be open. While the app
// is starting it waits a moment, then fails.
func (a *App) acquire(ctx context.Context) (*generation, error) {
	g := a.generation.Load()
	if g == nil {
		var err error
		if g, err = a.awaitStart(ctx); err != nil {
			return nil, err
		}
	}
	if !g.acquire() {
		return nil, errors.New("PiCloud is shutting down")
	}
	if g.backend.deployed.Load() == nil {
		defer g.release()
		return nil, g.backend.notReady()
	}
	return g, nil
}

// acquireStore is acquire for requests that need the store to be open.
func (a *App) acquireStore(ctx context.Context) (*generation, error) {
	g, err := a.acquire(ctx)
	if err != nil {
		return nil, err
	}
	if g.backend.opened.Load() == nil {
		defer g.release()
		return nil, g.backend.notReady()
	}
	return g, nil
}

// awaitStart waits for Start: Caddy starts its apps in no particular order, so
// the HTTP server may be ahead.
func (a *App) awaitStart(ctx context.Context) (*generation, error) {
	timer := time.NewTimer(startPatience)
	defer timer.Stop()
	select {
	case <-a.started:
		return a.generation.Load(), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, errNotStarted
	}
}

func (l *Limits) sandbox() sandbox.Limits {
	if l == nil {
		return sandbox.Limits{}
	}
	return sandbox.Limits{
		Timeout:       time.Duration(l.Timeout),
		Operations:    l.MaxOperations,
		Memory:        l.Memory,
		Concurrency:   l.MaxConcurrency,
		CallDepth:     l.MaxCallDepth,
		LogLines:      l.MaxLogLines,
		LogBytes:      l.MaxLogBytes,
		ResponseBytes: l.MaxResponse,
	}
}

func expandBaseURL(configured string) (string, error) {
	if configured == "" {
		configured = "{env.PICLOUD_PUBLIC_BASE_URL}"
	}
	base := caddy.NewReplacer().ReplaceAll(configured, "")
	if base == "" {
		return "", nil
	}
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return "", fmt.Errorf("public base URL %q: want one like https://example.com", base)
	}
	return base, nil
}

func expandAdminHost(configured string) (string, error) {
	host := caddy.NewReplacer().ReplaceAll(configured, "")
	if host == "" {
		if configured != "" {
			return "", fmt.Errorf("admin_host %q is empty", configured)
		}
		return "", nil
	}
	canonical := routing.CanonicalHost(host)
	if canonical == "" || strings.ContainsAny(host, "/:*") {
		return "", fmt.Errorf("admin_host %q: want the name of one host, such as admin.example.com", host)
	}
	return canonical, nil
}

const (
	defaultMaxRequestBody = 10 << 20

	// startPatience is how long a request waits for the app to start.
	startPatience = 5 * time.Second
)

// Interface guards
var (
	_ caddy.App          = (*App)(nil)
	_ caddy.Provisioner  = (*App)(nil)
	_ caddy.Validator    = (*App)(nil)
	_ caddy.CleanerUpper = (*App)(nil)
)
