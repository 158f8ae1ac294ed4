//go:build unix

package postgres

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// cluster is a server of one test, which may do anything to it.
type cluster struct {
	dir string
	dsn string
}

const clusterScript = "../../.ci/postgres"

func startCluster(t *testing.T) cluster {
	t.Helper()
	testDSN(t) // no server of any kind without it
	c := cluster{dir: filepath.Join(openDir(t), "c")}
	t.Cleanup(func() { c.run(t, "stop") })
	output, err := exec.Command(clusterScript, "start", c.dir).Output()
	if err != nil {
		if failed, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Skipf("no server of its own: %s", failed.Stderr)
		}
		t.Skip(err)
	}
	c.dsn = strings.TrimSpace(string(output))
	return c
}

// openDir returns a folder of the test that other users can enter: servers run
// as one when the test runs as root.
func openDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (c cluster) run(t *testing.T, command string) {
	t.Helper()
	if output, err := exec.Command(clusterScript, command, c.dir).CombinedOutput(); err != nil {
		t.Errorf("%s: %v: %s", command, err, output)
	}
}

// signal sends a signal to the server and to all of its processes.
func (c cluster) signal(t *testing.T, pids []int, signal syscall.Signal) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	postmaster, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	for _, pid := range append([]int{postmaster}, pids...) {
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			t.Error(err)
		}
	}
}

func TestStore_SurvivesACrashOfTheServer(t *testing.T) {
	t.Parallel()
	c := startCluster(t)
	s := openStore(t, Options{DSN: c.dsn})
	changes := follow(t, s)
	available(t, s)
	c.run(t, "down")
	unavailable(t, s, 2*time.Second)
	if _, err := Open(t.Context(), Options{DSN: c.dsn}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("open: %v", err)
	}
	c.run(t, "up")
	available(t, s)
	arrives(t, changes, addScript(t, s, "s").Revision)

	// A restart that nobody notices before the next call.
	available(t, s)
	c.run(t, "down")
	c.run(t, "up")
	available(t, s)
}

func TestStore_SurvivesAServerThatStandsStill(t *testing.T) {
	t.Parallel()
	c := startCluster(t)
	s := openStore(t, Options{DSN: c.dsn, Timeout: 300 * time.Millisecond})
	changes := follow(t, s)
	available(t, s)
	rows, err := s.pool.Query(t.Context(), `SELECT pid FROM pg_stat_activity`)
	if err != nil {
		t.Fatal(err)
	}
	var pids []int
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.signal(t, pids, syscall.SIGCONT) }) // before the server is stopped
	c.signal(t, pids, syscall.SIGSTOP)
	unavailable(t, s, 5*time.Second)
	c.signal(t, pids, syscall.SIGCONT)
	eventually(t, "it works again", func() bool { return s.Ping(t.Context()) == nil })
	available(t, s)
	arrives(t, changes, addScript(t, s, "s").Revision)
}
