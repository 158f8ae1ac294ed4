package process

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// A test binary is a worker when package process says so, and a hostile one
// when it was started under one of these names.
const hostilePrefix = "hostile worker: "

func TestMain(m *testing.M) {
	if kind, ok := strings.CutPrefix(os.Args[0], hostilePrefix); ok {
		hostile(kind, os.Args[2])
		os.Exit(0)
	}
	if os.Args[0] == parentName {
		beParent()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hostilePipe is a pair of pipes of a hostile worker.
type hostilePipe struct {
	in  *wire.Reader
	out *os.File
}

func (p hostilePipe) frame(kind wire.Type, flags wire.Flags, id uint32, payload []byte) bool {
	_, err := p.out.Write(wire.AppendFrame(nil, kind, flags, id, payload))
	return err == nil
}

func (p hostilePipe) answer(id uint32, body string) bool {
	head, _ := wire.AppendResponse(nil, 200, http.Header{"X-Id": {fmt.Sprint(id)}})
	return p.frame(wire.Response, 0, id, head) && p.frame(wire.Body, wire.End, id, []byte(body)) && p.result(id, sandbox.OK)
}

func (p hostilePipe) result(id uint32, outcome sandbox.Outcome) bool {
	return p.frame(wire.Result, 0, id, wire.AppendResult(nil, &sandbox.Result{Outcome: outcome}))
}

// hostile is a worker that does what a script that has taken over a worker
// could do.
func hostile(kind, pairs string) {
	n, _ := strconv.Atoi(pairs)
	file := func(fd int) *os.File { f, _ := inherit(fd, "pipe"); return f }
	control := hostilePipe{wire.NewReader(file(controlInFD)), file(controlOutFD)}
	switch kind {
	case "dies at the start":
		os.Exit(7)
	case "babbles at the start":
		control.out.Write([]byte("HTTP/1.1 200 OK\r\n\r\n this is no frame at all, and long enough for a header"))
	}
	control.frame(wire.Ready, 0, 0, wire.AppendReady(nil, []sandbox.Wall{{Name: "kind", Detail: kind}}))
	for i := range n {
		p := hostilePipe{wire.NewReader(file(firstPairFD + 2*i)), file(firstPairFD + 2*i + 1)}
		go func() {
			for {
				f, err := p.in.Next()
				if err != nil {
					return
				}
				if f.Type == wire.Request {
					p.misbehave(kind, f, control)
				}
			}
		}()
	}
	for {
		f, err := control.in.Next()
		if err != nil {
			os.Exit(0)
		}
		if f.Type == wire.Check && kind == "dies on checks" {
			fmt.Fprint(os.Stderr, "fatal error: runtime: out of memory\n")
			os.Exit(2)
		}
		if f.Type == wire.Load {
			if kind == "never loads" {
				select {}
			}
			control.frame(wire.Loaded, 0, 0, wire.AppendResult(nil, &sandbox.Result{Outcome: sandbox.OK}))
		}
	}
}

func (p hostilePipe) misbehave(kind string, f wire.Frame, control hostilePipe) {
	head, _ := wire.AppendResponse(nil, 200, nil)
	full := make([]byte, wire.MaxPayload)
	switch kind {
	case "honest":
		p.answer(f.ID, "fine")
	case "garbage":
		for i := range full {
			full[i] = byte(i * i >> 3)
		}
		p.out.Write(full)
	case "huge length":
		p.out.Write(binary.LittleEndian.AppendUint32(nil, 0xffffffff))
		p.out.Write(full)
	case "unknown type":
		p.frame(99, 0, f.ID, nil)
	case "too many fields":
		b := binary.AppendUvarint(nil, 200)
		b = binary.AppendUvarint(b, 5000)
		for range 5000 {
			b = append(b, 1, 'a', 1, 'b')
		}
		p.frame(wire.Response, wire.End, f.ID, b)
	case "status 7":
		p.frame(wire.Response, wire.End, f.ID, []byte{7, 0})
	case "smuggled field":
		b := append(binary.AppendUvarint(nil, 200), 1, 1, 'a', 12)
		p.frame(wire.Response, wire.End, f.ID, append(b, "b\r\nevil: yes"...))
	case "body without end":
		p.frame(wire.Response, 0, f.ID, head)
		for p.frame(wire.Body, 0, f.ID, full) {
		}
	case "head without end":
		for p.frame(wire.Response, wire.More, f.ID, full) {
		}
	case "result without end":
		for p.frame(wire.Result, wire.More, f.ID, full) {
		}
	case "empty pieces":
		p.frame(wire.Response, 0, f.ID, head)
		for p.frame(wire.Body, 0, f.ID, nil) {
		}
	case "body first":
		p.frame(wire.Body, wire.End, f.ID, []byte("hi"))
	case "result only":
		p.result(f.ID, sandbox.OK)
	case "two heads":
		p.frame(wire.Response, 0, f.ID, head)
		p.frame(wire.Response, 0, f.ID, head)
	case "another id":
		p.answer(f.ID+1, "not yours")
	case "two answers":
		b := wire.AppendFrame(nil, wire.Result, 0, f.ID, wire.AppendResult(nil, &sandbox.Result{Outcome: sandbox.Failed}))
		p.out.Write(append(b, b...))
	case "half a response":
		p.frame(wire.Response, 0, f.ID, head)
		os.Exit(0)
	case "exit":
		os.Exit(3)
	case "closes the pipe":
		p.out.Close()
		select {}
	case "closes the control pipe":
		control.out.Close()
		select {}
	case "talks on the control pipe":
		for control.frame(wire.Loaded, 0, 0, full) {
		}
	case "last words":
		fmt.Fprint(os.Stderr, "fatal error: everything is \xff wrong\n\ngoroutine 1:\n")
		os.Exit(2)
	case "silence":
		select {}
	case "crumbs":
		// A reader that is woken for each of them has nothing else to do.
		for b := wire.AppendFrame(nil, wire.Result, 0, f.ID, full); ; b = b[1:] {
			if len(b) == 0 {
				select {}
			}
			p.out.Write(b[:1])
			time.Sleep(20 * time.Microsecond)
		}
	case "late":
		time.Sleep(150 * time.Millisecond)
		p.answer(f.ID, "late")
	case "stalls":
		p.frame(wire.Response, 0, f.ID, head)
		select {}
	case "flood on stderr":
		for range 4 {
			go func() {
				for {
					os.Stderr.Write(full)
				}
			}()
		}
		time.Sleep(500 * time.Millisecond)
		p.answer(f.ID, "fine")
	case "floods of log":
		r := sandbox.Result{Outcome: sandbox.Failed}
		for range 10_000 {
			r.Logs = append(r.Logs, sandbox.LogLine{Level: "info", Message: "x"})
		}
		p.out.Write(wire.AppendMessage(nil, wire.Result, 0, f.ID, wire.AppendResult(nil, &r)))
	}
}

func openHostile(t *testing.T, kind string) *Executor {
	t.Helper()
	self, err := ownProgram()
	if err != nil {
		t.Fatal(err)
	}
	self.name = hostilePrefix + kind
	e, err := newExecutor(Options{Spares: -1, Logger: testLogger(t), Limits: sandbox.Limits{Timeout: time.Minute}}, self)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func TestExecute_SurvivesHostileWorkers(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]struct {
		reason string
		wrote  bool
	}{
		"garbage":                   {reason: "broke the protocol"},
		"huge length":               {reason: "a frame of 4294967295 bytes"},
		"unknown type":              {reason: "frame type 99"},
		"too many fields":           {reason: "a count is too large"},
		"status 7":                  {reason: "status 7"},
		"smuggled field":            {reason: "characters that are not allowed"},
		"body without end":          {reason: "a response body over the limit", wrote: true},
		"head without end":          {reason: "broke the protocol"},
		"result without end":        {reason: "a message of more than"},
		"empty pieces":              {reason: "a frame that is not the last has 0 bytes", wrote: true},
		"body first":                {reason: "out of turn"},
		"result only":               {reason: "a result before the end"},
		"two heads":                 {reason: "out of turn", wrote: true},
		"another id":                {reason: "a response to another request"},
		"two answers":               {reason: "more than one response"},
		"half a response":           {reason: "died", wrote: true},
		"exit":                      {reason: "exit status 3"},
		"closes the pipe":           {reason: "died: signal: killed"},
		"closes the control pipe":   {reason: "died"},
		"talks on the control pipe": {reason: "a message that nobody asked for"},
		"last words":                {reason: "fatal error: everything is \uFFFD wrong"},
		"floods of log":             {reason: "a count is too large"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			e := openHostile(t, kind)
			r, _ := run(t, e, call("anything"))
			if r.Outcome != sandbox.Crashed || !strings.Contains(r.Error, want.reason) || r.Wrote != want.wrote {
				t.Errorf("%+v", r)
			}
			eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
		})
	}
}

func TestExecute_AnswersAtTheDeadline(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"silence", "crumbs"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			e := openHostile(t, kind)
			c := call("anything")
			c.Limits.Timeout = 100 * time.Millisecond
			if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			r, _ := run(t, e, c)
			if r.Outcome != sandbox.Timeout || r.Wrote {
				t.Errorf("%+v", r)
			}
			t.Log("answered after", time.Since(start))
			eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
			if d := time.Since(start); d < c.Limits.Timeout+drainTime {
				t.Errorf("the worker was killed after %s: before it could have drained", d)
			}
		})
	}
	t.Run("and cuts off a response that stalls", func(t *testing.T) {
		t.Parallel()
		e := openHostile(t, "stalls")
		c := call("anything")
		c.Limits.Timeout = 100 * time.Millisecond
		r, _ := run(t, e, c)
		if r.Outcome != sandbox.Crashed || !r.Wrote || !strings.Contains(r.Error, "stalls") {
			t.Errorf("%+v", r)
		}
	})
	t.Run("and pardons a worker that stops in time", func(t *testing.T) {
		t.Parallel()
		e := openHostile(t, "late")
		c := call("anything")
		c.Limits.Timeout = 50 * time.Millisecond
		if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
			t.Errorf("%+v", r)
		}
		s := e.script(c.Script)
		eventually(t, "the place comes back", func() bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.worker != nil && s.worker.stuck == 0 && s.worker.busy == 0
		})
		c.Limits.Timeout = time.Minute
		pid := s.worker.cmd.Process.Pid
		if r, w := run(t, e, c); r.Outcome != sandbox.OK || w.Body.String() != "late" || s.worker.cmd.Process.Pid != pid {
			t.Errorf("%+v", r)
		}
	})
	t.Run("and serves the next request from another worker meanwhile", func(t *testing.T) {
		t.Parallel()
		e := openHostile(t, "late")
		c := call("anything")
		c.Limits.Timeout = 50 * time.Millisecond
		if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
			t.Errorf("%+v", r)
		}
		s := e.script(c.Script)
		s.mu.Lock()
		first := s.worker
		s.mu.Unlock()
		c.Limits.Timeout = time.Minute
		if r, w := run(t, e, c); r.Outcome != sandbox.OK || w.Body.String() != "late" {
			t.Errorf("%+v", r)
		}
		<-first.dead
	})
}

