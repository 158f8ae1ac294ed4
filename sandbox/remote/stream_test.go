package remote_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
)

// both runs a test over HTTP/1.1 and over HTTP/2.
func both(t *testing.T, test func(t *testing.T, open func(*stub) (*machine, *remote.Executor))) {
	t.Run("HTTP 1.1", func(t *testing.T) {
		t.Parallel()
		test(t, func(s *stub) (*machine, *remote.Executor) {
			m := start(t, s, remote.HandlerOptions{MaxRequestBody: 64 << 20})
			return m, dial(t, remote.Options{}, m)
		})
	})
	t.Run("HTTP 2", func(t *testing.T) {
		t.Parallel()
		test(t, func(s *stub) (*machine, *remote.Executor) {
			m := startTLS(t, s, remote.HandlerOptions{MaxRequestBody: 64 << 20}, nil)
			var speaks atomic.Bool
			handler := m.server.Config.Handler
			m.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				speaks.Store(r.ProtoMajor == 2)
				handler.ServeHTTP(w, r)
			})
			t.Cleanup(func() {
				if !speaks.Load() {
					t.Error("HTTP/2 was not spoken")
				}
			})
			return m, dial(t, remote.Options{TLS: m.trusting()}, m)
		})
	})
}

func TestExecute_TakesBodiesOfEverySize(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, open func(*stub) (*machine, *remote.Executor)) {
		m, e := open(&stub{execute: echo})
		runs := int64(0)
		for _, size := range []int{0, 1, 100, 32763, 32768, 65535, 65536, 65537, 2 * 65536, 300_000, 10 << 20} {
			for name, body := range map[string]io.Reader{
				"at once":      &pattern{n: size},
				"in halves":    iotest.HalfReader(&pattern{n: size}),
				"with its end": iotest.DataErrReader(&pattern{n: size}),
			} {
				w := newSink()
				c := call()
				c.Body = body
				r := e.Execute(t.Context(), c, w)
				if r.Outcome != sandbox.OK || w.n != size || w.sum != checksum(size) {
					t.Errorf("%d bytes %s: %d came back, %+v", size, name, w.n, r)
				}
				runs++
			}
		}
		if n := m.executions.Load(); n != runs {
			t.Errorf("%d requests were executed %d times", runs, n)
		}
	})
}

func TestExecute_HoldsBackWhatASlowClientDoesNotTake(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, open func(*stub) (*machine, *remote.Executor)) {
		const size = 64 << 20
		var sent atomic.Int64
		_, e := open(&stub{execute: func(_ context.Context, _ *sandbox.Call, w http.ResponseWriter) sandbox.Result {
			piece := make([]byte, 64<<10)
			for sent.Load() < size {
				n, err := w.Write(piece)
				sent.Add(int64(n))
				if err != nil {
					return sandbox.Result{Outcome: sandbox.Canceled, Error: err.Error(), Wrote: true}
				}
			}
			return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
		}})
		const ahead = 24 << 20 // what connections hold
		w := newSink()
		w.written = func(n int) {
			if n > 1<<20 && n < 1<<20+64<<10 { // once
				before := sent.Load()
				for same := 0; same < 5; same++ {
					time.Sleep(20 * time.Millisecond)
					if now := sent.Load(); now != before {
						before, same = now, 0
					}
				}
				if over := before - int64(n); over > ahead {
					t.Errorf("%d MiB were sent ahead of the client", over>>20)
				}
			}
		}
		c := call()
		c.Limits.ResponseBytes = size
		if r := e.Execute(t.Context(), c, w); r.Outcome != sandbox.OK || w.n < size {
			t.Errorf("%d bytes, %+v", w.n, r)
		}
	})
}

func TestExecute_ReadsABodyOnlyAsFarAsItIsWanted(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, open func(*stub) (*machine, *remote.Executor)) {
		_, e := open(&stub{}) // which reads nothing of it
		body := &pattern{n: 50 << 20}
		c := call()
		c.Body = body
		if r := e.Execute(t.Context(), c, newSink()); r.Outcome != sandbox.OK {
			t.Fatalf("%+v", r)
		}
		if body.at > 128<<10 {
			t.Errorf("%d bytes were read of a body that nobody wants", body.at)
		}
		_, slow := open(&stub{execute: func(_ context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
			_, err := io.CopyN(io.Discard, c.Body, 1<<20)
			time.Sleep(50 * time.Millisecond)
			if err != nil {
				return sandbox.Result{Outcome: sandbox.Failed, Error: err.Error()}
			}
			return says("enough")(nil, c, w)
		}})
		body = &pattern{n: 100 << 20}
		c.Body = body
		if r := slow.Execute(t.Context(), c, newSink()); r.Outcome != sandbox.OK {
			t.Fatalf("%+v", r)
		}
		if body.at > 24<<20 {
			t.Errorf("%d MiB were read of which 1 was wanted", body.at>>20)
		}
	})
}

func TestExecute_PassesOnTheHeadAsSoonAsItIsKnown(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, open func(*stub) (*machine, *remote.Executor)) {
		seen := make(chan struct{})
		_, e := open(&stub{execute: func(_ context.Context, _ *sandbox.Call, w http.ResponseWriter) sandbox.Result {
			w.Header().Set("X-Early", "yes")
			w.WriteHeader(http.StatusTeapot)
			<-seen // the caller has it before the script goes on
			_, _ = io.WriteString(w, "tea")
			return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
		}})
		w := &earlySink{sink: newSink(), seen: seen}
		if r := e.Execute(t.Context(), call(), w); r.Outcome != sandbox.OK || w.status != http.StatusTeapot || w.n != 3 {
			t.Errorf("%d %d bytes %+v", w.status, w.n, r)
		}
	})
}

