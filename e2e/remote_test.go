//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const executorKey = "0123456789abcdef0123456789abcdef"

// executorNode is a server that runs scripts for others and does nothing else:
// it has no store.
type executorNode struct {
	*server
	url string
}

// startExecutor starts an executor node.
func startExecutor(t *testing.T) *executorNode {
	t.Helper()
	n := &executorNode{server: &server{home: t.TempDir(), client: &http.Client{Timeout: patience}}}
	n.setup.env = []string{"PICLOUD_EXECUTOR_KEY=" + executorKey}
	n.public, n.admin = address(freePort(t)), address(freePort(t))
	n.url = "http://" + n.public
	n.configure(t, "")
	t.Cleanup(func() { n.end(t) })
	n.launch(t)
	return n
}

// openssl runs a command of it in a folder.
func openssl(t *testing.T, dir, arguments string) {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip(err)
	}
	command := exec.Command(path, strings.Fields(arguments)...)
	command.Dir = dir
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("openssl %s: %v: %s", arguments, err, output)
	}
}

// The certificates are made as the documentation says.
func TestRemote_TakesClientCertificates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, who := range []string{"ca", "other"} {
		openssl(t, dir, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=PiCloud -keyout "+who+".key -out "+who+".pem")
		openssl(t, dir, "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=web-1 -keyout by-"+who+".key -out web-1.csr")
		openssl(t, dir, "x509 -req -in web-1.csr -CA "+who+".pem -CAkey "+who+".key -CAcreateserial -days 365 -out by-"+who+".pem")
	}
	n := &executorNode{server: &server{home: t.TempDir(), client: &http.Client{Timeout: patience}}}
	n.public, n.admin = address(freePort(t)), address(freePort(t))
	n.url = "https://" + strings.Replace(n.public, "127.0.0.1", "localhost", 1)
	n.write(t, n.config(), fmt.Sprintf(`{
	admin %s
	default_bind 127.0.0.1
	skip_install_trust
	auto_https disable_redirects
}

%s {
	tls internal {
		client_auth {
			mode require_and_verify
			trust_pool file %s
		}
	}
	picloud_executor {
		require_client_certificate
	}
}
`, n.admin, n.url, filepath.Join(dir, "ca.pem")))
	n.process = execute(t, n.env(n.home), "run", "--config", n.config())
	t.Cleanup(func() { n.end(t) })
	root := filepath.Join(n.home, "data", "caddy", "pki", "authorities", "local", "root.crt")
	eventually(t, "the node has an authority of its own", func() bool {
		_, err := os.Stat(root)
		return err == nil
	})
	executor := func(certificate string) edit {
		e := remoteExecutor(n)
		e.to = fmt.Sprintf("executor remote %s {\n\t\t\ttls_ca %s\n\t\t\ttls_client_certificate %s.pem %s.key\n\t\t}",
			n.url, root, filepath.Join(dir, certificate), filepath.Join(dir, certificate))
		return e
	}
	s := start(t, setup{edits: []edit{executor("by-ca")}})
	eventually(t, "the node has a certificate", func() bool {
		got := s.api(t, http.MethodPost, "/scripts:check", object{"source": textSource("x")})
		return got.status == http.StatusOK
	})
	s.deploy(t, "hello", textSource("hello"), "/hello")
	s.get(t, "/hello").wantBody(t, "hello")
	s.echoes(t) // over HTTP/2
	s.reload(t, executor("by-other")).succeeds(t)
	if got := s.get(t, "/hello"); got.status != http.StatusBadGateway {
		t.Errorf("with a certificate of another authority, the answer is %d %s", got.status, got.body)
	}
}

// configure writes the Caddyfile, with more options of the handler.
func (n *executorNode) configure(t *testing.T, options string) {
	t.Helper()
	n.write(t, n.config(), fmt.Sprintf(`{
	admin %s
	default_bind 127.0.0.1
	shutdown_delay 1s
}

%s {
	picloud_executor {
		key {env.PICLOUD_EXECUTOR_KEY}
		%s
	}
}
`, n.admin, n.url, options))
}

