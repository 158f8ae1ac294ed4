package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// busyTimeoutMS is how long a statement waits for a lock. Within the process
// the writer pool of one connection orders the writes, so only something from
// outside, such as a backup tool, can make it wait.
const busyTimeoutMS = "5000"

// readers is how many connections read one file at once.
const readers = 4

// file is one database file: a connection that writes and several that read.
type file struct {
	write, read *sql.DB
}

// openFile opens the pools of a file, which is created if it does not exist.
// Nothing is read before the first statement.
func openFile(dir, name, synchronous string) (*file, error) {
	write, err := openPool(dir, name, 1, url.Values{
		"_busy_timeout": {busyTimeoutMS},
		"_foreign_keys": {"1"},
		"_auto_vacuum":  {"INCREMENTAL"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {synchronous},
		"_txlock":       {"immediate"},
		"_dqs":          {"0"},
		"_pragma":       {fmt.Sprintf("journal_size_limit(%d)", journalUsual)},
	})
	if err != nil {
		return nil, err
	}
	read, err := openPool(dir, name, readers, url.Values{
		"_busy_timeout": {busyTimeoutMS},
		"_query_only":   {"1"},
		"_dqs":          {"0"},
	})
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	return &file{write: write, read: read}, nil
}

// close closes the readers first: the last connection to go moves the journal
// into the file, and a reader may not.
func (f *file) close() error {
	return errors.Join(f.read.Close(), f.write.Close())
}

// optimize lets SQLite refresh the statistics that its planner goes by.
func (f *file) optimize(ctx context.Context) error {
	_, err := f.write.ExecContext(ctx, `PRAGMA optimize`)
	return err
}

func openPool(dir, name string, conns int, settings url.Values) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(dsn(filepath.Join(dir, name), settings))
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// dsn returns the URI of an absolute path, whatever characters it has.
func dsn(path string, settings url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/data
	}
	query := url.Values{"_error_rc": {"1"}}
	maps.Copy(query, settings)
	uri := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	return uri.String()
}
