//go:build unix

package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// append adds settings to those of a database, which have to be read again.
func (db *database) append(t *testing.T, settings ...string) {
	t.Helper()
	path := filepath.Join(db.dir, "data", "postgresql.conf")
	if err := os.WriteFile(path, []byte(readFile(t, path)+strings.Join(settings, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// program runs one of PostgreSQL's server programs as the user that the
// database runs as.
func (db *database) program(t *testing.T, name string, args ...string) {
	t.Helper()
	server, _, _ := strings.Cut(readFile(t, filepath.Join(db.dir, "data", "postmaster.opts")), " ")
	command := exec.Command(filepath.Join(filepath.Dir(server), name), args...)
	command.Dir = "/" // where any user may be
	info, err := os.Stat(filepath.Join(db.dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && int(owner.Uid) != os.Getuid() {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, output)
	}
}

// ask returns the one value of a query.
func (db *database) ask(t *testing.T, query string) string {
	t.Helper()
	server, _, _ := strings.Cut(readFile(t, filepath.Join(db.dir, "data", "postmaster.opts")), " ")
	output, err := exec.Command(filepath.Join(filepath.Dir(server), "psql"), "-XAtq", "-h", db.dir, "-U", "postgres", "-c", query).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", query, err, output)
	}
	return strings.TrimSpace(string(output))
}

// replicate makes a standby of a database and gives the database the DSN of
// both. A synchronous one is waited for with every commit.
func (db *database) replicate(t *testing.T, synchronous bool) (standby *database) {
	t.Helper()
	db.append(t, "wal_level = replica", "max_wal_senders = 4")
	state := "async"
	if synchronous {
		db.append(t, "synchronous_standby_names = 'standby'")
		state = "sync"
	}
	db.run(t, "down")
	db.run(t, "up")

	standby = &database{dir: db.dir + "2"}
	if err := os.Mkdir(standby.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(db.dir)
	if err != nil {
		t.Fatal(err)
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && int(owner.Uid) != os.Getuid() {
		if err := os.Chown(standby.dir, int(owner.Uid), int(owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	db.program(t, "pg_basebackup", "--pgdata", filepath.Join(standby.dir, "data"), "--write-recovery-conf",
		"--checkpoint=fast", "--no-sync", "--dbname", "host="+db.dir+" user=postgres application_name=standby")
	standby.append(t, "unix_socket_directories = '"+standby.dir+"'", "synchronous_standby_names = ''")
	t.Cleanup(func() { standby.run(t, "stop") })
	standby.run(t, "up")
	eventually(t, "the standby follows", func() bool {
		return db.ask(t, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = '"+state+"'") == "1"
	})
	db.dsn = strings.Replace(db.dsn, db.dir, db.dir+","+standby.dir, 1) + " target_session_attrs=read-write"
	return standby
}

// promote makes a standby a database that takes changes.
func (db *database) promote(t *testing.T) {
	t.Helper()
	db.program(t, "pg_ctl", "promote", "--silent", "--wait", "--pgdata", filepath.Join(db.dir, "data"))
}

// TestCluster_SurvivesAFailover makes changes all the time while a standby takes
// over.
func TestCluster_SurvivesAFailover(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(t *testing.T, db, standby *database, c *changes){
		"from a database that crashed": func(t *testing.T, db, standby *database, _ *changes) {
			db.run(t, "down")
			standby.promote(t)
		},
		"from a database that runs on for a while": func(t *testing.T, db, standby *database, c *changes) {
			standby.promote(t)
			c.refuse(t) // nobody confirms what is committed there
			db.run(t, "down")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failOver(t, fail)
		})
	}
}

func failOver(t *testing.T, fail func(t *testing.T, db, standby *database, c *changes)) {
	db := startDatabase(t)
	standby := db.replicate(t, true)
	a, b := start(t, db.node("a")), start(t, db.node("b"))
	id := a.deploy(t, "kept", textSource("kept"), "/kept").ID
	eventually(t, "both serve the route", func() bool { return b.get(t, "/kept").status == http.StatusOK })
	loads := []*traffic{startTraffic(t, a, "/kept", "kept"), startTraffic(t, b, "/kept", "kept")}

	changes := startChanges(t, a, id)
	changes.goOn(t, 20)
	began := time.Now()
	fail(t, db, standby, changes)
	failed := time.Since(began)
	changes.goOn(t, 20)
	changed := time.Since(began)
	taken, refused := changes.stop()

	for _, s := range []*server{a, b} {
		eventually(t, "every node serves the last change", func() bool { return s.get(t, taken[len(taken)-1]).status == http.StatusOK })
		for _, path := range taken {
			if got := s.get(t, path); got.status != http.StatusOK {
				t.Errorf("a change that was acknowledged is lost: %s", got)
			}
		}
		eventually(t, "the database is there again for the node", func() bool { return s.sink(t).Store.State == "reachable" })
	}
	eventually(t, "both nodes listen at the database that took over", func() bool { return standby.listeners(t) == "2" })
	served := int64(0)
	for _, load := range loads {
		load.goesOn(t, 20)
		load.stop()
		served += load.served.Load()
	}
	t.Logf("the standby was alone after %v, changes were taken again after %v; %d changes acknowledged and kept, %d refused with 503; users got %d answers, all right, the slowest after %v",
		failed.Round(time.Millisecond), changed.Round(time.Millisecond), len(taken), refused, served,
		time.Duration(max(loads[0].slowest.Load(), loads[1].slowest.Load())).Round(time.Millisecond))
}

// A standby that was behind takes over: what it has not is lost, and all nodes
// serve what it has, also where that has the revisions of what is lost.
func TestCluster_ServesWhatAStandbyHasThatWasBehind(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	standby := db.replicate(t, false)
	a, b := start(t, db.node("a")), start(t, db.node("b"))
	id := a.deploy(t, "kept", textSource("kept"), "/kept").ID
	eventually(t, "the standby has it too", func() bool {
		return standby.ask(t, "SELECT revision FROM revisions") == db.ask(t, "SELECT revision FROM revisions")
	})
	load := startTraffic(t, b, "/kept", "kept")
	standby.run(t, "down")
	change := func(s *server, what string) {
		for i := range 3 {
			path := fmt.Sprintf("/%s%d", what, i)
			eventually(t, "changes are taken", func() bool {
				status := s.api(t, http.MethodPost, "/scripts/"+id+"/routes", object{"path": path}).status
				return status == http.StatusCreated || status == http.StatusConflict
			})
			for _, node := range []*server{a, b} {
				eventually(t, "the change is live on every node", func() bool { return node.get(t, path).status == http.StatusOK })
			}
		}
	}
	change(a, "lost")
	last := db.ask(t, "SELECT revision FROM revisions")
	db.run(t, "down")
	standby.run(t, "up")
	standby.promote(t)
	change(b, "new")
	if now := standby.ask(t, "SELECT revision FROM revisions"); now != last {
		t.Errorf("the revision is %s and not %s, as before", now, last)
	}
	for _, s := range []*server{a, b} {
		for i := range 3 {
			path := fmt.Sprintf("/lost%d", i)
			eventually(t, "what is lost is served by no node", func() bool { return s.get(t, path).status == http.StatusNotFound })
		}
	}
	load.goesOn(t, 20)
}

// listeners is how many connections listen for changes.
func (db *database) listeners(t *testing.T) string {
	t.Helper()
	return db.ask(t, "SELECT count(*) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%' OR query = 'SELECT 1'")
}

// changes are routes that are created one after the other.
type changes struct {
	mu      sync.Mutex
	taken   []string // paths of those that were acknowledged
	refused int
	stop    func() (taken []string, refused int)
}

// refuse waits until one more is refused.
func (c *changes) refuse(t *testing.T) {
	t.Helper()
	count := func() int {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.refused
	}
	from := count()
	eventually(t, "a change is refused", func() bool { return count() > from })
}

func startChanges(t *testing.T, s *server, script string) *changes {
	t.Helper()
	c := new(changes)
	ending := make(chan struct{})
	var client sync.WaitGroup
	client.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-ending:
				return
			case <-time.After(5 * time.Millisecond):
			}
			path := fmt.Sprintf("/change%d", i)
			got, err := s.tryAPI(http.MethodPost, "/scripts/"+script+"/routes", object{"path": path})
			c.mu.Lock()
			switch {
			case err == nil && got.status == http.StatusCreated:
				c.taken = append(c.taken, path)
			case err == nil && got.status == http.StatusServiceUnavailable && got.header.Get("Retry-After") != "":
				c.refused++
			default:
				t.Errorf("a change got %s, %v", got, err)
			}
			c.mu.Unlock()
		}
	})
	end := sync.OnceFunc(func() {
		close(ending)
		client.Wait()
	})
	t.Cleanup(end)
	c.stop = func() ([]string, int) {
		end()
		return c.taken, c.refused
	}
	return c
}

// goOn waits until so many more changes were acknowledged.
func (c *changes) goOn(t *testing.T, more int) {
	t.Helper()
	count := func() int {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.taken)
	}
	from := count()
	eventually(t, "changes are taken", func() bool { return count() >= from+more })
}
