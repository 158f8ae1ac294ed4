//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// patience is how long a server may take to do what it should soon.
const patience = 2 * time.Minute

// server is a server that runs.
type server struct {
	setup
	home  string
	admin string
	sites map[string]string // addresses by the names of loads; "" has all the others
	main  *program
	other *program // what the server passes requests on to
}

// start starts a server with its data below home, and waits until it answers.
func (b *bench) start(ctx context.Context, home string, s setup) (*server, error) {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, err
	}
	admin, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	public, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	v := &server{setup: s, home: home, admin: admin, sites: map[string]string{"": public}}
	if s.compiled || s.proxy {
		network, address := "tcp", public
		if s.proxy {
			network, address = "unix", socketIn(home)
		}
		if v.other, err = startPlain(ctx, network, address, s.loads); err != nil {
			return nil, err
		}
		if s.compiled {
			v.main, v.other = v.other, nil
			return v, v.answers(ctx)
		}
	}
	if s.executor == "" && !s.proxy && s.floor == "" {
		for _, l := range s.loads {
			if l.respond != "" && l.others == 0 {
				if v.sites[l.name], err = freeAddress(ctx); err != nil {
					return nil, err
				}
			}
		}
	}
	config := filepath.Join(home, "Caddyfile")
	if err := os.WriteFile(config, []byte(s.caddyfile(admin, v.sites, socketIn(home))), 0o600); err != nil {
		return nil, err
	}
	binary := b.binary
	if s.floor != "" {
		binary = b.floors
	}
	v.main, err = launch(&exec.Cmd{
		Path: binary,
		Args: []string{binary, "run", "--config", config},
		Env:  []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")},
	})
	if err != nil {
		v.stop()
		return nil, err
	}
	if err := v.answers(ctx); err != nil {
		v.stop()
		return nil, err
	}
	return v, nil
}

// site is the address that answers a load.
func (s *server) site(l *load) string {
	if address := s.sites[l.name]; address != "" {
		return address
	}
	return s.sites[""]
}

// answers waits for the server: until /healthz says that it is ready. Servers
// without PiCloud are ready when they answer at all.
func (s *server) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := s.ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-s.main.exited:
			return fmt.Errorf("the server ended instead of starting\n%s", s.main.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("the server does not start: %w\n%s", err, s.main.lastWords())
		case <-time.After(time.Millisecond):
		}
	}
}

// ready asks once, on a connection of its own. It is cheap, so that whoever
// waits takes nothing from the one that starts.
func (s *server) ready(ctx context.Context) error {
	var dialer net.Dialer
	c, err := dialer.DialContext(ctx, "tcp", s.sites[""])
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }() // nothing is on its way any more
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", s.sites[""]); err != nil {
		return err
	}
	head := make([]byte, 12)
	n, err := c.Read(head)
	if err != nil {
		return err
	}
	if s.executor != "" && !bytes.HasSuffix(head[:n], []byte(" 200")) {
		return fmt.Errorf("the server answers %q", head[:n])
	}
	return nil
}

// stop ends the server.
func (s *server) stop() {
	s.main.stop()
	s.other.stop()
}

// processes are the server and what it has started.
func (s *server) processes() (list []int) {
	for _, p := range []*program{s.main, s.other} {
		if p != nil {
			list = append(list, p.cmd.Process.Pid)
			list = append(list, children(p.cmd.Process.Pid)...)
		}
	}
	return list
}

// cpuTime is how much CPU time the server and its workers have used.
func (s *server) cpuTime() (total time.Duration, err error) {
	for i, pid := range s.processes() {
		used, err := processTime(pid)
		if i == 0 && err != nil {
			return 0, err
		}
		total += used // a worker that has ended is missing
	}
	return total, nil
}

// memory is how much the server and its workers hold: what processes share is
// divided among them.
func (s *server) memory() (server int64, workers []int64, err error) {
	list := s.processes()
	if server, err = pss(list[0]); err != nil {
		return 0, nil, err
	}
	for _, pid := range list[1:] {
		if held, err := pss(pid); err == nil { // else it has ended
			workers = append(workers, held)
		}
	}
	slices.Sort(workers)
	return server, workers, nil
}

// program is a process that runs.
type program struct {
	cmd    *exec.Cmd
	exited chan struct{}
	log    *tail
}

// tail keeps the end of what a program writes.
type tail struct {
	mu   sync.Mutex
	text []byte
}

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	t.text = t.text[max(0, len(t.text)-4<<10):]
	return len(p), nil
}

func launch(cmd *exec.Cmd) (*program, error) {
	p := &program{cmd: cmd, exited: make(chan struct{}), log: new(tail)}
	cmd.Stderr = p.log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = cmd.Wait() // how it ended tells less than what it wrote
		close(p.exited)
	}()
	return p, nil
}

func (p *program) lastWords() string {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	return strings.TrimSpace(string(p.log.text))
}

func (p *program) stop() {
	if p == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // fails when it has ended already
	select {
	case <-p.exited:
	case <-time.After(patience):
		_ = p.cmd.Process.Kill() // as before
		<-p.exited
	}
}

func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
