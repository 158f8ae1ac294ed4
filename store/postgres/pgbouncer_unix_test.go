//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/storetest"
)

// pgbouncer is a PgBouncer in transaction mode before the server of the tests,
// with so few connections that every transaction gets another one.
type pgbouncer struct {
	user string
	port int
}

func startPgBouncer(t *testing.T) pgbouncer {
	t.Helper()
	config, err := pgxpool.ParseConfig(testDSN(t))
	if err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		t.Skip("no pgbouncer in PATH: install the package pgbouncer")
	}
	dir := openDir(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c := config.ConnConfig
	settings := fmt.Sprintf(`
[databases]
* = host=%s port=%d
[pgbouncer]
pool_mode = transaction
auth_type = trust
auth_file = %s
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
default_pool_size = 4
max_client_conn = 1000
`, c.Host, c.Port, filepath.Join(dir, "users"), port)
	users := fmt.Sprintf("%q %q\n", c.User, c.Password)
	if err := os.WriteFile(filepath.Join(dir, "users"), []byte(users), 0o644); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "-q", file)
	command.Stderr = t.Output()
	if os.Geteuid() == 0 { // as which it does not run
		command.SysProcAttr = &syscall.SysProcAttr{Credential: nobody(t)}
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait() // it was killed
	})
	eventually(t, "PgBouncer listens", func() bool {
		conn, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", port))
		if err != nil {
			return false
		}
		return conn.Close() == nil
	})
	return pgbouncer{user: c.User, port: port}
}

func nobody(t *testing.T) *syscall.Credential {
	t.Helper()
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Skip(err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// newDatabase returns the DSNs of an empty database, through PgBouncer and
// direct.
func (b pgbouncer) newDatabase(t *testing.T) (pooled, direct string) {
	t.Helper()
	dsn := testDSN(t)
	name := "t" + strings.ReplaceAll(store.NewID().String(), "-", "")
	execute(t, dsn, `CREATE DATABASE `+name+` STRATEGY file_copy`)
	t.Cleanup(func() { execute(t, dsn, `DROP DATABASE `+name+` WITH (FORCE)`) })
	return fmt.Sprintf("postgres://%s@127.0.0.1:%d/%s?sslmode=disable", b.user, b.port, name), with(dsn, "dbname", name)
}

func TestStore_KeepsTheContractThroughPgBouncer(t *testing.T) {
	t.Parallel()
	b := startPgBouncer(t)
	t.Run("", func(t *testing.T) { // ends after its parallel parts
		storetest.Run(t, func(t *testing.T) store.Store {
			pooled, _ := b.newDatabase(t)
			return openStore(t, Options{DSN: pooled})
		})
	})
}

// LISTEN works on PgBouncer as far as one can see, and nothing ever arrives.
func TestRevisions_ArriveThroughPgBouncer(t *testing.T) {
	t.Parallel()
	b := startPgBouncer(t)
	pooled, direct := b.newDatabase(t)
	s := openStore(t, Options{DSN: pooled})
	beside := openStore(t, Options{DSN: pooled, ListenDSN: direct})
	w := &watcher{store: s, wake: make(chan struct{}, 1)}
	if err := w.session(t.Context()); !errors.Is(err, errDeaf) || w.listening.Load() {
		t.Errorf("it takes PgBouncer for a server that notifies: %v", err)
	}
	changes, heard := follow(t, s), follow(t, beside)
	for i := range 40 {
		script := addScript(t, s, fmt.Sprint("s", i))
		arrives(t, changes, script.Revision)
		arrives(t, heard, script.Revision)
	}
}
