package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

var _ store.Backuper = (*Store)(nil)

// Backup implements store.Backuper. The copy is one file of SQLite's: the
// configuration as picloud.db holds it, without execution records.
func (s *Store) Backup(ctx context.Context, w io.Writer) (store.Contents, error) {
	dir, err := os.MkdirTemp(filepath.Dir(s.configPath), "backup-*")
	if err != nil {
		return store.Contents{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // it is for one copy

	// Changes wait meanwhile, some milliseconds for a configuration.
	if _, err := s.configData.write.ExecContext(ctx, `VACUUM INTO $1`, filepath.Join(dir, configFile)); err != nil {
		return store.Contents{}, fmt.Errorf("backup: %w", explain(ctx, err))
	}
	contents, err := inspect(ctx, dir, configFile)
	if err != nil {
		return store.Contents{}, fmt.Errorf("backup: %w", err)
	}
	f, err := os.Open(filepath.Join(dir, configFile))
	if err != nil {
		return store.Contents{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	if _, err := io.Copy(w, f); err != nil {
		return store.Contents{}, fmt.Errorf("backup: %w", err)
	}
	return contents, nil
}

// Restore makes a backup the configuration in a directory that no store has
// open; it returns store.ErrLocked if one has. Execution records stay. What was
// the configuration is kept beside it, under the name that is returned, "" if
// there was none. A file that is no good backup changes nothing.
func Restore(ctx context.Context, dir string, backup io.Reader) (contents store.Contents, kept string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return store.Contents{}, "", fmt.Errorf("data directory %s: %w", dir, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return store.Contents{}, "", fmt.Errorf("create data directory: %w", err)
	}
	lock, err := lockDir(ctx, dir)
	if err != nil {
		return store.Contents{}, "", err
	}
	defer func() { err = errors.Join(err, lock.release()) }()

	staged, err := os.MkdirTemp(dir, "restore-*")
	if err != nil {
		return store.Contents{}, "", fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(staged)) }()
	if err := writeSynced(filepath.Join(staged, configFile), backup); err != nil {
		return store.Contents{}, "", fmt.Errorf("restore: %w", err)
	}
	if contents, err = inspect(ctx, staged, configFile); err != nil {
		return store.Contents{}, "", fmt.Errorf("restore: %w", err)
	}
	kept, err = swap(ctx, dir, staged)
	return contents, kept, err
}

// swap puts the staged configuration in the place of the one in dir, or leaves
// things as they were: if it cannot, kept says where the one in dir is.
func swap(ctx context.Context, dir, staged string) (kept string, err error) {
	path := filepath.Join(dir, configFile)
	aside := path + ".before-restore-" + time.Now().UTC().Format("20060102T150405.000")
	info, err := os.Stat(path)
	switch {
	case err == nil:
		kept = aside
		finishJournal(ctx, dir, info.Size())
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("restore: %w", err)
	}
	// Without a configuration too: SQLite would replay an orphaned journal into
	// the new one.
	err = setAside(path, aside)
	if err == nil {
		err = os.Rename(filepath.Join(staged, configFile), path)
	}
	if err == nil {
		return kept, syncDir(dir)
	}
	err = fmt.Errorf("restore: %w", err)
	if back := setAside(aside, path); back != nil {
		return kept, errors.Join(err, back)
	}
	return "", err
}

// finishJournal moves what a process that was killed has left in the journal
// into the configuration, so that its file alone is a backup. It is no matter
// if it cannot: the journal is kept beside the file.
func finishJournal(ctx context.Context, dir string, size int64) {
	if _, err := os.Stat(filepath.Join(dir, configFile+"-wal")); err != nil || size == 0 {
		return // SQLite would delete the journal of an empty file
	}
	db, err := openPool(dir, configFile, 1, url.Values{"_busy_timeout": {busyTimeoutMS}})
	if err != nil {
		return
	}
	_, _ = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`) // it may be damaged
	_ = db.Close()
}

// Inspect opens a backup, reads all of it, and tells what it holds. Nothing is
// written. Its error says why the file is no good.
func Inspect(ctx context.Context, path string) (store.Contents, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return store.Contents{}, fmt.Errorf("backup %s: %w", path, err)
	}
	return inspect(ctx, filepath.Dir(path), filepath.Base(path))
}

// inspect does so with a file in a directory.
func inspect(ctx context.Context, dir, name string) (store.Contents, error) {
	db, err := openPool(dir, name, 1, url.Values{
		"mode":          {"ro"},
		"immutable":     {"1"}, // no journal is looked for, or made
		"_busy_timeout": {busyTimeoutMS},
		"_query_only":   {"1"},
		"_dqs":          {"0"},
	})
	if err != nil {
		return store.Contents{}, err
	}
	defer func() { _ = db.Close() }() // it was only read
	contents, err := inspectPool(ctx, db)
	if err != nil {
		return store.Contents{}, fmt.Errorf("the copy cannot be used: %w", explain(ctx, err))
	}
	return contents, nil
}

func inspectPool(ctx context.Context, db *sql.DB) (store.Contents, error) {
	if err := checkOwner(ctx, db); err != nil {
		return store.Contents{}, err
	}
	if err := quickCheck(ctx, db); err != nil {
		return store.Contents{}, err
	}
	all, err := migrations.Load(migrations.SQLite)
	if err != nil {
		return store.Contents{}, err
	}
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return store.Contents{}, err
	}
	defer tx.Rollback() // it only reads
	applied, err := appliedMigrations(ctx, tx)
	if err != nil {
		return store.Contents{}, err
	}
	if err := (migrator{all: all, database: migrations.Configuration}).verify(applied); err != nil {
		return store.Contents{}, err
	}
	var c store.Contents
	for number := range applied {
		c.Schema = max(c.Schema, number)
	}
	if err := tx.Rollback(); err != nil {
		return store.Contents{}, err
	}
	config := sqlstore.DB{Read: db, Write: db, Classify: classify}
	snapshot, err := config.Snapshot(ctx)
	if err != nil {
		return store.Contents{}, err
	}
	c.Revision = snapshot.Revision
	c.Scripts, c.Routes = len(snapshot.Scripts), len(snapshot.Routes)
	return c, nil
}

// writeSynced writes a new file, to the disk.
func writeSynced(path string, content io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Sync(), f.Close())
}
