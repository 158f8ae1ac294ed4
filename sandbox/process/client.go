package process

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// client is who an exchange may have to wait for: for the rest of a large
// request, or until more of a large response is taken. All the while the
// exchange holds a pair of pipes, of which there are only so many.
type client struct {
	writer http.ResponseWriter

	mu    sync.Mutex
	waits waits
	since time.Time
	cut   bool // it was not waited for any longer
	deaf  bool // there is no way to stop waiting for it
}

// waits is what an exchange waits for.
type waits int8

const (
	waitsNot waits = iota
	waitsToSend
	waitsToFetch
)

// What executions in the queues of a worker's script need: nothing that slow
// clients hold, a pair of pipes, or the room of another upload.
const (
	needsNothing int32 = iota
	needsPair
	needsUpload
)

// stallTime is how long a client may keep an exchange waiting while executions
// wait for what it holds.
const stallTime = 2 * time.Second

// await notes that the client is waited for, and came that it no longer is. They
// may be called for none.
func (c *client) await(what waits) {
	if c != nil {
		c.mu.Lock()
		c.waits, c.since = what, time.Now()
		c.mu.Unlock()
	}
}

func (c *client) came() {
	if c != nil {
		c.mu.Lock()
		c.waits = waitsNot
		c.mu.Unlock()
	}
}

// wasCut reports whether the client was not waited for any longer.
func (c *client) wasCut() bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cut
}

// stop ends waiting for the client, if that has lasted since then. It reports
// false when that is not possible.
func (c *client) stop(since time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waits == waitsNot || !c.since.Equal(since) {
		return true
	}
	// With the lock, so that the exchange, and with it the connection's use for
	// this request, does not end meanwhile.
	control, past := http.NewResponseController(c.writer), time.Unix(1, 0)
	var err error
	if c.waits == waitsToSend {
		err = control.SetReadDeadline(past)
	} else {
		err = control.SetWriteDeadline(past)
	}
	c.cut, c.deaf = err == nil, err != nil
	return c.cut
}

// clients are those that the exchanges of a worker may have to wait for.
type clients struct {
	mu  sync.Mutex
	all []*client
}

// meet notes that the client may have to be waited for from now on.
func (x *exchange) meet() {
	if x.client != nil {
		return
	}
	x.client = &client{writer: x.responder}
	l := &x.seat.worker.clients
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, x.client)
}

// part notes that the exchange is over.
func (x *exchange) part() {
	if x.client == nil {
		return
	}
	x.client.came()
	l := &x.seat.worker.clients
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.all, x.client); i >= 0 {
		l.all = slices.Delete(l.all, i, i+1)
	}
}

// cutSlowest stops waiting for the client that has been waited for longest, if
// that is long enough and it holds what is needed. When one was cut before whose
// exchange is not over yet, it waits for that.
func (l *clients) cutSlowest(need int32) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		var slowest *client
		since := time.Now().Add(-stallTime)
		for _, c := range l.all {
			c.mu.Lock()
			pending := c.cut
			if c.waits != waitsNot && !c.deaf && (need == needsPair || c.waits == waitsToSend) && c.since.Before(since) {
				slowest, since = c, c.since
			}
			c.mu.Unlock()
			if pending {
				return
			}
		}
		if slowest == nil || slowest.stop(since) {
			return
		}
	}
}

// hurry tells the watcher what those in the queues need that slow clients of the
// worker may hold. The caller holds the script's lock.
func (s *script) hurry(w *worker) {
	need := needsNothing
	switch {
	case len(s.waiting) > 0 && len(w.free) == 0 && w.running < w.limits.Concurrency:
		need = needsPair
	case len(s.uploads) > 0 && w.uploads >= w.limits.Concurrency:
		need = needsUpload
	case len(s.uploads) > 0 && len(w.free) == 0:
		need = needsPair
	}
	if w.need.Load() != need {
		w.need.Store(need)
	}
}
