package logsink

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/picloud/picloud/store"
)

// recorder is a Writer that does what the test says.
type recorder struct {
	mu      sync.Mutex
	batches []int // the sizes of the batches that were written
	paths   map[string]int
	calls   []time.Time
	fail    func(ctx context.Context, batch []store.Execution) error // nil writes
}

func (r *recorder) AppendExecutions(ctx context.Context, batch []store.Execution) error {
	r.mu.Lock()
	r.calls = append(r.calls, time.Now())
	fail := r.fail
	r.mu.Unlock()
	if fail != nil {
		if err := fail(ctx, batch); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.batches = append(r.batches, len(batch))
	if r.paths == nil {
		r.paths = map[string]int{}
	}
	for i := range batch {
		r.paths[batch[i].Path]++
	}
	return nil
}

func (r *recorder) setFail(fail func(context.Context, []store.Execution) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fail = fail
}

func (r *recorder) sizes() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprint(r.batches)
}

func (r *recorder) callCount() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.calls)
}

func offer(s *Sink, n int) (accepted int) {
	for range n {
		if s.Offer(store.Execution{Path: "/"}) {
			accepted++
		}
	}
	return accepted
}

func wantStats(t *testing.T, s *Sink, want Stats) {
	t.Helper()
	want.SampleEvery = 1 // nothing was weighed
	got := s.Stats()
	if want.QueuedBytes == 0 && want.Queued > 0 {
		want.QueuedBytes = got.QueuedBytes
	}
	if got != want {
		t.Errorf("Stats = %+v, want %+v", got, want)
	}
}

func mustClose(t *testing.T, s *Sink) {
	t.Helper()
	if err := s.Close(t.Context()); err != nil {
		t.Errorf("Close: %v", err)
	}
}

func away(context.Context, []store.Execution) error {
	return fmt.Errorf("dial: %w", store.ErrUnavailable)
}

// hang blocks until the context of the call ends.
func hang(ctx context.Context, _ []store.Execution) error {
	<-ctx.Done()
	return errors.New("interrupted")
}

func TestSink_WritesAfterTheDelayOfTheFirstRecord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := new(recorder)
		s := New(w, Options{})
		for range 2 { // the second time after a long idle hour
			time.Sleep(time.Hour)
			began, calls := time.Now(), w.callCount()
			offer(s, 3)
			time.Sleep(DefaultMaxDelay / 2)
			offer(s, 2)
			time.Sleep(DefaultMaxDelay/2 - time.Nanosecond)
			synctest.Wait()
			if w.callCount() != calls {
				t.Fatal("wrote before the delay was over")
			}
			time.Sleep(time.Nanosecond)
			synctest.Wait()
			if w.callCount() != calls+1 {
				t.Fatalf("%d calls in %v, want 1", w.callCount()-calls, time.Since(began))
			}
		}
		if got := w.sizes(); got != "[5 5]" {
			t.Errorf("batches = %s, want [5 5]", got)
		}
		wantStats(t, s, Stats{Offered: 10, Written: 10})
		mustClose(t, s)
	})
}

func TestSink_WritesAFullBatchAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := new(recorder)
		s := New(w, Options{BatchSize: 10})
		offer(s, 25)
		synctest.Wait() // no time passes
		if got := w.sizes(); got != "[10 10]" {
			t.Errorf("batches = %s, want [10 10]", got)
		}
		wantStats(t, s, Stats{Offered: 25, Written: 20, Queued: 5})
		time.Sleep(DefaultMaxDelay)
		synctest.Wait()
		if got := w.sizes(); got != "[10 10 5]" {
			t.Errorf("batches = %s, want [10 10 5]", got)
		}
		mustClose(t, s)
	})
}

func TestSink_DropsTheNewestWhenFull(t *testing.T) {
	t.Parallel()
	t.Run("by rows, those being written included", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			w := new(recorder)
			release := make(chan struct{})
			w.fail = func(context.Context, []store.Execution) error { <-release; return nil }
			s := New(w, Options{MaxRecords: 10, BatchSize: 4})
			for i := range 15 {
				if got, want := s.Offer(store.Execution{Path: fmt.Sprint(i)}), i < 10; got != want {
					t.Errorf("Offer %d = %v, want %v", i, got, want)
				}
				synctest.Wait() // the first batch is in the writer from the fourth on
			}
			wantStats(t, s, Stats{Offered: 15, Dropped: 5, Queued: 10})
			close(release)
			mustClose(t, s)
			wantStats(t, s, Stats{Offered: 15, Written: 10, Dropped: 5})
			for i := range 15 {
				if got, want := w.paths[fmt.Sprint(i)] == 1, i < 10; got != want {
					t.Errorf("record %d written: %v, want %v", i, got, want)
				}
			}
		})
	})
	t.Run("by bytes", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			s := New(new(recorder), Options{MaxBytes: 10_000})
			long := strings.Repeat("x", 3000)
			for i, e := range []store.Execution{
				{Error: long},
				{Logs: []store.LogLine{{Message: long}}},
				{Path: "/small"},
				{Logs: []store.LogLine{{Attrs: map[string]string{"k": long}}}}, // too much
				{Path: "/small"},
			} {
				if got, want := s.Offer(e), i != 3; got != want {
					t.Errorf("Offer %d = %v, want %v", i, got, want)
				}
			}
			if got := s.Stats().QueuedBytes; got < 6000 || got > 10_000 {
				t.Errorf("QueuedBytes = %d", got)
			}
			mustClose(t, s)
			wantStats(t, s, Stats{Offered: 5, Written: 4, Dropped: 1})
		})
	})
}

