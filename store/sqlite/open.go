// Package sqlite keeps PiCloud's data in SQLite, in a directory of its own:
// picloud.db with the configuration, where every change is on disk when the
// call returns, logs.db with the execution records, of which a power failure
// may take the last ones, and lock.db.
//
// One process has the directory open, and one Store in it. Nothing else in that
// process may open the files, not even to read them: closing any descriptor of
// a file drops the locks that the process has on it.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

const (
	configFile = "picloud.db"
	logsFile   = "logs.db"
)

// clock is the time, to the millisecond.
const clock = `CAST(unixepoch('subsec') * 1000000 AS INTEGER)`

// Options say where the data is.
type Options struct {
	// Dir is the directory, which is created if it does not exist, for the
	// user of the process alone.
	Dir string

	// Logger gets what an operator should know; nil discards it.
	Logger *slog.Logger
}

// Store implements store.Store. It is safe for concurrent use.
type Store struct {
	*config // scripts, routes, snapshots
	*counts // of executions

	lock       *dirLock
	configData *file
	configPath string
	logsPath   string
	logs       *file
	insert     *sql.Stmt    // of an execution record, on the writer of logs
	countBytes atomic.Int64 // what the counts take, 0 if that is not known
	schema     int
	logger     *slog.Logger

	closing  sync.Once
	closeErr error
}

// config is what the configuration's database shares with other drivers.
type config = sqlstore.DB

// counts is what the logs' database shares with other drivers.
type counts = sqlstore.Stats

var _ store.Store = (*Store)(nil)

// Open opens the store in a directory, and creates or migrates it if needed.
// Beside errors of the system it returns store.ErrLocked, store.ErrCorrupt (of
// the configuration; damaged logs are set aside) and store.ErrTooNew.
func Open(ctx context.Context, o Options) (s *Store, err error) {
	if o.Dir == "" {
		return nil, errors.New("no data directory is given")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", o.Dir, err)
	}
	logger := o.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	all, err := migrations.Load(migrations.SQLite)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create data directory: %w", err)
	}

	// Locks that survive someone opening and closing the file in this process
	// exist on Linux only, and another plugin may have been first to use
	// SQLite without them. Either way locking works.
	if _, err := sqlite.OFDLocking(true); err != nil {
		logger.Debug("sqlite: open file description locks are not available", "reason", err)
	}
	warnOfLibc(logger)

	s = &Store{logger: logger, configPath: filepath.Join(dir, configFile), logsPath: filepath.Join(dir, logsFile)}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeFiles())
			s = nil
		}
	}()
	if s.lock, err = lockDir(ctx, dir); err != nil {
		return s, err
	}
	if err = checkVersion(ctx, s.lock.conn); err != nil {
		return s, err
	}
	configMigrator := migrator{all: all, database: migrations.Configuration}
	if s.configData, s.schema, err = openConfig(ctx, dir, configMigrator); err != nil {
		return s, err
	}
	s.config = &config{Read: s.configData.read, Write: s.configData.write, Classify: classify, Clock: clock}

	logsMigrator := migrator{all: all, database: migrations.Logs}
	var logsSchema int
	if s.logs, logsSchema, err = openLogs(ctx, dir, logsMigrator, logger); err != nil {
		return s, err
	}
	s.counts = &counts{Read: s.logs.read, Write: s.logs.write, Classify: classify}
	s.schema = max(s.schema, logsSchema)
	if s.insert, err = s.logs.write.PrepareContext(ctx, insertExecution); err != nil {
		return s, fmt.Errorf("%s: %w", filepath.Join(dir, logsFile), explain(ctx, err))
	}
	return s, nil
}

// Schema implements store.Store.
func (s *Store) Schema() int { return s.schema }

// Ping implements store.Store.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Revision(ctx)
	return err
}

// Close closes the files and frees the directory. What runs meanwhile fails.
func (s *Store) Close() error {
	s.closing.Do(func() {
		for _, f := range []*file{s.configData, s.logs} {
			if err := f.optimize(context.Background()); err != nil {
				s.logger.Warn("sqlite: refresh statistics on closing", "error", err)
			}
		}
		s.closeErr = s.closeFiles()
	})
	return s.closeErr
}

// closeFiles closes what is open, the lock last.
func (s *Store) closeFiles() error {
	var errs []error
	if s.insert != nil {
		errs = append(errs, s.insert.Close())
	}
	for _, f := range []*file{s.logs, s.configData} {
		if f != nil {
			errs = append(errs, f.close())
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	return errors.Join(errs...)
}
