package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/picloud/picloud/store"
)

// applicationID marks the files as PiCloud's, in the header that file(1) and
// SQLite read: "PiCl".
const applicationID = 0x5069436c

// openConfig opens the configuration and creates it if there is none.
func openConfig(ctx context.Context, dir string, m migrator) (*file, int, error) {
	path := filepath.Join(dir, configFile)
	if err := prepareConfig(ctx, dir); err != nil {
		return nil, 0, fmt.Errorf("%s: %w", path, explain(ctx, err))
	}
	f, err := openFile(dir, configFile, "FULL")
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", path, err)
	}
	schema, err := func() (int, error) {
		if err := checkOwner(ctx, f.read); err != nil {
			return 0, err
		}
		if err := quickCheck(ctx, f.write); err != nil {
			return 0, err
		}
		return m.run(ctx, f.write)
	}()
	if err != nil {
		err = explain(ctx, err)
		if errors.Is(err, store.ErrCorrupt) {
			err = fmt.Errorf("%w: restore a backup of this file, or move it away to start empty", err)
		}
		return nil, 0, errors.Join(fmt.Errorf("%s: %w", path, err), f.close())
	}
	return f, schema, nil
}

// prepareConfig sees to it that there is a file. A new one gets its name once
// it has a header: so a crash leaves none, and an empty one has lost its
// content.
func prepareConfig(ctx context.Context, dir string) error {
	path := filepath.Join(dir, configFile)
	info, err := os.Stat(path)
	if err == nil && info.Size() == 0 {
		return fmt.Errorf("%w: it is empty: restore a backup, or delete it to start empty", store.ErrCorrupt)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// SQLite would replay an orphaned journal into the new file.
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("%w: it is missing, but its journal %s-wal is there: restore a backup, or move the journal away to start empty", store.ErrCorrupt, path)
	}

	const name = configFile + ".new"
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(filepath.Join(dir, name+suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	f, err := openFile(dir, name, "FULL")
	if err != nil {
		return err
	}
	_, err = f.write.ExecContext(ctx, setOwner)
	if err = errors.Join(err, f.close()); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(dir, name), path); err != nil {
		return err
	}
	return syncDir(dir)
}

// openLogs opens the execution records. Damaged ones are set aside: they are
// not worth refusing to serve for.
func openLogs(ctx context.Context, dir string, m migrator, logger *slog.Logger) (*file, int, error) {
	path := filepath.Join(dir, logsFile)
	f, schema, err := tryLogs(ctx, dir, m)
	if errors.Is(err, store.ErrCorrupt) || errors.Is(err, errForeign) {
		aside := path + ".damaged-" + time.Now().UTC().Format("20060102T150405.000")
		logger.Warn("the execution logs are damaged: they are set aside and new ones are begun",
			"file", path, "moved_to", aside, "error", err)
		if err := setAside(path, aside); err != nil {
			return nil, 0, fmt.Errorf("set damaged logs aside: %w", err)
		}
		f, schema, err = tryLogs(ctx, dir, m)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", path, err)
	}
	return f, schema, nil
}

func tryLogs(ctx context.Context, dir string, m migrator) (*file, int, error) {
	info, err := os.Stat(filepath.Join(dir, logsFile))
	fresh := errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0

	f, err := openFile(dir, logsFile, "NORMAL")
	if err != nil {
		return nil, 0, err
	}
	schema, err := func() (int, error) {
		if fresh {
			if _, err := f.write.ExecContext(ctx, setOwner); err != nil {
				return 0, err
			}
		} else if err := checkOwner(ctx, f.read); err != nil {
			return 0, err
		}
		return m.run(ctx, f.write)
	}()
	if err != nil {
		return nil, 0, errors.Join(explain(ctx, err), f.close())
	}
	return f, schema, nil
}

// setAside renames a closed database and what belongs to it.
func setAside(path, aside string) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// errForeign is the error of a database that something else wrote.
var errForeign = errors.New("not a database of PiCloud")

var setOwner = fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)

// checkOwner takes a connection that reads: one that writes changes the file's
// journal mode, which is not ours to change yet.
func checkOwner(ctx context.Context, db *sql.DB) error {
	var id int
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return err
	}
	if id != applicationID {
		return fmt.Errorf("%w (application id %#x): move it away, or choose another data directory", errForeign, id)
	}
	return nil
}

// quickCheck reads the whole file, milliseconds for a configuration.
func quickCheck(ctx context.Context, db *sql.DB) error {
	var finding string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&finding); err != nil {
		return err
	}
	if finding != "ok" {
		return fmt.Errorf("%w: %s", store.ErrCorrupt, finding)
	}
	return nil
}
