package remote_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// frame is one frame.
func frame(t wire.Type, payload string) string { return string(wire.AppendFrame(nil, t, payload)) }

// okHead is the payload of a Head that is right.
func okHead(t *testing.T) string {
	t.Helper()
	head, err := wire.AppendHead(nil, 200, http.Header{"X-A": {"1"}})
	if err != nil {
		t.Fatal(err)
	}
	return string(head)
}

// okResult is the payload of a Result that is right.
func okResult() string {
	return string(wire.AppendReport(nil, &wire.Report{Result: sandbox.Result{Outcome: sandbox.OK}}, sandbox.DefaultLimits(), time.Now()))
}

// hostile is a node that answers every execution with the same bytes, once it
// has read the request.
func hostile(t *testing.T, answer string) *machine {
	t.Helper()
	return web(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Picloud-Executor", "1")
		if !strings.HasSuffix(r.URL.Path, "/execute") {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, answer)
	})
}

func TestExecute_SurvivesHostileNodes(t *testing.T) {
	t.Parallel()
	length := func(typ wire.Type, n uint32) string {
		return string(binary.LittleEndian.AppendUint32([]byte{byte(typ)}, n))
	}
	head := frame(wire.Head, okHead(t))
	crash := "\x07crashed"
	for name, answer := range map[string]string{
		"nothing":                          "",
		"garbage":                          strings.Repeat("\xff\x00garbage", 100),
		"half a header":                    "\x09\x00",
		"a frame of no kind":               frame(99, ""),
		"a frame of the caller's":          frame(wire.Call, "x"),
		"a length without end":             length(wire.Result, 0xffffffff),
		"a long length and nothing":        length(wire.Result, wire.MaxCall),
		"a result of nothing":              frame(wire.Result, ""),
		"a result of garbage":              frame(wire.Result, strings.Repeat("\xff", 1000)),
		"an outcome that does not exist":   frame(wire.Result, "\x04good"+strings.Repeat("\x00", 10)),
		"ok without a response":            frame(wire.Result, okResult()),
		"a body without a head":            frame(wire.Body, "x"),
		"two heads":                        head + head,
		"a head of garbage":                frame(wire.Head, "\xff\xff\xff"),
		"status 7":                         frame(wire.Head, "\x07\x00"),
		"status 101":                       frame(wire.Head, "\x65\x00"),
		"a field with a newline":           frame(wire.Head, "\xc8\x01\x01\x03X-A\x05x\r\nY:"),
		"a field without a name":           frame(wire.Head, "\xc8\x01\x01\x00\x01x"),
		"a million fields":                 frame(wire.Head, "\xc8\x01\xff\xff\x3f"+strings.Repeat("\x00", 1000)),
		"a head and then silence":          head,
		"a body that breaks off":           head + length(wire.Body, 1000) + "x",
		"an empty piece":                   head + length(wire.Body, 0),
		"a piece that is too long":         head + length(wire.Body, wire.MaxPiece+1) + strings.Repeat("x", wire.MaxPiece+1),
		"more after the result":            head + frame(wire.Result, okResult()) + "x",
		"two results":                      head + frame(wire.Result, okResult()) + frame(wire.Result, okResult()),
		"beats without end":                strings.Repeat(frame(wire.Beat, ""), 100_000),
		"crumbs without end":               head + strings.Repeat(frame(wire.Body, "x"), 100_000),
		"a body without end":               head + strings.Repeat(frame(wire.Body, strings.Repeat("x", wire.MaxPiece)), 400),
		"a wish for a body there is not":   frame(wire.Continue, ""),
		"a result with a count too large":  frame(wire.Result, crash+"\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\x0f"),
		"a result with log lines cut off":  frame(wire.Result, crash+"\x00\x00\x00\x00\x00\x00\x00\x00\x05\x01"),
		"a number that never ends":         frame(wire.Result, crash+"\x00"+strings.Repeat("\x80", 100)),
		"an outcome, with bytes behind it": frame(wire.Result, crash+strings.Repeat("\x00", 100)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := dial(t, remote.Options{}, hostile(t, answer))
			r, w := run(t, e, call())
			if r.Outcome != sandbox.Crashed || r.Error == "" {
				t.Errorf("%+v", r)
			}
			if r.Wrote && !strings.HasPrefix(answer, head) {
				t.Errorf("a response was written: %d %v", w.Code, w.Header())
			}
			if len(w.Header().Values("X-A")) > 1 {
				t.Errorf("the header is %v", w.Header())
			}
		})
	}
}

