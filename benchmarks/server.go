package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	path = "/hello"
	text = "hello"

	// patience is how long a server may take to do what it should soon.
	patience = 30 * time.Second

	// concurrency is how many executions of the script may run at once: more
	// than there are connections by default.
	concurrency = 64
)

// script answers what the respond directive answers.
const script = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) { return "` + text + `", nil }
`

// way is one way to answer.
type way struct {
	name     string
	executor string // empty: there is no script
}

func ways() []way {
	return []way{{name: "respond"}, {name: "local", executor: "local"}, {name: "process", executor: "process"}}
}

// server is a server that runs.
type server struct {
	public, admin string
	cmd           *exec.Cmd
	exited        chan struct{}
}

// start starts a server with its data below home, and with the script when the
// way needs one.
func start(ctx context.Context, binary, home string, w way) (*server, error) {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, err
	}
	public, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	admin, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	config := filepath.Join(home, "Caddyfile")
	if err := os.WriteFile(config, []byte(caddyfile(public, admin, w)), 0o600); err != nil {
		return nil, err
	}
	s := &server{public: public, admin: admin, exited: make(chan struct{})}
	var output bytes.Buffer
	s.cmd = &exec.Cmd{
		Path:   binary,
		Args:   []string{binary, "run", "--config", config},
		Env:    []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")},
		Stderr: &output,
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait() // how it ended tells less than what it wrote
		close(s.exited)
	}()
	if err := s.prepare(ctx, w); err != nil {
		s.stop()
		return nil, fmt.Errorf("%w\n%s", err, tail(output.String()))
	}
	return s, nil
}

func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func tail(s string) string { return s[max(0, len(s)-4<<10):] }

func caddyfile(public, admin string, w way) string {
	app, site := "", "respond "+text
	if w.executor != "" {
		app = fmt.Sprintf("picloud {\n\t\texecutor %s\n\t\tlimits {\n\t\t\tmax_concurrency %d\n\t\t}\n\t}", w.executor, concurrency)
		site = "picloud"
	}
	return fmt.Sprintf("{\n\tadmin %s\n\tauto_https off\n\t%s\n}\n\nhttp://%s {\n\t%s\n}\n", admin, app, public, site)
}

// prepare waits for the server and saves the script.
func (s *server) prepare(ctx context.Context, w way) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := s.request(ctx, http.MethodGet, "http://"+s.admin+"/config/", nil, nil)
		if err == nil && w.executor != "" {
			err = s.request(ctx, http.MethodGet, s.api("/scripts"), nil, nil)
		}
		if err == nil {
			break
		}
		select {
		case <-s.exited:
			return errors.New("the server ended instead of starting")
		case <-ctx.Done():
			return fmt.Errorf("the server does not start: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
	if w.executor == "" {
		return nil
	}
	var saved struct {
		ID string `json:"id"`
	}
	if err := s.request(ctx, http.MethodPost, s.api("/scripts"), map[string]any{"name": "hello", "source": script}, &saved); err != nil {
		return err
	}
	return s.request(ctx, http.MethodPost, s.api("/scripts/"+saved.ID+"/routes"), map[string]any{"path": path}, nil)
}

func (s *server) api(path string) string { return "http://" + s.admin + "/api/v1/admin" + path }

// request asks the admin endpoint.
func (s *server) request(ctx context.Context, method, url string, in, out any) error {
	var body bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			return err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, url, &body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was read
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s: %s: %s", method, url, response.Status, answer)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// stop ends the server.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // fails when it has ended already
	select {
	case <-s.exited:
	case <-time.After(patience):
		_ = s.cmd.Process.Kill() // as before
		<-s.exited
	}
}

// cpuTime is how much CPU time the server and its workers have used.
func (s *server) cpuTime() (time.Duration, error) {
	total, _, err := processTime(strconv.Itoa(s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	processes, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	for _, p := range processes {
		if _, err := strconv.Atoi(p.Name()); err != nil {
			continue
		}
		used, parent, err := processTime(p.Name())
		if err == nil && parent == s.cmd.Process.Pid {
			total += used
		}
	}
	return total, nil
}

// processTime is the CPU time that a process has used, and its parent.
func processTime(pid string) (used time.Duration, parent int, err error) {
	// schedstat would be finer, but counts one thread only.
	stat, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return 0, 0, err
	}
	// The name may hold anything; what follows it may not.
	_, rest, found := strings.Cut(string(stat[bytes.LastIndexByte(stat, ')')+1:]), " ")
	fields := strings.Fields(rest)
	if !found || len(fields) < 13 {
		return 0, 0, fmt.Errorf("/proc/%s/stat cannot be read here", pid)
	}
	parent, err = strconv.Atoi(fields[1])
	if err != nil {
		return 0, 0, err
	}
	for _, field := range fields[11:13] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, 0, err
		}
		used += time.Duration(ticks) * time.Second / ticksPerSecond
	}
	return used, parent, nil
}

// ticksPerSecond is the unit of CPU times in /proc, on every Linux there is.
const ticksPerSecond = 100