// launch starts the process and waits until it listens.
func (n *executorNode) launch(t *testing.T) {
	t.Helper()
	n.process = execute(t, n.env(n.home), "run", "--config", n.config())
	eventually(t, "the executor node answers", func() bool {
		got, err := n.do(http.MethodPost, n.url+"/v1/status", nil, "Authorization", "Bearer "+executorKey)
		return err == nil && got.status == http.StatusOK
	})
}

// remoteExecutor is the edit that has scripts run on nodes.
func remoteExecutor(nodes ...*executorNode) edit {
	var urls []string
	for _, n := range nodes {
		urls = append(urls, n.url)
	}
	return edit{
		"executor process {\n\t\t\tmax_workers 16\n\t\t\tidle_timeout 5m\n\t\t\tspares 1\n\t\t\tisolation best_effort\n\t\t}",
		"executor remote " + strings.Join(urls, " ") + " {\n\t\t\tkey {env.PICLOUD_EXECUTOR_KEY}\n\t\t}",
	}
}

// noAnswer stands for the status where the connection was lost.
const noAnswer = 0

// load is a number of clients that ask for one path all the time.
type load struct {
	stop func()

	mu       sync.Mutex
	statuses map[int]int
	answered atomic.Int64
}

func (s *server) startLoad(t *testing.T, clients int, path string) *load {
	t.Helper()
	l := &load{statuses: map[int]int{}}
	done := make(chan struct{})
	var running sync.WaitGroup
	for range clients {
		running.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				got, err := s.do(http.MethodGet, s.site(path), nil)
				l.mu.Lock()
				if err != nil {
					got.status = noAnswer
				}
				l.statuses[got.status]++
				l.mu.Unlock()
				l.answered.Add(1)
			}
		})
	}
	l.stop = sync.OnceFunc(func() {
		close(done)
		running.Wait()
	})
	t.Cleanup(l.stop)
	return l
}

// goesOn waits until more requests are answered.
func (l *load) goesOn(t *testing.T) {
	t.Helper()
	before := l.answered.Load()
	eventually(t, "requests are answered", func() bool { return l.answered.Load() > before+100 })
}

// seen is what clients saw since it was last asked for.
func (l *load) seen() map[int]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	was := maps.Clone(l.statuses)
	clear(l.statuses)
	return was
}

// forgive forgets connections that were lost: on a reload Caddy closes the old
// listener, and with it those that no handler has seen a request of.
func (l *load) forgive() {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.statuses, noAnswer)
}

// onlyOK wants clients to have seen nothing but 200.
func (l *load) onlyOK(t *testing.T, when string) {
	t.Helper()
	seen := l.seen()
	t.Logf("%s, clients saw %v", when, seen)
	if statuses := slices.Sorted(maps.Keys(seen)); !slices.Equal(statuses, []int{http.StatusOK}) {
		t.Errorf("%s, clients saw %v", when, seen)
	}
}

func TestRemote_IsAChangeOfTheCaddyfile(t *testing.T) {
	t.Parallel()
	a, b := startExecutor(t), startExecutor(t)
	s := start(t, setup{env: []string{"PICLOUD_EXECUTOR_KEY=" + executorKey}})
	s.deploy(t, "hello", textSource("hello"), "/hello")
	clients := s.startLoad(t, 4, "/hello")
	clients.goesOn(t)
	clients.onlyOK(t, "with worker processes of its own")

	s.reload(t, remoteExecutor(a, b)).succeeds(t)
	clients.goesOn(t)
	clients.forgive()
	clients.onlyOK(t, "when a reload moved execution to two nodes")
	if n := s.workers(t); n > 0 {
		eventually(t, "the server has no workers any more", func() bool { return s.workers(t) == 0 })
	}
	s.deploy(t, "new", textSource("new"), "/new")
	s.get(t, "/new").wantBody(t, "new")
	s.echoes(t)
	got := s.api(t, http.MethodPost, "/scripts:check", object{"source": "package main\n\nfunc Handle("}).want(t, http.StatusOK)
	contains(t, string(got.body), "syntax")

	for _, n := range []*executorNode{a, b} {
		metrics, err := n.do(http.MethodGet, "http://"+n.admin+"/metrics", nil)
		contains(t, string(must(metrics, err)(t).want(t, http.StatusOK).body), `picloud_workers{state="serving"}`)
		for _, options := range []string{"max_in_flight 500", "max_in_flight 600"} {
			n.configure(t, options)
			n.run(t, "reload", "--config", n.config(), "--address", n.admin).succeeds(t)
			clients.goesOn(t)
		}
	}
	clients.onlyOK(t, "while both nodes were reloaded twice")

	a.terminate(t)
	clients.goesOn(t)
	clients.onlyOK(t, "while one node shut down")
	a.launch(t)
	clients.goesOn(t)
	clients.onlyOK(t, "when it came up again")
	clients.stop()

	s.reload(t).succeeds(t)
	s.get(t, "/hello").wantBody(t, "hello")
	s.get(t, "/new").wantBody(t, "new")
}

