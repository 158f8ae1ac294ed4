package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what should happen soon: generous,
// since machines that run tests may be slow and busy.
const patience = 90 * time.Second

// server is a process of the binary under test.
type server struct {
	home   string // holds its data and its config
	public string // address of the site
	admin  string // address of the admin endpoint
	setup  setup
	client *http.Client
	*process
}

// setup is how a server differs from Caddyfile.example. The zero value is fine.
type setup struct {
	// edits replace texts of Caddyfile.example, each of which must be there.
	edits []edit

	// sites returns more sites for the end of the Caddyfile, given free ports.
	sites func(port func() int) string

	// env are further environment variables.
	env []string
}

type edit struct{ from, to string }

// start starts a server that ends with the test.
func start(t *testing.T, how setup) *server {
	t.Helper()
	s := &server{
		home:  t.TempDir(),
		setup: how,
		client: &http.Client{
			Timeout:       patience,
			Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	s.public, s.admin = address(freePort(t)), address(freePort(t))
	s.configure(t, how.edits...)
	t.Cleanup(func() { s.end(t) })
	s.launch(t)
	return s
}

// configure writes the Caddyfile anew, with other edits.
func (s *server) configure(t *testing.T, edits ...edit) {
	t.Helper()
	config := s.caddyfile(t, s.public, s.admin, edits...)
	if s.setup.sites != nil {
		config += s.setup.sites(func() int { return freePort(t) })
	}
	s.write(t, s.config(), config)
}

// config is the path of the Caddyfile.
func (s *server) config() string { return filepath.Join(s.home, "Caddyfile") }

// data is the folder in which PiCloud keeps everything.
func (s *server) data() string { return filepath.Join(s.home, "data", "caddy", "picloud") }

// caddyfile is Caddyfile.example with other addresses and the edits.
func (s *server) caddyfile(t *testing.T, public, admin string, edits ...edit) string {
	t.Helper()
	text := readFile(t, filepath.Join(repository, "Caddyfile.example"))
	_, port, err := net.SplitHostPort(public)
	if err != nil {
		t.Fatal(err)
	}
	edits = append([]edit{
		{"admin localhost:2019\n", "admin " + admin + "\n\tdefault_bind 127.0.0.1\n"},
		{"\n:8000 {", "\n:" + port + " {"},
	}, edits...)
	for _, e := range edits {
		if strings.Count(text, e.from) != 1 {
			t.Fatalf("Caddyfile.example should have %q once", e.from)
		}
		text = strings.Replace(text, e.from, e.to, 1)
	}
	return text
}

func (s *server) write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// launch starts the process and waits until it is healthy.
func (s *server) launch(t *testing.T) {
	t.Helper()
	s.process = execute(t, s.env(s.home), "run", "--config", s.config())
	deadline := time.Now().Add(patience)
	for {
		site, err := s.do(http.MethodGet, s.site("/healthz"), nil)
		if err == nil && site.status == http.StatusOK {
			// The admin API may be a moment behind.
			api, err := s.tryAPI(http.MethodGet, "/config", nil)
			if err == nil && api.status == http.StatusOK {
				return
			}
		}
		select {
		case <-s.exited:
			t.Fatalf("the server ended with %v instead of starting:\n%s", s.err, s.output)
		case <-time.After(25 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server is not healthy after %s:\n%s", patience, s.output)
		}
	}
}

// env is the environment of a process with its data below home.
func (s *server) env(home string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + home,
		"XDG_DATA_HOME=" + filepath.Join(home, "data"),
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"),
	}, s.setup.env...)
}

// run runs another command of the binary in the server's environment.
func (s *server) run(t *testing.T, args ...string) *process {
	t.Helper()
	p := execute(t, s.env(s.home), args...)
	p.wait(t)
	return p
}

// reload loads the Caddyfile with other edits into the running server, and
// returns the process that did.
func (s *server) reload(t *testing.T, edits ...edit) *process {
	t.Helper()
	s.configure(t, edits...)
	return s.run(t, "reload", "--config", s.config(), "--address", s.admin)
}

// terminate ends the process as a service manager does, and wants it to end
// well.
func (s *server) terminate(t *testing.T) {
	t.Helper()
	s.client.CloseIdleConnections()
	s.signal(t, syscall.SIGTERM)
	s.wait(t)
	if s.err != nil {
		t.Fatalf("after SIGTERM the server ended with %v:\n%s", s.err, s.output)
	}
}

// kill ends the process without a chance to do anything.
func (s *server) kill(t *testing.T) {
	t.Helper()
	s.signal(t, syscall.SIGKILL)
	s.wait(t)
	s.client.CloseIdleConnections()
}

// end is what happens to a server behind its test.
func (s *server) end(t *testing.T) {
	s.client.CloseIdleConnections()
	if s.process == nil {
		return
	}
	defer func() {
		if t.Failed() {
			t.Logf("the server complained:\n%s", s.output.complaints())
		}
	}()
	select {
	case <-s.exited:
		if !s.signalled.Load() {
			t.Errorf("the server ended by itself: %v", s.err)
		}
	default:
		s.terminate(t)
	}
}

// process is a process of the binary.
type process struct {
	command   *exec.Cmd
	output    *output
	exited    chan struct{} // closed when it has ended
	err       error         // how it has ended
	signalled atomic.Bool
}

// execute starts a process. Whoever calls it must wait for its end.
func execute(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	p := &process{
		command: exec.Command(binary, args...),
		output:  new(output),
		exited:  make(chan struct{}),
	}
	p.command.Env = env
	p.command.Stdout, p.command.Stderr = p.output, p.output
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.command.Wait()
		close(p.exited)
	}()
	return p
}

