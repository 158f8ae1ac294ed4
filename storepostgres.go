package picloud

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/postgres"
)

// PostgresStore keeps everything in a PostgreSQL database of version 15 or
// newer, which several servers can share.
type PostgresStore struct {
	// DSN names the database: a URL like
	// `postgres://user:password@host:5432/database`, or keywords as libpq has
	// them. It is best taken from the environment, as with
	// `{env.DATABASE_URL}`: placeholders are replaced when the config is
	// loaded, and the config itself then holds no password.
	DSN string `json:"dsn,omitempty"`

	// ListenDSN is a direct way to the same database where DSN leads to a
	// pooler, such as PgBouncer, that delivers no notifications. Placeholders
	// are replaced. Default: DSN; where no notifications arrive, the database
	// is asked for changes 20 times a second.
	ListenDSN string `json:"listen_dsn,omitempty"`

	options  postgres.Options
	target   string
	identity string
}

// CaddyModule returns the Caddy module information.
func (PostgresStore) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.stores.postgres",
		New: func() caddy.Module { return new(PostgresStore) },
	}
}

// Provision reads the DSNs.
func (p *PostgresStore) Provision(caddy.Context) error {
	if p.DSN == "" {
		return errors.New("store postgres: no DSN is given: name one, such as {env.DATABASE_URL}")
	}
	replacer := caddy.NewReplacer()
	dsn, err := replacer.ReplaceOrErr(p.DSN, true, true)
	if err != nil {
		return fmt.Errorf("store postgres: DSN: %w", err)
	}
	listen, err := replacer.ReplaceOrErr(p.ListenDSN, true, true)
	if err != nil {
		return fmt.Errorf("store postgres: listen_dsn: %w", err)
	}
	target, err := postgres.Target(dsn)
	if err != nil {
		return fmt.Errorf("store postgres: %w", err)
	}
	if listen != "" {
		if _, err := postgres.Target(listen); err != nil {
			return fmt.Errorf("store postgres: listen_dsn: %w", err)
		}
	}
	p.options = postgres.Options{DSN: dsn, ListenDSN: listen}
	p.target = target
	// Another password or setting is another store, which the target does not
	// tell.
	p.identity = fmt.Sprintf("%s#%016x", target, maphash.String(identitySeed, dsn+"\x00"+listen))
	return nil
}

// identitySeed makes identities that tell nothing about a DSN outside this
// process.
var identitySeed = maphash.MakeSeed()

// Identity implements StoreModule.
func (p *PostgresStore) Identity() string { return p.identity }

// Target implements sharedModule.
func (p *PostgresStore) Target() string { return p.target }

// Open implements StoreModule.
func (p *PostgresStore) Open(ctx context.Context, logger *slog.Logger) (store.Store, error) {
	options := p.options
	options.Logger = logger
	s, err := postgres.Open(ctx, options)
	if err != nil {
		return nil, err // and not a nil *postgres.Store
	}
	return s, nil
}

// UnmarshalCaddyfile reads the store. Syntax:
//
//	store postgres <dsn> {
//		listen <dsn>
//	}
func (p *PostgresStore) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume driver name
	if !d.AllArgs(&p.DSN) {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		switch option := d.Val(); option {
		case "listen":
			if p.ListenDSN != "" {
				return d.Err("listen is given twice")
			}
			if !d.AllArgs(&p.ListenDSN) {
				return d.ArgErr()
			}
		default:
			return d.Errf("unrecognized option %q", option)
		}
	}
	return nil
}

// Interface guards
var (
	_ caddy.Provisioner     = (*PostgresStore)(nil)
	_ caddyfile.Unmarshaler = (*PostgresStore)(nil)
	_ sharedModule          = (*PostgresStore)(nil)
)
