//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// manyScripts are scripts that all differ, so that nothing is compiled for one
// of them that another one has.
func manyScripts(n int) []*load {
	list := make([]*load, n)
	for i := range list {
		text := fmt.Sprintf("this is script %d", i)
		list[i] = &load{
			name: fmt.Sprintf("script-%d", i), method: "GET", target: fmt.Sprintf("/script/%d/now", i), want: text,
			path: fmt.Sprintf("/script/%d/:when", i),
			source: fmt.Sprintf(`package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

const text%d = "this is script"

func Handle(ctx *sdk.Context) (any, error) {
	if ctx.Request.Params["when"] != "now" {
		return nil, sdk.Error(404, "there is only now")
	}
	return fmt.Sprintf("%%s %%d", text%d, %d), nil
}
`, i, i, i),
		}
	}
	return list
}

// wayNamed is a way by its name.
func wayNamed(name string) way {
	all := allWays()
	return all[slices.IndexFunc(all, func(w way) bool { return w.name == name })]
}

// withScripts makes a folder of data with scripts, and returns it.
func (b *bench) withScripts(ctx context.Context, scripts []*load) (home string, err error) {
	home = filepath.Join(b.home, "scripts")
	if _, err := os.Stat(home); err == nil {
		return home, nil
	}
	s, err := b.start(ctx, home, setup{way: wayNamed("process")})
	if err != nil {
		return "", err
	}
	defer s.stop()
	for _, l := range scripts {
		if err := s.save(ctx, l.name, l.source, l.path); err != nil {
			return "", err
		}
	}
	return home, nil
}

// measureStart measures how long servers take to be ready, and scripts to
// answer for the first time.
func measureStart(ctx context.Context, b *bench) error {
	scripts := manyScripts(b.scripts)
	home, err := b.withScripts(ctx, scripts)
	if err != nil {
		return err
	}
	starts := []*struct {
		title, home string
		setup       setup
		took        []time.Duration
	}{
		{title: "Caddy with `respond` alone", setup: setup{way: wayNamed("respond")}},
		{title: "`local`, no data yet", setup: setup{way: wayNamed("local")}},
		{title: "`process`, no data yet", setup: setup{way: wayNamed("process")}},
		{title: fmt.Sprintf("`local`, %d scripts", b.scripts), home: home, setup: setup{way: wayNamed("local")}},
		{title: fmt.Sprintf("`process`, %d scripts", b.scripts), home: home, setup: setup{way: wayNamed("process")}},
	}
	b.say("starting servers")
	for round := range b.starts {
		for i, start := range starts {
			folder := start.home
			if folder == "" {
				folder = filepath.Join(b.home, fmt.Sprintf("start-%d-%d", round, i))
			}
			began := time.Now()
			s, err := b.start(ctx, folder, start.setup)
			took := time.Since(began)
			if err != nil {
				return err
			}
			s.stop()
			start.took = append(start.took, took)
		}
	}
	b.heading("Start")
	b.line("From the start of the process until `/healthz` answers `ok` (of Caddy alone: until anything answers). %d starts each, in turns.\n", b.starts)
	b.line("| server | median | slowest |")
	b.line("|---|---:|---:|")
	for _, start := range starts {
		b.line("| %s | %s | %s |", start.title, duration(median(start.took)), duration(slices.Max(start.took)))
	}
	b.line("")
	return b.firstRequests(ctx, home, scripts)
}

// firstRequests asks scripts for the first time, on servers that have just been
// started.
func (b *bench) firstRequests(ctx context.Context, home string, scripts []*load) error {
	b.heading("First request of a script")
	b.line("Each of %d scripts is asked twice, on a new connection each time, with %s between one script and the next.\n", len(scripts), pause)
	b.line("| executor | best | median | slowest tenth | again, median |")
	b.line("|---|---:|---:|---:|---:|")
	for _, c := range []struct {
		title string
		setup setup
	}{
		{"`local`", setup{way: wayNamed("local")}},
		{"`process`, with a spare worker", setup{way: wayNamed("process"), workers: len(scripts)}},
		{"`process`, without", setup{way: wayNamed("process"), workers: len(scripts), spares: -1}},
	} {
		b.say("first requests: %s", c.title)
		first, again, err := b.askAll(ctx, home, c.setup, scripts)
		if err != nil {
			return fmt.Errorf("%s: %w", c.title, err)
		}
		slices.Sort(first)
		b.line("| %s | %s | %s | %s | %s |", c.title, duration(first[0]), duration(median(first)), duration(first[len(first)*9/10]), duration(median(again)))
	}
	b.line("")
	return nil
}

// askAll asks each script twice on a server of its own.
func (b *bench) askAll(ctx context.Context, home string, s setup, scripts []*load) (first, again []time.Duration, err error) {
	server, err := b.start(ctx, home, s)
	if err != nil {
		return nil, nil, err
	}
	defer server.stop()
	for _, l := range scripts {
		time.Sleep(pause)
		for _, list := range []*[]time.Duration{&first, &again} {
			took, err := server.timed(ctx, l)
			if err != nil {
				return nil, nil, err
			}
			*list = append(*list, took)
		}
	}
	return first, again, nil
}

// pause is long enough for a spare worker to be replaced.
const pause = 400 * time.Millisecond