func (p *process) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	p.signalled.Store(true)
	if err := p.command.Process.Signal(signal); err != nil {
		t.Fatalf("sending %s: %v", signal, err)
	}
}

// wait waits for the end of the process, and brings it about when it takes too
// long.
func (p *process) wait(t *testing.T) {
	t.Helper()
	select {
	case <-p.exited:
	case <-time.After(patience):
		if err := p.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Error(err)
		}
		<-p.exited
		t.Fatalf("%s still ran after %s:\n%s", strings.Join(p.command.Args, " "), patience, p.output)
	}
}

// succeeds wants the process, which has ended, to have succeeded.
func (p *process) succeeds(t *testing.T) {
	t.Helper()
	if p.err != nil {
		t.Fatalf("%s: %v:\n%s", strings.Join(p.command.Args, " "), p.err, p.output)
	}
}

// fails wants the process, which has ended, to have failed, saying all of the
// texts.
func (p *process) fails(t *testing.T, saying ...string) {
	t.Helper()
	if p.err == nil {
		t.Fatalf("%s succeeded:\n%s", strings.Join(p.command.Args, " "), p.output)
	}
	for _, text := range saying {
		if !strings.Contains(p.output.String(), text) {
			t.Errorf("%s does not say %q:\n%s", strings.Join(p.command.Args, " "), text, p.output)
		}
	}
}

// output collects what a process writes.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// complaints are the lines that are no mere information.
func (o *output) complaints() string {
	var list []string
	for line := range strings.Lines(o.String()) {
		if !strings.HasPrefix(line, `{"level":"info"`) {
			list = append(list, line)
		}
	}
	return strings.Join(list, "")
}

// portsTried counts the ports that freePort has looked at.
var portsTried atomic.Int64

// freePort returns a port that nothing listens on, another one each time: a
// server that is being restarted must find its own one again. The ports are
// below those that systems give to outgoing connections.
func freePort(t *testing.T) int {
	t.Helper()
	const first, count = 14000, 16000
	for range count {
		port := first + (os.Getpid()*100+int(portsTried.Add(1)))%count
		listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			continue
		}
		if err := listener.Close(); err != nil {
			t.Fatal(err)
		}
		return port
	}
	t.Fatal("no port is free")
	return 0
}

func address(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