func TestExecute_DoesNotPayForFloods(t *testing.T) {
	e := openHostile(t, "flood on stderr")
	c := call("anything")
	if err := e.Prepare(t.Context(), c.Script, c.Limits); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	spent := cpuTime()
	r, _ := run(t, e, c)
	spent = cpuTime() - spent
	runtime.ReadMemStats(&after)
	if r.Outcome != sandbox.OK {
		t.Errorf("%+v", r)
	}
	if spent > 100*time.Millisecond {
		t.Errorf("half a second of floods on standard error cost this process %s", spent)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
		t.Errorf("floods cost this process %d bytes", grown)
	}
}

func TestNew_ReportsWorkersThatDoNotStart(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"dies at the start":    "exit status 7",
		"babbles at the start": "broke the protocol",
	} {
		self, err := ownProgram()
		if err != nil {
			t.Fatal(err)
		}
		self.name = hostilePrefix + kind
		if _, err = newExecutor(Options{}, self); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if _, err := newExecutor(Options{}, program{path: "/does/not/exist", name: "x"}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := New(Options{Isolation: "some"}); err == nil {
		t.Error("an isolation that does not exist is accepted")
	}
}

func TestCheck_ReportsScriptsThatTheWorkerDoesNotSurvive(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"dies on checks": "out of memory",
		"silence":        "checking it takes longer than 200ms",
	} {
		e := openHostile(t, kind)
		e.options.CheckTimeout = 200 * time.Millisecond
		for range 4 {
			d, err := e.Check(t.Context(), "anything")
			if err != nil || len(d) != 1 || !strings.HasPrefix(d[0].Message, "this script cannot be loaded: ") || !strings.Contains(d[0].Message, want) {
				t.Errorf("%v %v", d, err)
			}
		}
	}
}