func TestSink_RetriesWhileTheStoreIsAway(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(context.Context, []store.Execution) error{
		"with an error that says so": away,
		"with no answer in time":     hang,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &recorder{fail: fail}
				s := New(w, Options{MaxRecords: 100, WriteTimeout: time.Second})
				offer(s, 60)
				time.Sleep(time.Minute)
				offer(s, 60)
				wantStats(t, s, Stats{Offered: 120, Dropped: 20, Queued: 100})
				if n := w.callCount(); n < 10 || n > 25 {
					t.Errorf("%d attempts in a minute, want a few with growing pauses", n)
				}
				w.setFail(nil)
				time.Sleep(10 * time.Second)
				synctest.Wait()
				wantStats(t, s, Stats{Offered: 120, Written: 100, Dropped: 20})
				mustClose(t, s)
			})
		})
	}
}

func TestSink_LosesOnlyTheRecordsThatTheStoreRefuses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &recorder{fail: func(_ context.Context, batch []store.Execution) error {
			for i := range batch {
				if strings.Contains(batch[i].Path, "\x00") {
					return errors.New("invalid byte sequence")
				}
			}
			return nil
		}}
		var out bytes.Buffer
		s := New(w, Options{Logger: slog.New(slog.NewTextHandler(&out, nil))})
		for i := range 1000 {
			path := fmt.Sprint(i)
			if i == 0 || i == 500 || i == 501 || i == 999 {
				path += "\x00"
			}
			s.Offer(store.Execution{Path: path})
		}
		mustClose(t, s)
		wantStats(t, s, Stats{Offered: 1000, Written: 996, Failed: 4})
		if len(w.paths) != 996 {
			t.Errorf("%d records written, want 996", len(w.paths))
		}
		if n := w.callCount(); n > 100 {
			t.Errorf("%d calls for 4 bad records", n)
		}
		if got := strings.Count(out.String(), "level=ERROR"); got != 2 || !strings.Contains(out.String(), "count=3") {
			t.Errorf("want one report at once and one of the other three at the end, got:\n%s", &out)
		}
	})
}

func TestSink_FlushWaitsForWhatWasOfferedBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := new(recorder)
		s := New(w, Options{BatchSize: 10})
		if err := s.Flush(t.Context()); err != nil {
			t.Errorf("Flush of nothing: %v", err)
		}
		began := time.Now()
		offer(s, 23)
		if err := s.Flush(t.Context()); err != nil {
			t.Errorf("Flush: %v", err)
		}
		if time.Since(began) != 0 {
			t.Errorf("Flush took %v, want it not to wait for the delay", time.Since(began))
		}
		wantStats(t, s, Stats{Offered: 23, Written: 23})

		w.setFail(func(context.Context, []store.Execution) error { return errors.New("refused") })
		offer(s, 3)
		if err := s.Flush(t.Context()); err != nil {
			t.Errorf("Flush of what fails: %v", err)
		}
		wantStats(t, s, Stats{Offered: 26, Written: 23, Failed: 3})

		w.setFail(away)
		offer(s, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := s.Flush(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Flush while the store is away = %v", err)
		}
		w.setFail(nil)
		mustClose(t, s)
		if err := s.Flush(t.Context()); err != nil {
			t.Errorf("Flush after Close: %v", err)
		}
		wantStats(t, s, Stats{Offered: 27, Written: 24, Failed: 3})
	})
}

func TestSink_CloseWritesWhatIsQueued(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := new(recorder)
		s := New(w, Options{BatchSize: 10})
		offer(s, 25)
		mustClose(t, s)
		wantStats(t, s, Stats{Offered: 25, Written: 25})
		if offer(s, 2) != 0 {
			t.Error("Offer after Close was accepted")
		}
		wantStats(t, s, Stats{Offered: 27, Written: 25, Dropped: 2})
		mustClose(t, s)
	})
}

func TestSink_CloseRetriesAtOnceWhenTheStoreCameBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &recorder{fail: away}
		s := New(w, Options{})
		offer(s, 5)
		time.Sleep(time.Minute) // deep in the back-off
		synctest.Wait()
		w.setFail(nil)
		began := time.Now()
		mustClose(t, s)
		if d := time.Since(began); d != 0 {
			t.Errorf("Close took %v", d)
		}
		wantStats(t, s, Stats{Offered: 5, Written: 5})
	})
}

