package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/picloud/picloud/store"
)

// lockFile is never written: an exclusive transaction on it, which ends with
// the process at the latest, is what says that the directory is taken.
const lockFile = "lock.db"

// dirLock holds a directory against other processes and other stores of this
// one.
type dirLock struct {
	db   *sql.DB
	conn *sql.Conn
}

// lockDir takes the lock or returns store.ErrLocked at once.
func lockDir(ctx context.Context, dir string) (*dirLock, error) {
	db, err := openPool(dir, lockFile, 1, nil)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err == nil {
		if _, err = conn.ExecContext(ctx, `BEGIN EXCLUSIVE`); err == nil {
			return &dirLock{db: db, conn: conn}, nil
		}
		err = errors.Join(err, conn.Close())
	}
	err = errors.Join(err, db.Close())
	if code := resultCode(err) & 0xff; code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED {
		return nil, fmt.Errorf("data directory %s is %w: stop that one, or give this one a directory of its own", dir, store.ErrLocked)
	}
	return nil, fmt.Errorf("lock data directory %s: %w", dir, explain(ctx, err))
}

func (l *dirLock) release() error {
	return errors.Join(l.conn.Close(), l.db.Close())
}
