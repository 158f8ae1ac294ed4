//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

// plain is the command that answers the loads as a program without Caddy.
func plain(ctx context.Context, args []string, _ io.Writer) error {
	if len(args) < 3 {
		return errors.New("plain needs a network, an address, a number of routes and loads")
	}
	mux := http.NewServeMux()
	var others int
	if _, err := fmt.Sscan(args[2], &others); err != nil {
		return err
	}
	for i := range others {
		// A ServeMux compares each pattern that ends in "..." with all others, which
		// takes a minute for as many of them.
		mux.HandleFunc("GET "+otherRoute(i, "{id}", "{rest}"), http.NotFound)
	}
	mux.HandleFunc("GET /hello/{n}", helloLoad().handler)
	for _, l := range allLoads(options{routes: manyRoutes}) {
		if l.others == 0 {
			mux.HandleFunc(l.pattern, l.handler)
		}
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, args[0], args[1])
	if err != nil {
		return err
	}
	s := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() { _ = s.Close() }) // it has nothing to lose
	defer stop()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// plainCommand is what the program without Caddy is called by.
const plainCommand = "plain"

// startPlain starts this program again, as the one without Caddy.
func startPlain(ctx context.Context, network, address string, loads []*load) (*program, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	others := 0
	for _, l := range loads {
		others = max(others, l.others)
	}
	p, err := launch(&exec.Cmd{Path: self, Args: []string{self, plainCommand, network, address, fmt.Sprint(others)}})
	if err != nil || network != "unix" {
		return p, err
	}
	for range patience / time.Millisecond {
		if _, err := os.Stat(address); err == nil {
			return p, nil
		}
		select {
		case <-p.exited:
			return nil, fmt.Errorf("the program ended instead of starting\n%s", p.lastWords())
		case <-ctx.Done():
			p.stop()
			return nil, ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
	p.stop()
	return nil, errors.New("the program does not listen")
}