// echoes wants bodies of many sizes to come back as they were.
func (s *server) echoes(t *testing.T) {
	t.Helper()
	s.deploy(t, "echo", `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) any { return &sdk.Response{Body: ctx.Request.Body} }
`, "/echo")
	for _, size := range []int{0, 1, 65_536, 65_537, 1 << 20, 10 << 20} {
		body := bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
		got := s.call(t, http.MethodPost, "/echo", body).want(t, http.StatusOK)
		if !bytes.Equal(got.body, body) {
			t.Errorf("%d bytes came back as %d other ones", len(body), len(got.body))
		}
	}
	// One that is over the limit is refused as it comes.
	s.call(t, http.MethodPost, "/echo", make([]byte, 11<<20)).want(t, http.StatusRequestEntityTooLarge)
}

// workers is how many worker processes a server has.
func (s *server) workers(t *testing.T) int {
	t.Helper()
	n := 0
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", s.command.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		n += len(strings.Fields(string(children)))
	}
	return n
}

func TestRemote_LosesNoMoreThanWhatRanWhenANodeIsKilled(t *testing.T) {
	t.Parallel()
	a, b := startExecutor(t), startExecutor(t)
	s := start(t, setup{edits: []edit{remoteExecutor(a, b)}, env: []string{"PICLOUD_EXECUTOR_KEY=" + executorKey}})
	s.deploy(t, "slow", `package main

import (
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) any {
	time.Sleep(5 * time.Millisecond)
	return "slow"
}
`, "/slow")
	const clients = 8
	load := s.startLoad(t, clients, "/slow")
	load.goesOn(t)
	load.onlyOK(t, "with both nodes")

	a.kill(t)
	load.goesOn(t)
	seen := load.seen()
	t.Logf("when one node was killed, clients saw %v", seen)
	lost := seen[http.StatusBadGateway]
	delete(seen, http.StatusBadGateway)
	if lost > clients || len(seen) != 1 || seen[http.StatusOK] == 0 {
		t.Errorf("of %d clients, %d saw 502, the others %v", clients, lost, seen)
	}
	load.goesOn(t)
	load.onlyOK(t, "with the other node alone")

	// A node that stands still is as good as gone, but answers what it runs when
	// it goes on.
	b.signal(t, syscall.SIGSTOP)
	time.Sleep(200 * time.Millisecond)
	b.signal(t, syscall.SIGCONT)
	load.goesOn(t)
	load.onlyOK(t, "when the other node stood still for a moment")

	a.launch(t)
	began := time.Now()
	eventually(t, "the node is used again", func() bool { return a.workers(t) > 1 })
	t.Logf("the node that was started again was used after %s", time.Since(began).Round(time.Millisecond))
	load.goesOn(t)
	load.onlyOK(t, "with both nodes again")
	load.stop()

	a.kill(t)
	b.kill(t)
	got := s.get(t, "/slow")
	if got.status != http.StatusBadGateway {
		t.Errorf("without any node, the answer is %d %s", got.status, got.body)
	}
	a.launch(t)
	eventually(t, "the server finds the node", func() bool { return s.get(t, "/slow").status == http.StatusOK })
}
