//go:build unix

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// database is a PostgreSQL of one test, which may do anything to it.
type database struct {
	dir string
	dsn string
}

func startDatabase(t *testing.T) *database {
	t.Helper()
	return startDatabaseIn(t, t.TempDir())
}

// startDatabaseIn starts one in a folder of the test.
func startDatabaseIn(t *testing.T, dir string) *database {
	t.Helper()
	for _, d := range []string{dir, filepath.Dir(dir)} { // another user runs it when the test is root's
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	db := &database{dir: filepath.Join(dir, "db")}
	t.Cleanup(func() { db.run(t, "stop") })
	output, err := exec.Command(repository+"/.ci/postgres", "start", db.dir).Output()
	if err != nil {
		if failed, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Skipf("no PostgreSQL: %s", failed.Stderr)
		}
		t.Skip(err)
	}
	// What was committed is to be there after a crash of its processes.
	db.dsn = strings.TrimSpace(string(output)) + " synchronous_commit=on"
	return db
}

// run runs another command of .ci/postgres: down, up or stop.
func (db *database) run(t *testing.T, command string) {
	t.Helper()
	if output, err := exec.Command(repository+"/.ci/postgres", command, db.dir).CombinedOutput(); err != nil {
		t.Errorf("database %s: %v: %s", command, err, output)
	}
}

// freeze makes the database stand still, with its connections open, and returns
// what lets it go on.
func (db *database) freeze(t *testing.T) (thaw func()) {
	t.Helper()
	content := readFile(t, filepath.Join(db.dir, "data", "postmaster.pid"))
	first, _, _ := strings.Cut(content, "\n")
	children, err := exec.Command("ps", "-o", "pid=", "--ppid", first).Output()
	if err != nil {
		t.Skipf("the processes of the database are not known: %v", err)
	}
	var pids []int
	for _, text := range append([]string{first}, strings.Fields(string(children))...) {
		pid, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	signal := func(s syscall.Signal) {
		for _, pid := range pids {
			if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
				t.Error(err)
			}
		}
	}
	thaw = sync.OnceFunc(func() { signal(syscall.SIGCONT) })
	t.Cleanup(thaw) // before it is stopped
	signal(syscall.SIGSTOP)
	return thaw
}

// node returns how a server differs that is a node over the database.
func (db *database) node(name string, edits ...edit) setup {
	return setup{
		edits: append([]edit{
			{"\t\tstore sqlite\n", "\t\tstore postgres {env.DATABASE_URL}\n"},
			{"# node web-1\n", "node " + name + "\n"},
		}, edits...),
		env: []string{"DATABASE_URL=" + db.dsn},
	}
}

// nodes is the answer of GET /nodes.
type nodes struct {
	Items []struct {
		Name        string `json:"name"`
		Version     string `json:"version"`
		Role        string `json:"role"`
		RevisionLag int64  `json:"revision_lag"`
		Self        bool   `json:"self"`
	} `json:"items"`
}

func TestCluster_OfThreeNodes(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	cluster := []*server{start(t, db.node("a")), start(t, db.node("b")), start(t, db.node("c"))}
	a, b := cluster[0], cluster[1]
	id := a.deploy(t, "hello", textSource("hello"), "/hello").ID
	for _, s := range cluster {
		eventually(t, "the route is live on every node", func() bool { return s.get(t, "/hello").status == http.StatusOK })
	}

	t.Run("follow each other's changes", func(t *testing.T) { propagate(t, cluster, id) })

	t.Run("refuse one of two routes that conflict", func(t *testing.T) {
		for round := range 20 {
			statuses := make([]int, 2)
			var both sync.WaitGroup
			for i, s := range cluster[:2] {
				both.Go(func() {
					path := fmt.Sprintf("/round%d/:%s", round, []string{"one", "other"}[i])
					got, err := s.tryAPI(http.MethodPost, "/scripts/"+id+"/routes", object{"path": path})
					if err != nil {
						t.Error(err)
					}
					statuses[i] = got.status
				})
			}
			both.Wait()
			slices.Sort(statuses)
			if !slices.Equal(statuses, []int{http.StatusCreated, http.StatusConflict}) {
				t.Fatalf("round %d: %v, want one 201 and one 409", round, statuses)
			}
		}
	})

	t.Run("know each other's tokens", func(t *testing.T) {
		token := decode[struct {
			ID     string `json:"id"`
			Secret string `json:"token"`
		}](t, a.api(t, http.MethodPost, "/tokens", object{"name": "t", "scopes": []string{"read"}}).want(t, http.StatusCreated))
		read := func(s *server) int {
			return s.get(t, adminPath+"/scripts", "Authorization", "Bearer "+token.Secret).status
		}
		eventually(t, "another node takes the token", func() bool { return read(b) == http.StatusOK })
		b.api(t, http.MethodDelete, "/tokens/"+token.ID, nil)
		eventually(t, "the first node takes it no longer", func() bool { return read(a) != http.StatusOK })
	})

	t.Run("say in records who they are", func(t *testing.T) {
		for _, s := range cluster {
			s.get(t, "/hello").wantBody(t, "hello")
		}
		for _, name := range []string{"a", "b", "c"} {
			eventually(t, "a node reads what another one executed", func() bool {
				query := url.Values{"filter": {fmt.Sprintf("node == %q", name)}}
				records := list[struct {
					Node string `json:"node"`
				}](t, a, "/logs", query)
				for _, r := range records {
					if r.Node != name {
						t.Fatalf("the filter for %s finds %s", name, r.Node)
					}
				}
				return len(records) > 0
			})
		}
	})

	t.Run("are listed", func(t *testing.T) {
		eventually(t, "each node lists all three, up to date", func() bool {
			return !slices.ContainsFunc(cluster, func(s *server) bool {
				got := decode[nodes](t, s.api(t, http.MethodGet, "/nodes", nil).want(t, http.StatusOK))
				names, selves := "", 0
				for _, n := range got.Items {
					if n.Version == "" || n.Role != "all" || n.RevisionLag != 0 {
						return true
					}
					names += n.Name
					if n.Self {
						selves++
					}
				}
				return names != "abc" || selves != 1
			})
		})
		sh := a.shell(t)
		sh.run(t, 0, "status").says(t, "node      a (all, ", ", answers this)", "node      b (all, ", "node      c (all, ")
		sh.run(t, 0, "logs", "--limit", "100").says(t, "  NODE  SCRIPT  ", "  c     hello ")
		cluster[2].terminate(t)
		got := decode[nodes](t, a.api(t, http.MethodGet, "/nodes", nil).want(t, http.StatusOK))
		if len(got.Items) != 2 {
			t.Errorf("a node that has ended is still listed: %+v", got)
		}
	})
}

