package picloud

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

// StoreModule is implemented by the modules in the namespace picloud.stores.
type StoreModule interface {
	// Identity names what Open opens, such as the absolute path of a folder.
	// Configs whose stores have the same identity share one open store across
	// a reload. It must hold no secret.
	Identity() string

	// Open opens the store and brings its schema up to date. After an error
	// that wraps store.ErrUnavailable it is called again later; any other one
	// fails a reload, but not the start of Caddy, which is about other sites
	// too. The context ends when the store is no longer wanted.
	Open(ctx context.Context, logger *slog.Logger) (store.Store, error)
}

// ExecutorModule is implemented by the modules in the namespace
// picloud.executors.
type ExecutorModule interface {
	// Identity names the executor and its settings. Configs whose executors
	// have the same identity share one across a reload.
	Identity() string

	// Open starts the executor.
	Open(logger *slog.Logger) (sandbox.Executor, error)
}

// SQLiteStore keeps everything in SQLite databases in one folder: scripts and
// routes in picloud.db, execution logs in logs.db. Only one process can use
// the folder at a time.
type SQLiteStore struct {
	// Dir is the folder, which is created if need be. Placeholders like
	// `{env.X}` are replaced. Default: the folder "picloud" in Caddy's data
	// directory.
	Dir string `json:"dir,omitempty"`

	dir string
}

// CaddyModule returns the Caddy module information.
func (SQLiteStore) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.stores.sqlite",
		New: func() caddy.Module { return new(SQLiteStore) },
	}
}

// Provision finds the folder.
func (s *SQLiteStore) Provision(caddy.Context) error {
	dir := s.Dir
	if dir == "" {
		dir = nodeDir()
	}
	dir, err := caddy.NewReplacer().ReplaceOrErr(dir, true, true)
	if err != nil {
		return fmt.Errorf("store folder: %w", err)
	}
	if s.dir, err = filepath.Abs(dir); err != nil {
		return fmt.Errorf("store folder: %w", err)
	}
	return nil
}

// Identity implements StoreModule.
func (s *SQLiteStore) Identity() string { return "sqlite:" + s.dir }

// Open implements StoreModule.
func (s *SQLiteStore) Open(ctx context.Context, logger *slog.Logger) (store.Store, error) {
	return sqlite.Open(ctx, sqlite.Options{Dir: s.dir, Logger: logger})
}

// Interface guards
var (
	_ caddy.Provisioner = (*SQLiteStore)(nil)
	_ StoreModule       = (*SQLiteStore)(nil)
)