func TestSink_CloseGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(context.Context, []store.Execution) error{
		"while the store is away":        away,
		"while the store does not reply": hang,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &recorder{fail: fail}
				s := New(w, Options{BatchSize: 10, MaxRecords: 30})
				offer(s, 35)
				flushed := make(chan error, 1)
				go func() { flushed <- s.Flush(t.Context()) }()
				synctest.Wait()
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				began := time.Now()
				err := s.Close(ctx)
				if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "30 execution records lost") {
					t.Errorf("Close = %v", err)
				}
				if d := time.Since(began); d != 3*time.Second {
					t.Errorf("Close took %v", d)
				}
				wantStats(t, s, Stats{Offered: 35, Dropped: 5, Failed: 30})
				if err := <-flushed; err != nil {
					t.Errorf("Flush: %v", err)
				}
			})
		})
	}
}

func TestSink_LogsDropsAtABoundedRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		s := New(&recorder{fail: away}, Options{MaxRecords: 1, Logger: slog.New(slog.NewTextHandler(&out, nil))})
		for range 600 {
			offer(s, 10)
			time.Sleep(100 * time.Millisecond)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Close(ctx); err == nil {
			t.Error("Close lost a record and says nothing")
		}
		reports, total := 0, 0
		for line := range strings.Lines(out.String()) {
			_, rest, ok := strings.Cut(line, "were dropped")
			if !ok {
				continue
			}
			var n int
			if _, err := fmt.Sscanf(rest[strings.Index(rest, "count="):], "count=%d", &n); err != nil {
				t.Fatal(err)
			}
			reports, total = reports+1, total+n
		}
		if reports < 2 || reports > 9 {
			t.Errorf("%d reports in a minute:\n%s", reports, &out)
		}
		if total != 5999 {
			t.Errorf("the reports add up to %d, want 5999", total)
		}
	})
}

func TestSink_CountsEveryRecordOfManyProducers(t *testing.T) {
	t.Parallel()
	const producers, each = 16, 2000
	w := &recorder{fail: func(_ context.Context, batch []store.Execution) error {
		for i := range batch {
			if strings.HasSuffix(batch[i].Path, "/13") {
				return errors.New("unlucky")
			}
		}
		return nil
	}}
	s := New(w, Options{MaxRecords: 3000, BatchSize: 64, MaxDelay: time.Millisecond})
	accepted := make([]int, producers)
	var wg sync.WaitGroup
	for p := range producers {
		wg.Go(func() {
			for i := range each {
				if s.Offer(store.Execution{Path: fmt.Sprintf("%d/%d", p, i)}) {
					accepted[p]++
				}
				if i%500 == 0 {
					if err := s.Flush(t.Context()); err != nil {
						t.Error(err)
					}
				}
				if got := s.Stats(); got.Offered != got.Written+got.Dropped+got.Failed+got.Queued {
					t.Errorf("Stats do not add up: %+v", got)
					return
				}
			}
		})
	}
	wg.Wait()
	mustClose(t, s)
	total := 0
	for _, n := range accepted {
		total += n
	}
	got := s.Stats()
	if got.Offered != producers*each || got.Written+got.Failed != int64(total) || got.Dropped != int64(producers*each-total) {
		t.Errorf("Stats = %+v with %d accepted", got, total)
	}
	if got.Queued != 0 || got.QueuedBytes != 0 {
		t.Errorf("something is left: %+v", got)
	}
	if int64(len(w.paths)) != got.Written {
		t.Errorf("%d records in the store, Written = %d", len(w.paths), got.Written)
	}
	for path, n := range w.paths {
		if n != 1 {
			t.Fatalf("record %s written %d times", path, n)
		}
	}
}

// discard takes everything at once.
type discard struct{}

func (discard) AppendExecutions(context.Context, []store.Execution) error { return nil }

func BenchmarkOffer(b *testing.B) {
	e := store.Execution{ScriptName: "greet", Path: "/greet/alice", Logs: []store.LogLine{{Level: "INFO", Message: "greeting"}}}
	run := func(b *testing.B, w Writer, parallel bool) {
		s := New(w, Options{})
		b.ReportAllocs()
		b.ResetTimer()
		if parallel {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					s.Offer(e)
				}
			})
		} else {
			for b.Loop() {
				s.Offer(e)
			}
		}
		b.StopTimer()
		stats := s.Stats()
		b.ReportMetric(100*float64(stats.Dropped)/float64(stats.Offered), "dropped-%")
		ctx, cancel := context.WithCancel(b.Context())
		cancel()
		_ = s.Close(ctx) // what is queued does not matter
	}
	b.Run("one producer", func(b *testing.B) { run(b, discard{}, false) })
	b.Run("parallel", func(b *testing.B) { run(b, discard{}, true) })
	b.Run("full", func(b *testing.B) { run(b, &recorder{fail: hang}, true) })
}
