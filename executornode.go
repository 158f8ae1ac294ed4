package picloud

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
	"github.com/caddyserver/caddy/v2/caddyconfig/httpcaddyfile"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
)

func init() {
	caddy.RegisterModule(new(ExecutorNodes))
	caddy.RegisterModule(new(ExecutorHandler))
	httpcaddyfile.RegisterHandlerDirective("picloud_executor", parseExecutorDirective)
	httpcaddyfile.RegisterDirectiveOrder("picloud_executor", httpcaddyfile.Before, "respond")
}

// ExecutorHandler runs scripts for other nodes, whose executor is `remote`. It
// needs no store and no database: it is given the source of what it is to run.
// Who shows it a key or a certificate that it knows runs code on this machine,
// within the walls of its executor and the limits of this handler.
type ExecutorHandler struct {
	// Keys are the shared keys, of which a caller must show one: each of 16 to
	// 1,024 visible ASCII characters. More than one is for changing it.
	// Placeholders like `{env.X}` are replaced.
	Keys []string `json:"keys,omitempty"`

	// RequireClientCertificate is whether a caller must show a certificate that
	// the site has verified: the site's `tls` has to ask for one, with
	// `client_auth`. Together with keys, both are needed. Default: false.
	RequireClientCertificate bool `json:"require_client_certificate,omitempty"`

	// ExecutorRaw is what runs the scripts. Default: `process` on Unix systems,
	// `local` elsewhere.
	ExecutorRaw json.RawMessage `json:"executor,omitempty" caddy:"namespace=picloud.executors inline_key=kind"`

	// Max are the largest limits that scripts are run under. A caller's higher
	// one is lowered to it; what is left out is no bound. Default: none.
	Max *Limits `json:"max,omitempty"`

	// MaxRequestBody is the largest body of a request to a script, in bytes. It
	// should not be less than what callers accept. Default: 10485760 (10 MiB).
	MaxRequestBody int64 `json:"max_request_body,omitempty"`

	// MaxInFlight is how many executions may be in progress at once. What is
	// over that goes to another node. Default: 1024.
	MaxInFlight int `json:"max_in_flight,omitempty"`

	logger   *slog.Logger
	executor ExecutorModule
	options  remote.HandlerOptions
	running  atomic.Pointer[runningHandler]
	started  chan struct{} // closed when running is there
}

// CaddyModule returns the Caddy module information.
func (*ExecutorHandler) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "http.handlers.picloud_executor",
		New: func() caddy.Module { return new(ExecutorHandler) },
	}
}

// Provision replaces placeholders and loads the executor's module. The executor
// is opened when the config starts.
func (h *ExecutorHandler) Provision(ctx caddy.Context) error {
	h.logger = ctx.Slogger()
	h.started = make(chan struct{})
	h.options = remote.HandlerOptions{
		ClientCertificate: h.RequireClientCertificate,
		Max:               h.Max.sandbox(),
		MaxRequestBody:    h.MaxRequestBody,
		MaxInFlight:       h.MaxInFlight,
		Logger:            h.logger,
	}
	replacer := caddy.NewReplacer()
	for _, key := range h.Keys {
		expanded, err := replacer.ReplaceOrErr(key, true, true)
		if err != nil {
			return fmt.Errorf("picloud_executor: key: %w", err)
		}
		h.options.Keys = append(h.options.Keys, expanded)
	}
	if err := h.options.Validate(); err != nil {
		return fmt.Errorf("picloud_executor: %w", err)
	}
	if h.ExecutorRaw == nil {
		h.ExecutorRaw = defaultExecutor()
	}
	module, err := ctx.LoadModule(h, "ExecutorRaw")
	if err != nil {
		return fmt.Errorf("loading executor: %w", err)
	}
	h.executor = module.(ExecutorModule)
	nodes, err := ctx.App("picloud_executors")
	if err != nil {
		return fmt.Errorf("getting picloud_executors app: %w", err)
	}
	nodes.(*ExecutorNodes).add(h)
	return nil
}

// ServeHTTP implements caddyhttp.MiddlewareHandler.
func (h *ExecutorHandler) ServeHTTP(w http.ResponseWriter, r *http.Request, _ caddyhttp.Handler) error {
	running := h.running.Load()
	if running == nil {
		timer := time.NewTimer(startPatience)
		defer timer.Stop()
		select {
		case <-h.started:
			running = h.running.Load()
		case <-timer.C:
			return caddyhttp.Error(http.StatusServiceUnavailable, errNotStarted)
		case <-r.Context().Done():
			return caddyhttp.Error(http.StatusServiceUnavailable, r.Context().Err())
		}
	}
	if !running.lease.acquire() {
		return caddyhttp.Error(http.StatusServiceUnavailable, errors.New("the executor is closed"))
	}
	defer running.lease.release()
	if caddy.Exiting() {
		// Callers go to other nodes. On a reload their connections only change to
		// the next config.
		running.Drain()
	}
	running.ServeHTTP(w, r)
	return nil
}

// runningHandler is a handler with the node that it opened.
type runningHandler struct {
	*remote.Handler
	executor sandbox.Executor
	lease    lease
	key      string
	endTerms func()
}

// executorNodes outlive reloads, by the identity of their executors, as what
// they keep does: sources, and what was begun.
var executorNodes = newResourcePool()

// pooledNode is a node with the executor that it runs scripts on.
type pooledNode struct {
	*remote.Node
	executor sandbox.Executor
	terms    terms
	log      *relay
}

// Destruct implements caddy.Destructor.
func (p *pooledNode) Destruct() error { return p.executor.Close() }