// propagate makes changes on each node in turn and notes when the others serve
// them.
func propagate(t *testing.T, cluster []*server, script string) {
	const rounds = 200
	var sinceRequest, sinceAnswer []time.Duration
	for round := range rounds {
		origin := cluster[round%len(cluster)]
		path := fmt.Sprintf("/change%d", round)
		seen := make([]time.Time, len(cluster))
		var watching sync.WaitGroup
		for i, s := range cluster {
			if s == origin {
				continue
			}
			watching.Go(func() {
				for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
					got, err := s.do(http.MethodGet, s.site(path), nil)
					if err == nil && got.status == http.StatusOK {
						seen[i] = time.Now()
						return
					}
				}
				t.Errorf("change %d never reached node %d", round, i)
			})
		}
		asked := time.Now()
		origin.api(t, http.MethodPost, "/scripts/"+script+"/routes", object{"path": path}).want(t, http.StatusCreated)
		answered := time.Now()
		watching.Wait()
		for _, at := range seen {
			if !at.IsZero() {
				sinceRequest = append(sinceRequest, at.Sub(asked))
				sinceAnswer = append(sinceAnswer, max(0, at.Sub(answered)))
			}
		}
	}
	var table bytes.Buffer
	out := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(what string, times []time.Duration) {
		slices.Sort(times)
		at := func(part float64) time.Duration {
			return times[int(part*float64(len(times)-1))].Round(100 * time.Microsecond)
		}
		_, _ = fmt.Fprintf(out, "%s\t%d\t%v\t%v\t%v\t%v\t\n", what, len(times), at(.5), at(.95), at(.99), at(1)) // to memory
	}
	_, _ = fmt.Fprintln(out, "until another node serves it\tn\tp50\tp95\tp99\tmax\t")
	row("since the change was asked for", sinceRequest)
	row("since it was answered", sinceAnswer)
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d nodes, %d changes:\n%s", len(cluster), rounds, &table)
}

func TestCluster_OfRoles(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	manager, ingress := start(t, db.node("m", edit{"role all", "role manager"})), start(t, db.node("i", edit{"role all", "role ingress"}))
	id := manager.deploy(t, "hello", textSource("hello"), "/hello").ID

	eventually(t, "the ingress node answers users", func() bool { return ingress.get(t, "/hello").status == http.StatusOK })
	ingress.call(t, http.MethodPost, "/api/v1/execute/"+id, nil).wantBody(t, "hello")
	manager.get(t, "/hello").wantProblem(t, http.StatusNotFound, "manager_node")
	manager.call(t, http.MethodPost, "/api/v1/execute/"+id, nil).wantProblem(t, http.StatusNotFound, "manager_node")

	ingress.api(t, http.MethodDelete, "/scripts/"+id, nil).wantProblem(t, http.StatusForbidden, "read_only_node")
	ingress.api(t, http.MethodGet, "/scripts/"+id, nil).want(t, http.StatusOK)
	manager.api(t, http.MethodDelete, "/scripts/"+id, nil)
	eventually(t, "the ingress node has no such route any more", func() bool { return ingress.get(t, "/hello").status == http.StatusNotFound })

	contains(t, string(ingress.api(t, http.MethodGet, "/config", nil).want(t, http.StatusOK).body), `"role":"ingress"`, `"name":"i"`)
}
