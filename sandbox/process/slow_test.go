package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// holdingClient takes a first piece only after a while.
type holdingClient struct {
	sink
	hold time.Duration
}

func (h *holdingClient) Write(b []byte) (int, error) {
	time.Sleep(h.hold)
	h.hold = 0
	return h.sink.Write(b)
}

func TestExecute_DoesNotCountTheTimeOfClients(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("return make([]byte, 1<<20), nil"))
	c.Limits.Timeout = 500 * time.Millisecond
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	w := &holdingClient{sink: sink{header: http.Header{}}, hold: 2 * c.Limits.Timeout}
	if r := e.Execute(t.Context(), c, w); r.Outcome != sandbox.OK || w.n != 1<<20 {
		t.Errorf("a slow client got %d bytes, and %+v", w.n, r)
	}
	if s := e.script(c.Script); s.state(func() bool { return s.worker == nil || len(s.deaths) > 0 }) {
		t.Error("it was the worker's fault")
	}
}

// stalledBody is a body whose rest comes only when it is let on.
type stalledBody struct {
	pattern
	at      int // where it stalls
	stalls  chan struct{}
	letOn   chan struct{}
	stalled bool
}

func stalling() *stalledBody {
	return &stalledBody{pattern: pattern{n: 200_000}, at: 100_000, stalls: make(chan struct{}), letOn: make(chan struct{})}
}

func (b *stalledBody) Read(p []byte) (int, error) {
	if b.pattern.at < b.at {
		return b.pattern.Read(p[:min(len(p), b.at-b.pattern.at)])
	}
	if !b.stalled {
		b.stalled = true
		close(b.stalls)
	}
	<-b.letOn
	return b.pattern.Read(p)
}

func TestExecute_LetsSlowUploadsHoldNoPlaces(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("return len(ctx.Request.Body), nil"))
	c.Limits.Concurrency = 2
	var all sync.WaitGroup
	var bodies []*stalledBody
	// Those that find no room for an upload wait in a queue of their own.
	for range 2 * c.Limits.Concurrency {
		body, upload := stalling(), *c
		upload.Body = body
		bodies = append(bodies, body)
		all.Go(func() {
			if r, w := run(t, e, &upload); r.Outcome != sandbox.OK || text(w.Body) != "200000" {
				t.Errorf("an upload: %s %+v", w.Body, r)
			}
		})
	}
	s := e.script(c.Script)
	eventually(t, "all are there", func() bool {
		return s.state(func() bool {
			return s.worker != nil && s.worker.uploads == c.Limits.Concurrency && len(s.uploads) == c.Limits.Concurrency
		})
	})
	for range 3 * c.Limits.Concurrency {
		if r, w := run(t, e, c); r.Outcome != sandbox.OK || text(w.Body) != "0" {
			t.Errorf("a small request: %s %+v", w.Body, r)
		}
	}
	late := *c
	late.Body = &pattern{n: 100_000}
	if r, _ := run(t, e, &late); r.Outcome != sandbox.Overloaded {
		t.Errorf("one more upload: %+v", r)
	}
	for _, body := range bodies {
		close(body.letOn)
	}
	all.Wait()
	if w := s.worker; w.uploads != 0 || w.running != 0 || w.busy != 0 || len(w.clients.all) != 0 {
		t.Errorf("%d uploads, %d running, %d busy, %d clients are left", w.uploads, w.running, w.busy, len(w.clients.all))
	}
}

