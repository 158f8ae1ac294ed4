// Package postgres keeps everything in a PostgreSQL database, which several
// nodes can share. Scripts, routes and who may change them are kept by the
// statements that it has in common with package sqlite; execution records go
// into partitions by day. Poolers like PgBouncer in transaction mode may stand
// in between.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

// minVersion is the oldest PostgreSQL that is known to work, as the server
// writes it: 15.0.
const minVersion = 150000

// clock is the time, and not that of the transaction's beginning.
const clock = `CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)`

// DefaultTimeout is how long a statement or a wait for a connection may take
// when Options do not say.
const DefaultTimeout = 5 * time.Second

// Options are what Open needs to know.
type Options struct {
	// DSN names the database, as a URL like
	// postgres://user:password@host:5432/database or as a list of keywords.
	DSN string

	// ListenDSN is a way to the same database on which notifications arrive,
	// for a DSN that leads to a pooler. "" is DSN.
	ListenDSN string

	// Timeout is how long a statement or a wait for a connection may take
	// before the database counts as unavailable. Zero is DefaultTimeout.
	Timeout time.Duration

	// Logger is told of what goes wrong in the background. Nil discards it.
	Logger *slog.Logger

	// Now is the clock of this node, for tests. Nil is time.Now.
	Now func() time.Time
}

// Store implements store.Store and store.Watcher. It is safe for concurrent
// use.
type Store struct {
	*config // scripts, routes, access, snapshots
	*stats  // counts of executions
	sharedClock

	pool       *pgxpool.Pool
	listen     *pgxpool.Config // of the connection that hears of changes
	schemaName string
	schema     int
	logger     *slog.Logger

	compactFrom atomic.Int64 // before this time, in nanoseconds since 1970, no day is

	life       context.Context // of what runs in the background
	stop       context.CancelFunc
	starting   sync.Mutex // held to start something there, and to stop all of it
	background sync.WaitGroup
	closing    sync.Once
}

// config and stats are what this has in common with other drivers.
type (
	config = sqlstore.DB
	stats  = sqlstore.Stats
)

var (
	_ store.Store   = (*Store)(nil)
	_ store.Watcher = (*Store)(nil)
	_ store.Clocked = (*Store)(nil)
)

// Open connects to the database and creates or migrates its tables if needed.
// Beside errors of the database it returns store.ErrUnavailable, when trying
// again may help, and store.ErrTooNew.
func Open(ctx context.Context, o Options) (*Store, error) {
	pooled, err := parseDSN(o.DSN)
	if err != nil {
		return nil, err
	}
	listen := pooled.Copy()
	if o.ListenDSN != "" {
		if listen, err = parseDSN(o.ListenDSN); err != nil {
			return nil, fmt.Errorf("to listen on: %w", err)
		}
	}
	all, err := migrations.Load(migrations.Postgres)
	if err != nil {
		return nil, err
	}
	timeout := o.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	logger := o.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}

	pooled.ConnConfig.Tracer = limiter{timeout}
	s := &Store{listen: listen, logger: logger}
	s.sharedClock.init(o.Now, logger)
	pooled.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false } // alive does
	pooled.PrepareConn = s.alive
	pooled.BeforeClose = abandon
	pool, err := pgxpool.NewWithConfig(ctx, pooled)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL: %w", err)
	}
	s.pool = pool
	s.life, s.stop = context.WithCancel(context.Background())
	s.config = &config{
		Read:     stdlib.OpenDBFromPool(pool),
		Write:    stdlib.OpenDBFromPool(pool),
		Classify: classify,
		Retry:    s.retry,
		Patience: timeout,
		Clock:    clock,
		Time:     s.Now,
		Together: s.together,
	}
	s.stats = &stats{Read: s.config.Read, Write: s.config.Write, Classify: classify}
	// Changes wait for each other; readers and records get what is left.
	s.config.Write.SetMaxOpenConns(max(1, int(pooled.MaxConns)/2))

	if err := s.prepare(ctx, all); err != nil {
		switch {
		case sqlState(err) == insufficientPrivilege:
			err = fmt.Errorf("%w: give the user CREATE on the schema, or let it own the database", err)
		case !misconfigured(err):
			err = explain(ctx, err)
		}
		return nil, errors.Join(fmt.Errorf("%s: %w", target(&pooled.ConnConfig.Config), err), s.Close())
	}
	s.background.Go(s.keepPartitions)
	return s, nil
}

// prepare checks the server and brings the database up to date.
func (s *Store) prepare(ctx context.Context, all []migrations.Migration) error {
	var version int
	var encoding string
	var schema sql.NullString
	var micros int64
	asked := time.Now()
	err := s.pool.QueryRow(ctx, `
		SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), current_schema(), `+clock).
		Scan(&version, &encoding, &schema, &micros)
	switch {
	case err != nil:
		return err
	case version < minVersion:
		return fmt.Errorf("PostgreSQL %d is too old: use %d or newer", version/10000, minVersion/10000)
	case encoding != "UTF8":
		return fmt.Errorf("the database's encoding is %s: use one that was created with ENCODING 'UTF8'", encoding)
	case !schema.Valid:
		return errors.New("no schema of the search_path exists, or the user may not use it: create one, or grant USAGE on it")
	}
	s.schemaName = schema.String
	s.learn(micros, asked)
	if s.schema, err = migrate(ctx, s.pool, all); err != nil {
		return err
	}
	if s.schema > len(all) {
		s.logger.Info("postgres: a newer version has migrated the database, in a way that this one can work with",
			"schema", s.schema, "known", len(all))
	}
	if err := s.addPartitions(ctx, s.Now()); err != nil {
		s.logger.Warn("postgres: partitions for the coming days cannot be made", "error", err)
	}
	return nil
}

// alive tries a connection before it is used: one that ended while it was idle
// must fail nobody. When one does not answer, the others will not either, and
// new ones are made.
func (s *Store) alive(ctx context.Context, conn *pgx.Conn) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	err := conn.Ping(ctx)
	if timedOut(err) {
		s.pool.Reset()
	}
	return err == nil, nil
}

// abandon closes the socket of a connection that has failed. The driver would
// wait some time for the server to do so, and the place in the pool with it.
func abandon(conn *pgx.Conn) {
	if conn.IsClosed() {
		_ = conn.PgConn().Conn().Close() // it is of no more use
	}
}

// retry is retryable. A server that has become read-only may be the wrong one
// by now: new connections find the one that took over.
func (s *Store) retry(err error, committing bool) bool {
	if sqlState(err) == readOnlyTransaction {
		s.pool.Reset()
	}
	return retryable(err, committing)
}

// Schema implements store.Store.
func (s *Store) Schema() int { return s.schema }

// Ping implements store.Store.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Revision(ctx)
	return err
}

// Close ends what runs in the background and closes the connections. What is
// under way meanwhile ends first.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		s.starting.Lock()
		s.stop()
		s.starting.Unlock()
		s.background.Wait()
		err = errors.Join(s.config.Read.Close(), s.config.Write.Close())
		s.closePool()
	})
	return err
}

// closePool does not wait for what the driver still does about statements that
// were given up: it asks the server to cancel them, which may not answer.
func (s *Store) closePool() {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		s.pool.Close()
	}()
	select {
	case <-closed:
	case <-time.After(closePatience):
	}
}

// target names the server, database and user of a configuration.
func target(c *pgconn.Config) string {
	return fmt.Sprintf("postgres://%s@%s/%s", c.User, address(c.Host, c.Port), c.Database)
}
