package remote

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// pick returns the peer that has least to do of those that were not asked yet,
// or nil when none of them is up.
func (e *Executor) pick(ctx context.Context, asked []*peer) *peer {
	best, down := e.least(asked)
	for _, p := range down {
		e.lookAt(p)
	}
	if best == nil && e.revived(ctx, down) {
		best, _ = e.least(asked)
	}
	return best
}

// least returns the peer that is up and has least to do, and those that are
// down.
func (e *Executor) least(asked []*peer) (best *peer, down []*peer) {
	start := int(e.turn.Add(1) % uint32(len(e.peers)))
	for i := range e.peers {
		p := e.peers[(start+i)%len(e.peers)]
		switch {
		case slices.Contains(asked, p):
		case !p.up():
			down = append(down, p)
		case best == nil || p.load() < best.load():
			best = p
		}
	}
	return best, down
}

// lookAt finds out in the background whether a peer that is down is up again,
// unless somebody does so already or it was left alone for too short a time. It
// returns what is closed then, or nil.
func (e *Executor) lookAt(p *peer) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.trouble.Load()
	if p.looking != nil || t == nil || time.Now().Before(t.until) {
		return p.looking
	}
	done := make(chan struct{})
	if e.background(func() {
		if err := p.look(e.base); err == nil {
			p.recover()
		} else if !e.closed() {
			p.fail(err)
		}
		p.mu.Lock()
		p.looking = nil
		p.mu.Unlock()
		close(done)
	}) {
		p.looking = done
	}
	return p.looking
}

// revived waits a moment for news of peers that are down, and reports whether
// one of them is up again. Those that have been down for longer are left alone
// for longer than that: then it does not wait.
func (e *Executor) revived(ctx context.Context, down []*peer) bool {
	news := make(chan bool, len(down))
	pending := 0
	for _, p := range down {
		t := p.trouble.Load()
		if t != nil && time.Until(t.until) > revivalTime {
			continue
		}
		pending++
		go func() {
			if t != nil {
				time.Sleep(time.Until(t.until))
			}
			if done := e.lookAt(p); done != nil {
				<-done
			}
			news <- p.up()
		}()
	}
	timer := time.NewTimer(revivalTime)
	defer timer.Stop()
	for range pending {
		select {
		case up := <-news:
			if up {
				return true
			}
		case <-timer.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// nobody says why no peer could be asked.
func (e *Executor) nobody(errs []error) string {
	var why []string
	for _, err := range errs {
		why = append(why, err.Error())
	}
	for _, p := range e.peers {
		t := p.trouble.Load()
		if t == nil || slices.ContainsFunc(why, func(s string) bool { return strings.HasPrefix(s, p.name+": ") }) {
			continue
		}
		why = append(why, fmt.Sprintf("%s: down for %s: %s", p.name, time.Since(t.since).Round(time.Second), t.reason))
	}
	return "no executor node could be asked: " + strings.Join(why, "; ")
}

// isLoopback reports whether a host is this machine, without looking it up.
func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
