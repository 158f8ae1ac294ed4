//go:build linux

package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// way is one way to answer.
type way struct {
	name     string // as in the flag -ways
	title    string // as in the tables
	executor string // the executor of the scripts; empty: there are none
	compiled bool   // a program of its own answers, without Caddy
	proxy    bool   // Caddy passes requests on to such a program
	floor    string // Caddy does nothing but hand requests to this, and back
}

func allWays() []way {
	return []way{
		{name: "respond", title: "`respond`"},
		{name: "net-http", title: "`net/http`", compiled: true},
		{name: "proxy", title: "`reverse_proxy`", proxy: true},
		{name: "goroutine", title: "a goroutine, and nothing else", floor: "goroutine"},
		{name: "local", title: "`local`", executor: "local"},
		{name: "other-process", title: "a process, and nothing else", floor: "process"},
		{name: "process", title: "`process`", executor: "process"},
	}
}

// has is whether a load can be answered in this way.
func (w way) has(l *load) bool {
	switch {
	case w.proxy, w.floor != "":
		return l.proxied
	case w.compiled, w.executor != "":
		return true
	default:
		return l.respond != ""
	}
}

// setup is how a server is started.
type setup struct {
	way
	spares  int // workers that wait; 0 is the default, -1 none
	workers int // scripts that may have a worker
	loads   []*load
}

// caddyfile is the configuration of a server. Each load that has a static
// answer has a site of its own, so that it is answered without looking at the
// request, which is the least that Caddy can do.
func (s setup) caddyfile(admin string, sites map[string]string, socket string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "{\n\tadmin %s\n\tauto_https off\n", admin)
	if s.executor != "" {
		executor := s.executor
		if executor == "process" {
			executor += fmt.Sprintf(" {\n\t\t\tmax_workers %d\n", max(s.workers, 16))
			if s.spares != 0 {
				executor += fmt.Sprintf("\t\t\tspares %d\n", max(s.spares, 0))
			}
			executor += "\t\t}"
		}
		fmt.Fprintf(&b, "\tpicloud {\n\t\texecutor %s\n\t\tlimits {\n\t\t\ttimeout 1m\n\t\t\tmax_concurrency %d\n\t\t}\n\t}\n", executor, concurrency)
	}
	b.WriteString("}\n")
	for name, address := range sites {
		answer := "respond hello"
		switch {
		case s.executor != "":
			answer = "picloud"
		case s.floor != "":
			answer = "floor " + s.floor
		case s.proxy:
			answer = "reverse_proxy unix/" + socket
		default:
			for _, l := range s.loads {
				if l.name == name {
					answer = l.respond
				}
			}
		}
		fmt.Fprintf(&b, "\nhttp://%s {\n\t%s\n}\n", address, answer)
	}
	return b.String()
}

// socketIn is where a program listens that Caddy passes requests on to.
func socketIn(home string) string { return filepath.Join(home, "http.sock") }

// concurrency is how many executions of one script may run at once: more than
// there are connections to it, with the queue.
const concurrency = 64
