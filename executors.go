package picloud

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/process"
	"github.com/picloud/picloud/sandbox/yaegi"
)

// ProcessExecutor runs each script in a worker process of its own, so that a
// script can hurt neither Caddy nor another script nor the host. On Linux a
// filter on system calls keeps workers from files, the network and other
// processes; elsewhere they are separate in memory and in crashes only.
type ProcessExecutor struct {
	// MaxWorkers is how many scripts may have a worker at once. When one more
	// is needed, the worker that has been idle longest is stopped. Default: 16.
	MaxWorkers int `json:"max_workers,omitempty"`

	// IdleTimeout is how long a worker that nobody uses is kept. Default: 5m.
	IdleTimeout caddy.Duration `json:"idle_timeout,omitempty"`

	// Spares is how many started workers wait for a script that has none. Each
	// takes some 12 MiB and saves the first request to a script most of the
	// start. -1 is none. Default: 1.
	Spares int `json:"spares,omitempty"`

	// Isolation is what to do when the system cannot filter system calls:
	// `best_effort` runs scripts within what walls there are and logs which
	// are missing, `require` refuses to. Default: `best_effort`.
	Isolation string `json:"isolation,omitempty"`
}

// CaddyModule returns the Caddy module information.
func (ProcessExecutor) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.executors.process",
		New: func() caddy.Module { return new(ProcessExecutor) },
	}
}

// Validate reports options that make no sense.
func (p *ProcessExecutor) Validate() error {
	switch process.Isolation(p.Isolation) {
	case "", process.BestEffort, process.Require:
	default:
		return fmt.Errorf("isolation %q: want %s or %s", p.Isolation, process.BestEffort, process.Require)
	}
	if p.MaxWorkers < 0 || p.IdleTimeout < 0 || p.Spares < -1 {
		return fmt.Errorf("max_workers and idle_timeout must not be negative, nor spares below -1")
	}
	return nil
}

// Identity implements ExecutorModule: the executor's settings.
func (p *ProcessExecutor) Identity() string {
	settings, err := json.Marshal(p)
	if err != nil {
		return fmt.Sprintf("process:%+v", *p)
	}
	return "process:" + string(settings)
}

// Open implements ExecutorModule.
func (p *ProcessExecutor) Open(logger *slog.Logger) (sandbox.Executor, error) {
	return process.New(process.Options{
		MaxWorkers: p.MaxWorkers,
		Idle:       time.Duration(p.IdleTimeout),
		Spares:     p.Spares,
		Isolation:  process.Isolation(p.Isolation),
		Logger:     logger,
	})
}

// LocalExecutor runs scripts in Caddy's own process. It is the fastest
// executor, and contains loops and recursion, but neither memory bombs nor
// fatal errors of the Go runtime: it is for scripts that you trust fully.
type LocalExecutor struct{}

// CaddyModule returns the Caddy module information.
func (LocalExecutor) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.executors.local",
		New: func() caddy.Module { return new(LocalExecutor) },
	}
}

// Identity implements ExecutorModule.
func (LocalExecutor) Identity() string { return "local" }

// Open implements ExecutorModule.
func (LocalExecutor) Open(*slog.Logger) (sandbox.Executor, error) {
	return local.New(yaegi.New(), local.Options{}), nil
}

// Interface guards
var (
	_ caddy.Validator = (*ProcessExecutor)(nil)
	_ ExecutorModule  = (*ProcessExecutor)(nil)
	_ ExecutorModule  = (*LocalExecutor)(nil)
)