// open opens the executor, or takes over the one of the config before.
func (h *ExecutorHandler) open() error {
	key := h.executor.Identity()
	value, err := executorNodes.load(key, func() (caddy.Destructor, error) {
		log := newRelay(h.logger)
		e, err := h.executor.Open(log.logger())
		if err != nil {
			return nil, err
		}
		return &pooledNode{Node: remote.NewNode(e), executor: e, log: log}, nil
	})
	if err != nil {
		return fmt.Errorf("opening executor: %w", err)
	}
	node := value.(*pooledNode)
	handler, err := remote.NewHandler(node.Node, h.options)
	if err != nil {
		return errors.Join(err, executorNodes.release(key))
	}
	endTerms := node.terms.begin(func() { node.log.set(h.logger) })
	h.running.Store(&runningHandler{Handler: handler, executor: node.executor, key: key, endTerms: endTerms})
	close(h.started)
	return nil
}

// close releases the executor once nothing uses it any more.
func (h *ExecutorHandler) close() {
	running := h.running.Load()
	if running == nil {
		return
	}
	running.endTerms()
	release := func() {
		if err := executorNodes.release(running.key); err != nil {
			h.logger.Error("closing executor", "error", err)
		}
	}
	if caddy.Exiting() {
		running.lease.awaitIdle(exitGrace)
		release()
		return
	}
	go func() {
		running.lease.drain()
		release()
	}()
}

// ExecutorNodes opens the executors of a config's handlers `picloud_executor`
// when the config starts, and closes them when it ends. It has no options, and
// a config need not name it.
type ExecutorNodes struct {
	mu       sync.Mutex
	handlers []*ExecutorHandler
}

// CaddyModule returns the Caddy module information.
func (*ExecutorNodes) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud_executors",
		New: func() caddy.Module { return new(ExecutorNodes) },
	}
}

// Provision has the executors' metrics collected.
func (n *ExecutorNodes) Provision(ctx caddy.Context) error {
	if err := ctx.GetMetricsRegistry().Register(staffCollector{n}); err != nil {
		return fmt.Errorf("registering metrics: %w", err)
	}
	return nil
}

// add has the executor of a handler opened.
func (n *ExecutorNodes) add(h *ExecutorHandler) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.handlers = append(n.handlers, h)
}

// all returns the handlers of the config.
func (n *ExecutorNodes) all() []*ExecutorHandler {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.handlers)
}

// executors returns the executors that are open, of which several handlers may
// share one.
func (n *ExecutorNodes) executors() map[sandbox.Executor]struct{} {
	open := map[sandbox.Executor]struct{}{}
	for _, h := range n.all() {
		if running := h.running.Load(); running != nil {
			open[running.executor] = struct{}{}
		}
	}
	return open
}

// Start opens the executors.
func (n *ExecutorNodes) Start() error {
	for _, h := range n.all() {
		if err := h.open(); err != nil {
			return err
		}
	}
	return nil
}

// Stop does nothing: executions are in progress. Cleanup releases what Start
// took.
func (n *ExecutorNodes) Stop() error { return nil }

// Cleanup releases the executors once the last execution has ended.
func (n *ExecutorNodes) Cleanup() error {
	for _, h := range n.all() {
		h.close()
	}
	return nil
}

// parseExecutorDirective reads the directive. See
// ExecutorHandler.UnmarshalCaddyfile.
func parseExecutorDirective(h httpcaddyfile.Helper) (caddyhttp.MiddlewareHandler, error) {
	handler := new(ExecutorHandler)
	if err := handler.UnmarshalCaddyfile(h.Dispenser); err != nil {
		return nil, err
	}
	return handler, nil
}

// UnmarshalCaddyfile reads the directive. Syntax:
//
//	picloud_executor [<matcher>] {
//		key <key>...
//		require_client_certificate
//		executor <kind> ...
//		max {
//			timeout         <duration>
//			max_operations  <number>
//			memory          <size>
//			max_concurrency <number>
//			max_call_depth  <number>
//			max_log_lines   <number>
//			max_log_size    <size>
//			max_response    <size>
//		}
//		max_request_body <size>
//		max_in_flight    <number>
//	}
//
// A key or require_client_certificate is needed, or both.
func (h *ExecutorHandler) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume directive name
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		var err error
		switch option := d.Val(); option {
		case "key":
			keys := d.RemainingArgs()
			if len(keys) == 0 {
				return d.ArgErr()
			}
			h.Keys = append(h.Keys, keys...)
		case "require_client_certificate":
			if d.NextArg() {
				return d.ArgErr()
			}
			h.RequireClientCertificate = true
		case "executor":
			h.ExecutorRaw, err = parseModule(d, h.ExecutorRaw != nil, "picloud.executors.", "kind")
		case "max":
			if h.Max != nil {
				return d.Err("max is given twice")
			}
			h.Max = new(Limits)
			err = h.Max.UnmarshalCaddyfile(d)
		case "max_request_body":
			h.MaxRequestBody, err = parseSize(d)
		case "max_in_flight":
			h.MaxInFlight, err = parseCount[int](d)
		default:
			return d.Errf("unrecognized option %q", option)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Interface guards
var (
	_ caddy.Provisioner           = (*ExecutorHandler)(nil)
	_ caddyhttp.MiddlewareHandler = (*ExecutorHandler)(nil)
	_ caddyfile.Unmarshaler       = (*ExecutorHandler)(nil)
	_ caddy.App                   = (*ExecutorNodes)(nil)
	_ caddy.Provisioner           = (*ExecutorNodes)(nil)
	_ caddy.CleanerUpper          = (*ExecutorNodes)(nil)
)