func TestExecute_HasCompleteUploadsWaitForAPlace(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("if len(ctx.Request.Body) > 0 {\nreturn \"done\", nil\n}\nfor {\n}"))
	c.Limits = sandbox.Limits{Concurrency: 1, Operations: 1 << 60}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all sync.WaitGroup
	all.Go(func() { e.Execute(ctx, c, &sink{header: http.Header{}}) })
	s := e.script(c.Script)
	eventually(t, "it runs", func() bool { return s.state(func() bool { return s.worker != nil && s.worker.running == 1 }) })
	upload := func(timeout time.Duration) sandbox.Result {
		c := *c
		c.Body, c.Limits.Timeout = &pattern{n: 100_000}, timeout
		r, w := run(t, e, &c)
		if r.Outcome == sandbox.OK && text(w.Body) != "done" || r.Outcome != sandbox.OK && r.Wrote {
			t.Errorf("%s %+v", w.Body, r)
		}
		return r
	}
	const short = 500 * time.Millisecond
	if r := upload(short); r.Outcome != sandbox.Overloaded || r.Usage.Queued < short {
		t.Errorf("without a place: %+v", r)
	}
	all.Go(func() {
		if r := upload(time.Minute); r.Outcome != sandbox.OK {
			t.Errorf("with a place in the end: %+v", r)
		}
	})
	eventually(t, "it waits", func() bool { return s.state(func() bool { return s.worker != nil && len(s.worker.ready) == 1 }) })
	cancel()
	all.Wait()
	if w := s.worker; w == nil || w.uploads != 0 || w.running != 0 || w.busy != 0 {
		t.Errorf("%+v is left", w)
	}
}

// cuttable is a client that takes nothing until its connection has a deadline.
type cuttable struct {
	sink
	cut chan struct{}
}

func (c *cuttable) Write([]byte) (int, error) {
	<-c.cut
	return 0, os.ErrDeadlineExceeded
}

func (c *cuttable) SetWriteDeadline(time.Time) error {
	close(c.cut)
	return nil
}

func TestExecute_CutsOffTheSlowestClientForOthers(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Limits: sandbox.Limits{Concurrency: 1}})
	c := call(handler("return make([]byte, 1<<20), nil"))
	type ending struct {
		n int
		sandbox.Result
	}
	ended := make(chan ending, pairsPerPlace)
	s := e.script(c.Script)
	for n := range pairsPerPlace {
		go func() {
			w := &cuttable{sink: sink{header: http.Header{}}, cut: make(chan struct{})}
			ended <- ending{n, e.Execute(t.Context(), c, w)}
		}()
		eventually(t, "it stalls", func() bool {
			return s.state(func() bool { return s.worker != nil && s.worker.busy == n+1 && s.worker.running == 0 })
		})
	}
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Errorf("the one that waits: %+v", r)
	}
	if r := <-ended; r.n != 0 || r.Outcome != sandbox.Canceled || !r.Wrote || !strings.Contains(r.Error, "too slow") {
		t.Errorf("the first to end is %+v", r)
	}
	select {
	case r := <-ended:
		t.Errorf("so does %+v", r)
	default:
	}
	if s.state(func() bool { return len(s.deaths) > 0 }) {
		t.Error("it was the worker's fault")
	}
	run(t, e, c)
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK { // a pair is free now
		t.Errorf("%+v", r)
	}
}

// A connection that stalls in the midst of a body is freed for one that waits.
func TestExecute_CutsOffTheSlowestUploadForOthers(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("return len(ctx.Request.Body), nil"))
	c.Limits.Concurrency = 1
	results := make(chan sandbox.Result, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := *c
		c.Body = r.Body
		result := e.Execute(r.Context(), &c, w)
		if !result.Wrote {
			w.WriteHeader(http.StatusRequestTimeout)
		}
		results <- result
	}))
	defer server.Close()
	slow, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Close() }() // it was read to its end
	if _, err := fmt.Fprintf(slow, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n%100000d", 1); err != nil {
		t.Fatal(err)
	}
	s := e.script(c.Script)
	eventually(t, "the upload stalls", func() bool {
		return s.state(func() bool { return s.worker != nil && s.worker.uploads == 1 })
	})
	upload := *c
	upload.Body = &pattern{n: 100_000}
	if r, w := run(t, e, &upload); r.Outcome != sandbox.OK || text(w.Body) != "100000" {
		t.Errorf("the one that waits: %s %+v", w.Body, r)
	}
	if r := <-results; r.Outcome != sandbox.Canceled || !errors.Is(r.BodyErr, os.ErrDeadlineExceeded) || !strings.Contains(r.Error, "too slow") {
		t.Errorf("the one that stalls: %+v", r)
	}
	answer, err := io.ReadAll(slow)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 408 ") {
		t.Errorf("it is told %q, %v", answer, err)
	}
}