func TestExecute_BoundsWhatANodeSays(t *testing.T) {
	t.Parallel()
	lines := make([]sandbox.LogLine, 50)
	for i := range lines {
		lines[i] = sandbox.LogLine{Time: time.Now().Add(1000 * time.Hour), Level: "shout", Message: "a\x00\xff", Attrs: map[string]string{"k": "v"}}
	}
	report := wire.Report{Load: 1 << 40, Result: sandbox.Result{
		Outcome: sandbox.Failed, Error: strings.Repeat("x", 100_000), Logs: lines, Dropped: 7,
		Usage: sandbox.Usage{Queued: time.Hour, Warm: time.Hour, Run: time.Hour, Operations: 1 << 60},
	}}
	e := dial(t, remote.Options{}, hostile(t, frame(wire.Result, string(wire.AppendReport(nil, &report, sandbox.DefaultLimits(), time.Now())))))
	began := time.Now()
	r, _ := run(t, e, call())
	took := time.Since(began)
	if r.Outcome != sandbox.Failed || len(r.Error) > 10_000 || len(r.Logs) != 50 || r.Dropped != 7 {
		t.Errorf("%s with %d bytes, %d lines, %d dropped", r.Outcome, len(r.Error), len(r.Logs), r.Dropped)
	}
	if u := r.Usage; u.Queued+u.Warm+u.Run > took || u.Operations > sandbox.DefaultLimits().Operations {
		t.Errorf("in %s it used %+v", took, u)
	}
	for _, line := range r.Logs {
		if line.Time.Before(began) || line.Time.After(time.Now()) || line.Level != "info" || line.Message != "a\uFFFD\uFFFD" {
			t.Fatalf("a line is %+v", line)
		}
	}
	few := call()
	few.Limits.LogLines = 10
	if r, _ := run(t, e, few); r.Outcome != sandbox.Crashed {
		t.Errorf("more lines than the limit: %+v", r)
	}
}

func TestExecute_TakesNoMoreMemoryThanANodeSends(t *testing.T) {
	var answer bytes.Buffer
	answer.WriteString(frame(wire.Head, okHead(t)))
	piece := frame(wire.Body, strings.Repeat("x", wire.MaxPiece))
	e := dial(t, remote.Options{Limits: sandbox.Limits{ResponseBytes: 1 << 40}}, web(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Picloud-Executor", "1")
		_, _ = w.Write(answer.Bytes())
		for range 32 << 20 / wire.MaxPiece {
			_, _ = io.WriteString(w, piece)
		}
		_, _ = io.WriteString(w, frame(wire.Result, okResult()))
	}))
	if r := e.Execute(t.Context(), call(), newSink()); r.Outcome != sandbox.OK {
		t.Fatalf("%+v", r)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if r := e.Execute(t.Context(), call(), newSink()); r.Outcome != sandbox.OK {
		t.Fatalf("%+v", r)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 2<<20 {
		t.Errorf("%d bytes were allocated for a response of 32 MiB", grown)
	}
}

func TestExecute_IsNotRepeatedWhenANodeDies(t *testing.T) {
	t.Parallel()
	for _, when := range []string{"before it answers", "after the head", "in the body"} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			dying := &stub{execute: func(_ context.Context, _ *sandbox.Call, w http.ResponseWriter) sandbox.Result {
				switch when {
				case "after the head":
					w.WriteHeader(http.StatusOK)
					time.Sleep(20 * time.Millisecond) // so that it is sent
				case "in the body":
					_, _ = w.Write(make([]byte, 100_000))
				}
				panic(http.ErrAbortHandler)
			}}
			a, b := start(t, dying, remote.HandlerOptions{}), start(t, dying, remote.HandlerOptions{})
			e := dial(t, remote.Options{}, a, b)
			c := call()
			c.Body = strings.NewReader("body")
			r, _ := run(t, e, c)
			if r.Outcome != sandbox.Crashed || r.Wrote != (when != "before it answers") {
				t.Errorf("%+v", r)
			}
			if n := dying.executions.Load(); n != 1 { // on both together
				t.Errorf("it was executed %d times", n)
			}
		})
	}
}

// A connection may be lost before the node has read the request: it says so when
// it is asked.
func TestExecute_IsRepeatedWhenTheNodeHasNotBegunIt(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{}, remote.HandlerOptions{})
	var lose atomic.Int64
	handler := m.handler
	m.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/execute") && lose.Add(-1) >= 0 {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_ = connection.Close() // with what was sent unread
			return
		}
		handler.ServeHTTP(w, r)
	})
	e := dial(t, remote.Options{}, m)
	for _, size := range []int{0, 100, 1 << 20} {
		// A node that has just started does not know what was before.
		eventually(t, "a lost request is repeated", func() bool {
			lose.Store(1)
			c := call()
			c.Body = &pattern{n: size}
			before := m.executions.Load()
			r, w := run(t, e, c)
			ok := r.Outcome == sandbox.OK && w.Body.String() == "hello"
			if n := m.executions.Load() - before; n > 1 || n == 1 != ok {
				t.Fatalf("%d bytes: executed %d times: %+v", size, n, r)
			}
			return ok && lose.Load() < 1
		})
	}
	lose.Store(1000)
	if r, _ := run(t, e, call()); r.Outcome != sandbox.Crashed {
		t.Errorf("a node that always breaks the connection: %+v", r)
	}
}