// earlySink tells when it gets the head.
type earlySink struct {
	*sink
	seen chan struct{}
}

func (s *earlySink) WriteHeader(status int) {
	s.sink.WriteHeader(status)
	close(s.seen)
}

func TestExecute_StreamsWithBoundedMemory(t *testing.T) {
	m := start(t, &stub{execute: echo}, remote.HandlerOptions{MaxRequestBody: 64 << 20})
	e := dial(t, remote.Options{Limits: sandbox.Limits{ResponseBytes: 64 << 20}}, m)
	once := func() {
		t.Helper()
		c := call()
		c.Body = &pattern{n: 32 << 20}
		w := newSink()
		if r := e.Execute(t.Context(), c, w); r.Outcome != sandbox.OK || w.n != 32<<20 {
			t.Fatalf("%d bytes, %+v", w.n, r)
		}
	}
	once()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	once()
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("caller and node allocated %d bytes for 32 MiB there and back", grown)
	}
}

func TestExecute_ReportsBodiesThatBreakOff(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, open func(*stub) (*machine, *remote.Executor)) {
		m, e := open(&stub{execute: echoWhole})
		broken := errors.New("the connection broke")
		for _, before := range []int{0, 100, 65536, 1 << 20} {
			c := call()
			c.Body = io.MultiReader(&pattern{n: before}, iotest.ErrReader(broken))
			w := newSink()
			if r := e.Execute(t.Context(), c, w); r.Outcome != sandbox.Failed || !errors.Is(r.BodyErr, broken) || r.Wrote || w.n > 0 {
				t.Errorf("after %d bytes: %+v", before, r)
			}
		}
		if r := e.Execute(t.Context(), call(), newSink()); r.Outcome != sandbox.OK {
			t.Errorf("the execution after: %+v", r)
		}
		eventually(t, "nothing is in flight", func() bool { return m.node.InFlight() == 0 })
	})
}

// echoWhole answers with the body when it has all of it, as scripts do.
func echoWhole(_ context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	var body []byte
	if call.Body != nil {
		var err error
		if body, err = io.ReadAll(call.Body); err != nil {
			return sandbox.Result{Outcome: sandbox.Failed, Error: err.Error(), BodyErr: err}
		}
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body)
	return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
}

func TestExecute_LetsPanicsOfTheClientPass(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{execute: echo}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, m)
	aborts := func(c *sandbox.Call, w http.ResponseWriter) {
		t.Helper()
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("the panic was swallowed")
			}
		}()
		e.Execute(t.Context(), c, w)
	}
	c := call()
	c.Body = io.MultiReader(&pattern{n: 100_000}, readerFunc(func([]byte) (int, error) { panic(http.ErrAbortHandler) }))
	aborts(c, newSink())
	c.Body = &pattern{n: 1 << 20}
	w := newSink()
	w.written = func(int) { panic(http.ErrAbortHandler) }
	aborts(c, w)
	c.Body = nil
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Errorf("%+v", r)
	}
	eventually(t, "nothing is in flight", func() bool { return m.node.InFlight() == 0 })
}

func TestExecute_ReportsClientsThatTakeNoMore(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{execute: echo}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, m)
	w := newSink()
	w.fail = 100_000
	c := call()
	c.Body = &pattern{n: 1 << 20}
	if r := e.Execute(t.Context(), c, w); r.Outcome != sandbox.Canceled || !r.Wrote {
		t.Errorf("%+v", r)
	}
}

func TestExecute_CarriesRequestsExactly(t *testing.T) {
	t.Parallel()
	got := make(chan sandbox.Call, 1)
	m := start(t, &stub{execute: func(_ context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		got <- *c
		w.WriteHeader(http.StatusNoContent)
		return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
	}}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, m)
	want := sandbox.Call{
		Method: "pRoPfInD", Host: "b\u00fccher.example:8443", Path: "/a b/%2F\x00\xff", Rest: "rest/\u00fc", RemoteIP: "2001:db8::1%eth0",
		RawQuery: "a=1&a=%zz&;&=", Query: url.Values{"": {"x", ""}, "k": {}},
		Params: map[string]string{"": "", "n\u00e4me": "\x00/\u00fc"},
		Header: http.Header{"x-odd name": {"a", "b\r\nc"}, "": {""}, "X-None": {}, "Connection": {"close"}, "Content-Length": {"999"}, "Authorization": {"Bearer mine"}},
	}
	c := want
	c.Script = call().Script
	c.Limits = sandbox.Limits{
		Timeout: time.Second, Operations: 7, Memory: 1 << 20, Concurrency: 3, CallDepth: 9, LogLines: 4, LogBytes: 100, ResponseBytes: 1000,
	}
	want.Limits = c.Limits
	if r := e.Execute(t.Context(), &c, newSink()); r.Outcome != sandbox.OK {
		t.Fatalf("%+v", r)
	}
	arrived := <-got
	if !strings.HasPrefix(arrived.Script.ID, "s@") || arrived.Script.Version != 1 || arrived.Script.Source != "the source" {
		t.Errorf("the script is %+v", arrived.Script)
	}
	arrived.Script = sandbox.Script{}
	if !reflect.DeepEqual(arrived, want) {
		t.Errorf("the node got\n%+v, want\n%+v", arrived, want)
	}
	if r := e.Execute(t.Context(), &sandbox.Call{Script: call().Script, RawQuery: "x=1"}, newSink()); r.Outcome != sandbox.OK {
		t.Fatalf("%+v", r)
	}
	if arrived := <-got; arrived.Query != nil || arrived.Header != nil || arrived.Params != nil || arrived.Body != nil || arrived.Limits != sandbox.DefaultLimits() {
		t.Errorf("the node got %+v", arrived)
	}
}