func TestExecute_ReportsAScriptThatNeverLoads(t *testing.T) {
	t.Parallel()
	e := openHostile(t, "never loads")
	c := call("anything")
	c.Limits.Timeout = 50 * time.Millisecond
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if r, _ := run(t, e, c); r.Outcome != sandbox.Timeout {
				t.Errorf("%+v", r)
			}
		})
	}
	all.Wait()
	eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
}

func TestClassify_NamesWhatKilledAWorker(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]sandbox.Outcome{
		"fatal error: runtime: out of memory\n\nruntime stack:":                               sandbox.MemoryLimit,
		"runtime: goroutine stack exceeds 67108864-byte limit\nfatal error: stack overflow\n": sandbox.DepthLimit,
		"runtime: VirtualAlloc\nfatal error: runtime: cannot allocate memory":                 sandbox.MemoryLimit,
		"panic: main.Handle.func\n\ngoroutine 9":                                              sandbox.Crashed,
		"":                                                                                    sandbox.Crashed,
	} {
		v := classify(causeSilent, io.EOF, nil, text)
		if v.outcome != want || !v.blame || v.reason == "" {
			t.Errorf("%q: %+v", text, v)
		}
	}
	if v := classify(causeRetired, nil, nil, "panic: x"); v != verdict(*causeRetired) {
		t.Errorf("%+v", v)
	}
	if !slices.Contains(sandbox.Outcomes(), classify(nil, io.EOF, nil, "x").outcome) {
		t.Error("no outcome")
	}
}
