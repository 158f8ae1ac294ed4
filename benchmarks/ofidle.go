//go:build linux

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

// idler is a server that is left alone.
type idler struct {
	title         string
	setup         setup
	scripts       []*load
	server        *server
	before, after map[int]activity // by process
	held          int64            // by the server
	workers       []int64          // by each worker
}

// measureIdle measures what servers hold and do when nobody asks them anything.
func measureIdle(ctx context.Context, b *bench) error {
	scripts := manyScripts(b.scripts)
	idlers := []*idler{
		{title: "Caddy with `respond` alone", setup: setup{way: wayNamed("respond")}},
		{title: "`local`, no script", setup: setup{way: wayNamed("local")}},
		{title: "`local`, one script", setup: setup{way: wayNamed("local")}, scripts: scripts[:1]},
		{title: "`process`, no script", setup: setup{way: wayNamed("process")}},
		{title: "`process`, one script", setup: setup{way: wayNamed("process")}, scripts: scripts[:1]},
		{title: fmt.Sprintf("`process`, %d scripts", len(scripts)), setup: setup{way: wayNamed("process"), workers: len(scripts)}, scripts: scripts},
	}
	var servers fleet
	defer func() { servers.stop() }()
	for n, i := range idlers {
		s, err := b.start(ctx, filepath.Join(b.home, fmt.Sprint("idle-", n)), i.setup)
		if err != nil {
			return err
		}
		i.server = s
		servers = append(servers, s)
		for _, l := range i.scripts {
			if err := s.save(ctx, l.name, l.source, l.path); err != nil {
				return err
			}
			if err := s.once(ctx, l); err != nil {
				return err
			}
		}
	}
	b.say("leaving %d servers alone for %s", len(idlers), b.idle)
	time.Sleep(min(settle, b.idle))
	for _, i := range idlers {
		if err := i.look(&i.before); err != nil {
			return err
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(b.idle):
	}
	for _, i := range idlers {
		if err := i.look(&i.after); err != nil {
			return err
		}
	}
	b.heading("Idle")
	b.line("Each script was asked once. Then the servers were left alone for %s, all at the same time. Memory is PSS, in which what processes share, such as the program, "+
		"is divided among them; a wake-up is a thread that waited and went on; reads and writes are system calls.\n", b.idle)
	b.line("| server | memory MiB | of the server | workers | each, median | wake-ups | of workers | CPU ms | reads | writes |")
	b.line("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
	for _, i := range idlers {
		server, workers := i.done()
		each := ""
		if len(i.workers) > 0 {
			each = mebibytes(median(i.workers))
		}
		b.line("| %s | %s | %s | %d | %s | %d | %d | %.1f | %d | %d |", i.title, mebibytes(i.held+sum(i.workers)), mebibytes(i.held), len(i.workers), each,
			server.wakeUps, workers.wakeUps, float64((server.cpu+workers.cpu).Microseconds())/1000, server.reads+workers.reads, server.writes+workers.writes)
	}
	b.line("\nWorkers are one for each script, the spare that waits for the next script, and the one that has checked the sources.\n")
	return nil
}

// look notes what the server and its workers have done, and hold.
func (i *idler) look(at *map[int]activity) (err error) {
	*at = map[int]activity{}
	for _, pid := range i.server.processes() {
		if (*at)[pid], err = activityOf(pid); err != nil {
			return err
		}
	}
	i.held, i.workers, err = i.server.memory()
	return err
}

// done is what the server has done between the looks, and those of its workers
// that lived through.
func (i *idler) done() (server, workers activity) {
	for pid, after := range i.after {
		before, ok := i.before[pid]
		switch {
		case pid == i.server.main.cmd.Process.Pid:
			server = after.since(before)
		case ok:
			workers = workers.plus(after.since(before))
		}
	}
	return server, workers
}

// settle is how long servers may take to come to rest.
const settle = 5 * time.Second
