package remote

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

const internalKey = "0123456789abcdef0123456789abcdef"

// plain is an executor of a node that has walls, and cannot prepare anything.
type plain struct {
	sandbox.Executor
	walls atomic.Int64 // how often it was asked for them
}

func (p *plain) Execute(_ context.Context, _ *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	w.WriteHeader(http.StatusOK)
	return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
}

func (p *plain) Retire(string) {}

func (p *plain) Prepare(context.Context, sandbox.Script, sandbox.Limits) error {
	return &longError{}
}

func (p *plain) Walls() []sandbox.Wall {
	n := p.walls.Add(1)
	return []sandbox.Wall{{Name: "files", Stands: true, Detail: strings.Repeat("I", int(n))}}
}

type longError struct{}

func (*longError) Error() string { return "the reason: " + strings.Repeat("x", 10_000) }

// open starts a node, and an executor that uses it.
func open(t *testing.T, p *plain, start func(*httptest.Server), o Options) *Executor {
	t.Helper()
	handler, err := NewHandler(NewNode(p), HandlerOptions{Keys: []string{internalKey}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	start(server)
	t.Cleanup(server.Close)
	if o.Nodes == nil {
		o.Nodes = []string{server.URL}
	}
	if server.TLS != nil {
		o.TLS = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	}
	o.Key = internalKey
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() }) // it never fails
	return e
}

func call(version int64, source string) *sandbox.Call {
	return &sandbox.Call{Script: sandbox.Script{ID: "s", Version: version, Source: source}, Method: "GET", Path: "/"}
}

func TestExecutor_KeepsOneSourceOfAScript(t *testing.T) {
	t.Parallel()
	e := open(t, &plain{}, (*httptest.Server).Start, Options{})
	for version := range int64(20) {
		for _, v := range []int64{version, 0} {
			if r := e.Execute(t.Context(), call(v, strings.Repeat("x", int(v))), httptest.NewRecorder()); r.Outcome != sandbox.OK {
				t.Fatalf("%+v", r)
			}
		}
	}
	kept := 0
	e.hashes.Range(func(any, any) bool { kept++; return true })
	if kept != 1 {
		t.Errorf("%d sources are kept", kept)
	}
}

func TestPrepare_PassesOnALongReason(t *testing.T) {
	t.Parallel()
	e := open(t, &plain{}, (*httptest.Server).Start, Options{})
	err := e.Prepare(t.Context(), call(1, "x").Script, sandbox.Limits{})
	if err == nil || !strings.Contains(err.Error(), "the reason: xxx") {
		t.Errorf("%.100v", err)
	}
}

func TestWalls_AreThoseOfNow(t *testing.T) {
	t.Parallel()
	p := &plain{}
	e := open(t, p, (*httptest.Server).Start, Options{})
	for start := time.Now(); e.peers[0].walls.Load() == nil; time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			t.Fatal("the node does not tell")
		}
	}
	before := e.Walls()
	if e.Walls(); p.walls.Load() != 1 {
		t.Errorf("the node was asked %d times at once", p.walls.Load())
	}
	e.peers[0].lookedAt.Store(time.Now().Add(-2 * wallsFor).UnixNano())
	for start := time.Now(); ; time.Sleep(time.Millisecond) { // the node may take longer than is waited for
		if after := e.Walls(); after[1].Detail == before[1].Detail+"I" {
			break
		}
		if time.Since(start) > 20*time.Second {
			t.Fatalf("the walls stay %+v", before)
		}
	}
}

// hole passes on what comes until it swallows everything on the connections
// there are, as a machine does that has vanished.
type hole struct {
	net.Listener
	to string

	mu    sync.Mutex
	swept []*atomic.Bool
}

func (h *hole) serve() {
	for {
		in, err := h.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", h.to)
		if err != nil {
			return
		}
		gone := new(atomic.Bool)
		h.mu.Lock()
		h.swept = append(h.swept, gone)
		h.mu.Unlock()
		pass := func(to, from net.Conn) {
			_, _ = io.Copy(holeWriter{to, gone}, from) // whichever way it ends
			_ = to.Close()
		}
		go pass(in, out)
		go pass(out, in)
	}
}

// swallow has all connections vanish.
func (h *hole) swallow() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, gone := range h.swept {
		gone.Store(true)
	}
}

type holeWriter struct {
	to   io.Writer
	gone *atomic.Bool
}

func (w holeWriter) Write(b []byte) (int, error) {
	if w.gone.Load() {
		return len(b), nil
	}
	return w.to.Write(b)
}

func TestExecutor_GivesUpConnectionsThatVanished(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &hole{Listener: listener}
	t.Cleanup(func() { _ = listener.Close() }) // it was only listened on
	e := open(t, &plain{}, func(s *httptest.Server) {
		s.StartTLS()
		h.to = s.Listener.Addr().String()
	}, Options{Nodes: []string{"https://" + listener.Addr().String()}})
	go h.serve()
	u, err := nodeURL(e.options.Nodes[0])
	if err != nil {
		t.Fatal(err)
	}
	p := newPeer(u.String(), u, e.options)
	t.Cleanup(p.transport.CloseIdleConnections)
	if p.transport.HTTP2 == nil || p.transport.HTTP2.SendPingTimeout != pingAfter || p.transport.HTTP2.PingTimeout != pingAfter {
		t.Fatalf("connections are asked with %+v", p.transport.HTTP2)
	}
	p.transport.HTTP2.SendPingTimeout, p.transport.HTTP2.PingTimeout = 100*time.Millisecond, 100*time.Millisecond
	if err := p.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.swallow()
	for start := time.Now(); ; {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		err := p.look(ctx)
		cancel()
		if err == nil {
			break
		}
		if time.Since(start) > 20*time.Second {
			t.Fatal("the node is asked on a connection that has vanished still:", err)
		}
	}
}
