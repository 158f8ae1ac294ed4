package process

import (
	"context"
	"errors"
	"hash/crc32"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// pattern is a reader of n bytes that are not all the same.
type pattern struct{ n, at int }

func (p *pattern) Read(b []byte) (int, error) {
	if p.at >= p.n {
		return 0, io.EOF
	}
	n := min(len(b), p.n-p.at)
	for i := range n {
		b[i] = byte((p.at + i) * 7 >> 3)
	}
	p.at += n
	return n, nil
}

// sink is a client that keeps nothing.
type sink struct {
	header http.Header
	status int
	n      int
	sum    uint32
	fail   int // fails after so many bytes, when not 0
}

func (s *sink) Header() http.Header    { return s.header }
func (s *sink) WriteHeader(status int) { s.status = status }
func (s *sink) Write(b []byte) (int, error) {
	if s.fail > 0 && s.n+len(b) > s.fail {
		return 0, errors.New("connection reset")
	}
	s.n += len(b)
	s.sum = crc32.Update(s.sum, crc32.IEEETable, b)
	return len(b), nil
}

func TestExecute_StreamsLargeBodies(t *testing.T) {
	const size = 10 << 20
	e := open(t, Options{Limits: sandbox.Limits{Memory: 256 << 20, ResponseBytes: size}})
	c := call(handler("return ctx.Request.Body, nil"))
	want := crc32.NewIEEE()
	if _, err := io.Copy(want, &pattern{n: size}); err != nil {
		t.Fatal(err)
	}
	once := func() *sink {
		w := &sink{header: http.Header{}}
		c.Body = &pattern{n: size}
		if r := e.Execute(t.Context(), c, w); r.Outcome != sandbox.OK {
			t.Fatalf("%+v", r)
		}
		return w
	}
	if w := once(); w.n != size || w.sum != want.Sum32() {
		t.Fatalf("%d bytes came back, with the sum %x, not %x", w.n, w.sum, want.Sum32())
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const rounds = 3
	for range rounds {
		once()
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 2<<20 {
		t.Errorf("this process allocated %d bytes for %d exchanges of %d bytes each way", grown, rounds, size)
	}
}

func TestExecute_TakesBodiesOfEverySize(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("return ctx.Request.Body, nil"))
	for _, size := range []int{0, 1, 100, 4084, 4096, 65523, 65524, 65525, 2 * 65524, 2*65524 + 1, 300_000} {
		for name, body := range map[string]io.Reader{
			"at once":      &pattern{n: size},
			"in halves":    iotest.HalfReader(&pattern{n: size}),
			"with its end": iotest.DataErrReader(&pattern{n: size}),
		} {
			want := crc32.NewIEEE()
			_, _ = io.Copy(want, &pattern{n: size})
			w := &sink{header: http.Header{}}
			c.Body = body
			r := e.Execute(t.Context(), c, w)
			if r.Outcome != sandbox.OK || w.n != size || w.sum != want.Sum32() {
				t.Errorf("%d bytes %s: %d came back, %+v", size, name, w.n, r)
			}
		}
	}
}

func TestExecute_TakesLongHeads(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("return len(ctx.Request.Header.Get(\"X-Long\")) + len(ctx.Request.Body), nil"))
	for _, size := range []int{60_000, 65_300, 65_400, 65_500, 131_000, 1 << 20} {
		c.Header = http.Header{"X-Long": {strings.Repeat("x", size)}}
		for _, body := range []string{"", "b"} {
			c.Body = strings.NewReader(body)
			r, w := run(t, e, c)
			var got int
			for _, digit := range strings.TrimSpace(w.Body.String()) {
				got = 10*got + int(digit-'0')
			}
			if r.Outcome != sandbox.OK || got != size+len(body) {
				t.Errorf("%d: %d %+v", size, got, r)
			}
		}
	}
}

func TestExecute_ReportsBodiesThatBreakOff(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	c := call(handler("return len(ctx.Request.Body), nil"))
	tooLarge := &http.MaxBytesError{Limit: 10}
	for _, before := range []int{0, 100, 65524, 1 << 20} {
		c.Body = io.MultiReader(&pattern{n: before}, iotest.ErrReader(tooLarge))
		r, w := run(t, e, c)
		if r.Outcome != sandbox.Failed || !errors.Is(r.BodyErr, tooLarge) || r.Wrote || w.Body.Len() > 0 {
			t.Errorf("after %d bytes: %+v", before, r)
		}
	}
	c.Body = nil
	if r, w := run(t, e, c); r.Outcome != sandbox.OK || strings.TrimSpace(w.Body.String()) != "0" {
		t.Errorf("the execution after: %+v", r)
	}
	if n := workers(e); n > 2 {
		t.Errorf("%d workers live: the pairs of broken bodies were lost", n)
	}
}

func TestExecute_ReportsClientsThatGoAway(t *testing.T) {
	t.Parallel()
	e := open(t, Options{})
	t.Run("while fetching", func(t *testing.T) {
		c := call(handler("return make([]byte, 1<<20), nil"))
		for range 2 * pairsPerPlace * e.options.Limits.Concurrency {
			r := e.Execute(t.Context(), c, &sink{header: http.Header{}, fail: 100_000})
			if r.Outcome != sandbox.Canceled || !r.Wrote {
				t.Fatalf("%+v", r)
			}
		}
	})
	t.Run("while running", func(t *testing.T) {
		c := call(handler("for {\n}"))
		c.Script.ID = "loop"
		c.Limits.Operations = 1 << 50
		for range 2 * pairsPerPlace * e.options.Limits.Concurrency {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			r := e.Execute(ctx, c, &sink{header: http.Header{}})
			cancel()
			if r.Outcome != sandbox.Canceled || r.Wrote {
				t.Fatalf("%+v", r)
			}
		}
		eventually(t, "the script is stopped", func() bool {
			s := e.script(c.Script)
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.worker != nil && s.worker.busy == 0 && len(s.deaths) == 0
		})
	})
	t.Run("while sending", func(t *testing.T) {
		c := call(handler("return nil, nil"))
		c.Script.ID = "upload"
		run(t, e, c)
		ctx, cancel := context.WithCancel(t.Context())
		c.Body = io.MultiReader(&pattern{n: 100_000}, readerFunc(func(b []byte) (int, error) {
			cancel()
			return 0, ctx.Err()
		}))
		if r := e.Execute(ctx, c, &sink{header: http.Header{}}); r.Outcome != sandbox.Canceled {
			t.Fatalf("%+v", r)
		}
		eventually(t, "the pair comes back", func() bool {
			s := e.script(c.Script)
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.worker != nil && s.worker.busy == 0
		})
	})
}

func TestExecute_SurvivesClientsThatPanic(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Spares: -1})
	c := call(handler("return make([]byte, 1<<20), nil"))
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("the panic was swallowed")
			}
		}()
		c.Body = io.MultiReader(&pattern{n: 100_000}, readerFunc(func([]byte) (int, error) { panic(http.ErrAbortHandler) }))
		run(t, e, c)
	}()
	eventually(t, "the worker is gone", func() bool { return workers(e) == 0 })
	c.Body = nil
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Errorf("%+v", r)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// workers is how many worker processes an executor has.
func workers(e *Executor) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.live)
}

// eventually waits until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	for start := time.Now(); !so(); time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			t.Fatalf("never came true: %s", what)
		}
	}
}
