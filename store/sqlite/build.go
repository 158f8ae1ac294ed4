package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
)

// minVersion is the first SQLite whose write-ahead log cannot be corrupted by
// a reset that races with a checkpoint.
const minVersion = "3.51.3"

func checkVersion(ctx context.Context, conn *sql.Conn) error {
	var version string
	if err := conn.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return explain(ctx, err)
	}
	if !atLeast(version, minVersion) {
		return fmt.Errorf("SQLite %s can corrupt databases: build with modernc.org/sqlite of SQLite %s or newer", version, minVersion)
	}
	return nil
}

// atLeast compares versions of three numbers.
func atLeast(version, minimum string) bool {
	have, ok := numbers(version)
	want, wantOK := numbers(minimum)
	return ok && wantOK && slices.Compare(have, want) >= 0
}

func numbers(version string) ([]int, bool) {
	list := make([]int, 3)
	_, err := fmt.Sscanf(version, "%d.%d.%d", &list[0], &list[1], &list[2])
	return list, err == nil
}

// The driver is C turned into Go, and works with the version of the C library
// that it was made with. Another module of the build can raise that one.
const (
	driverModule  = "modernc.org/sqlite"
	driverVersion = "v1.61.1"
	libcModule    = "modernc.org/libc"
	libcVersion   = "v1.79.0" // what driverVersion asks for
)

func warnOfLibc(logger *slog.Logger) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	if version := libcMismatch(info.Deps); version != "" {
		logger.Warn("sqlite: this build has another libc than the driver was made with: leave out the module that raises it, or replace it in the build",
			"module", libcModule, "version", version, "want", libcVersion)
	}
}

// libcMismatch returns the version of the C library if it is not the driver's,
// else "". Of other versions of the driver it knows nothing.
func libcMismatch(deps []*debug.Module) string {
	versions := map[string]string{}
	for _, dep := range deps {
		if dep.Replace != nil {
			dep = &debug.Module{Path: dep.Path, Version: dep.Replace.Version}
		}
		versions[dep.Path] = dep.Version
	}
	if versions[driverModule] != driverVersion || versions[libcModule] == libcVersion {
		return ""
	}
	return versions[libcModule]
}