func TestExecute_AnswersAtTheDeadlineOfASilentNode(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	m := web(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-done
	})
	defer close(done)
	e := dial(t, remote.Options{}, m)
	c := call()
	c.Limits.Timeout = 100 * time.Millisecond
	began := time.Now()
	if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout || !strings.Contains(r.Error, m.server.URL) {
		t.Errorf("%+v", r)
	}
	if took := time.Since(began); took < c.Limits.Timeout {
		t.Errorf("it was answered after %s already", took)
	}
}

// A script that waits long for its place is no reason to think that its node is
// gone: that says that it is alive.
func TestExecute_WaitsForANodeThatIsAlive(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{execute: func(_ context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		time.Sleep(3 * time.Second)
		return says("late")(nil, c, w)
	}}, remote.HandlerOptions{})
	c := call()
	c.Limits.Timeout = 50 * time.Millisecond
	if r, w := run(t, dial(t, remote.Options{}, m), c); r.Outcome != sandbox.OK || w.Body.String() != "late" {
		t.Errorf("%+v", r)
	}
}

func TestExecute_EndsOnTheNodeWhenTheClientLeaves(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, open func(*stub) (*machine, *remote.Executor)) {
		var ended atomic.Int64
		m, e := open(&stub{execute: func(ctx context.Context, _ *sandbox.Call, _ http.ResponseWriter) sandbox.Result {
			<-ctx.Done()
			ended.Add(1)
			return sandbox.Result{Outcome: sandbox.Canceled, Error: "canceled"}
		}})
		for _, body := range []io.Reader{nil, strings.NewReader("short"), &pattern{n: 1 << 20}} {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			c := call()
			c.Body = body
			if r := e.Execute(ctx, c, newSink()); r.Outcome != sandbox.Canceled {
				t.Errorf("%+v", r)
			}
			cancel()
			// On a slow machine it may not have begun, and will not.
			if begun := m.executions.Load(); ended.Load() != begun {
				t.Errorf("Execute returned, and of %d executions on the node %d have ended", begun, ended.Load())
			}
		}
		eventually(t, "nothing is in flight", func() bool { return m.node.InFlight() == 0 })
	})
}

func TestExecute_CarriesItsDeadlineAsADuration(t *testing.T) {
	t.Parallel()
	left := make(chan time.Duration, 2)
	m := start(t, &stub{execute: func(ctx context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		deadline, ok := ctx.Deadline()
		if !ok {
			left <- 0
		} else {
			left <- time.Until(deadline)
		}
		return says("x")(ctx, c, w)
	}}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, m)
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	e.Execute(ctx, call(), newSink())
	if d := <-left; d < 59*time.Minute || d > time.Hour {
		t.Errorf("of an hour, %s were left", d)
	}
	e.Execute(context.Background(), call(), newSink())
	if d := <-left; d != 0 {
		t.Errorf("without a deadline, %s were left", d)
	}
}

func TestClose_EndsWhatRunsOnNodes(t *testing.T) {
	t.Parallel()
	var ended atomic.Bool
	m := start(t, &stub{execute: func(ctx context.Context, _ *sandbox.Call, _ http.ResponseWriter) sandbox.Result {
		<-ctx.Done()
		ended.Store(true)
		return sandbox.Result{Outcome: sandbox.Canceled, Error: "canceled"}
	}}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, m)
	var running sync.WaitGroup
	running.Go(func() {
		if r, _ := run(t, e, call()); r.Outcome != sandbox.Crashed {
			t.Errorf("%+v", r)
		}
	})
	eventually(t, "it runs", func() bool { return m.executions.Load() == 1 })
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	running.Wait()
	eventually(t, "the node has ended it", ended.Load)
	if r, _ := run(t, e, call()); r.Outcome != sandbox.Crashed {
		t.Errorf("%+v", r)
	}
}

// A node that accepts connections and nothing else must not hold up what others
// can do for long.
func TestExecute_ConnectsForADialTimeoutAtMost(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	up := start(t, &stub{}, remote.HandlerOptions{})
	e := dial(t, remote.Options{Nodes: []string{"https://" + l.Addr().String()}, DialTimeout: 100 * time.Millisecond}, up)
	for range 4 {
		if r, _ := run(t, e, call()); r.Outcome != sandbox.OK {
			t.Errorf("%+v", r)
		}
	}
	if n := up.executions.Load(); n != 4 {
		t.Errorf("executed %d times", n)
	}
}
