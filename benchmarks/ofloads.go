//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// fleet are the servers of the ways that are measured.
type fleet []*server

func (f fleet) stop() {
	var work sync.WaitGroup
	for _, s := range f {
		work.Go(s.stop)
	}
	work.Wait()
}

// launch starts a server for each way that was chosen, with the scripts of
// loads.
func (b *bench) launch(ctx context.Context, home string, loads []*load, without ...string) (servers fleet, err error) {
	for _, w := range allWays() {
		if !slices.Contains(b.ways, w.name) || slices.Contains(without, w.name) {
			continue
		}
		s, err := b.start(ctx, filepath.Join(b.home, home, w.name), setup{way: w, loads: loads})
		if err != nil {
			servers.stop()
			return nil, fmt.Errorf("%s: %w", w.name, err)
		}
		servers = append(servers, s)
		if w.executor == "" {
			continue
		}
		for _, l := range loads {
			if err := s.save(ctx, l.name, l.source, l.path); err != nil {
				servers.stop()
				return nil, fmt.Errorf("%s: saving %s: %w", w.name, l.name, err)
			}
		}
	}
	return servers, nil
}

// measureLoads measures every load in every way that it can be answered.
func measureLoads(ctx context.Context, b *bench) error {
	var chosen, plain []*load
	for _, l := range allLoads(b.options) {
		if slices.Contains(b.loads, l.name) {
			chosen = append(chosen, l)
		}
		if l.others == 0 {
			plain = append(plain, l)
		}
	}
	servers, err := b.launch(ctx, "loads", plain)
	if err != nil {
		return err
	}
	defer func() { servers.stop() }()
	var growth []grown
	for _, l := range chosen {
		if l.others > 0 {
			b.say("adding %d routes", l.others)
			g, err := b.grow(ctx, servers, l)
			if err != nil {
				return err
			}
			growth = append(growth, g...)
		}
		b.say("%s", l.title)
		var lanes []*lane
		for _, s := range servers {
			if s.has(l) {
				lanes = append(lanes, &lane{title: s.title, server: s, loads: []*load{l}, connections: l.connections})
			}
		}
		if len(lanes) == 0 {
			continue
		}
		if err := b.race(ctx, lanes, time.Duration(l.longer)*b.slice); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
		b.loadTable(l, lanes)
		if err := b.byWrk(ctx, l, lanes); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
	}
	return b.growthTable(ctx, servers, growth)
}

// grown is what it took to have so many routes.
type grown struct {
	server *server
	routes int
	took   time.Duration
}

// grow adds the other routes of a load to all servers at the same time. Those
// without routes of their own stay as they are.
func (b *bench) grow(ctx context.Context, servers fleet, l *load) (list []grown, err error) {
	var (
		work sync.WaitGroup
		mu   sync.Mutex
	)
	for i, s := range servers {
		work.Go(func() {
			began := time.Now()
			var failed error
			switch {
			case s.compiled:
				// A ServeMux has its patterns when it starts.
				s.stop()
				again := s.setup
				again.loads = append(slices.Clone(s.loads), l)
				var restarted *server
				if restarted, failed = b.start(ctx, s.home, again); failed == nil {
					servers[i] = restarted
				}
			case s.executor != "":
				failed = s.addRoutes(ctx, l.others)
			default:
				return
			}
			g := grown{server: servers[i], routes: l.others, took: time.Since(began)}
			mu.Lock()
			defer mu.Unlock()
			list = append(list, g)
			if failed != nil {
				err = errors.Join(err, fmt.Errorf("%s: %w", s.name, failed))
			}
		})
	}
	work.Wait()
	slices.SortFunc(list, func(a, b grown) int { return slices.Index(servers, a.server) - slices.Index(servers, b.server) })
	return list, err
}

// growthTable tells how long the routes took to be added and, of the most of
// them, how long a server takes to start with them.
func (b *bench) growthTable(ctx context.Context, servers fleet, growth []grown) error {
	if len(growth) == 0 {
		return nil
	}
	most := growth[len(growth)-1].routes
	b.heading("Many routes")
	b.line("All of them are added in one bundle over `POST /import`, which checks every one for conflicts. `net/http` registers them while it starts, " +
		"those that stand for all paths below as patterns of one segment, since `http.ServeMux` compares each other pattern with all there are. " +
		"Memory is that of the server right after a start with them, and without workers.\n")
	b.line("| way | routes | added in | start with them | memory MiB |")
	b.line("|---|---:|---:|---:|---:|")
	for _, g := range growth {
		if g.routes < most {
			b.line("| %s | %s | %s | | |", g.server.title, thousands(g.routes), duration(g.took))
			continue
		}
		i := slices.Index(servers, g.server)
		g.server.stop()
		began := time.Now()
		again, err := b.start(ctx, g.server.home, g.server.setup)
		if err != nil {
			return err
		}
		started := time.Since(began)
		servers[i] = again
		held, _, err := again.memory()
		if err != nil {
			return err
		}
		b.line("| %s | %s | %s | %s | %s |", g.server.title, thousands(g.routes), duration(g.took), duration(started), mebibytes(held))
	}
	b.line("")
	return nil
}
