package logsink

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/store"
)

// Writer is the part of a store that the sink writes to. AppendExecutions must
// be atomic, skip records whose id is known, keep nothing of the batch, and
// return soon after its context ends. The sink calls it from one goroutine.
type Writer interface {
	AppendExecutions(ctx context.Context, batch []store.Execution) error
}

var _ Writer = store.Executions(nil)

// The defaults of Options.
const (
	DefaultMaxRecords   = 16384
	DefaultMaxBytes     = 64 << 20
	DefaultBatchSize    = 1000
	DefaultMaxDelay     = 200 * time.Millisecond
	DefaultWriteTimeout = 10 * time.Second
	DefaultMaxSuccesses = 500
	DefaultBurst        = 5000
)

// maxBatchBytes closes a batch before it has BatchSize records: what a Writer
// takes at once it must take in WriteTimeout.
const maxBatchBytes = 4 << 20

// Options configure a Sink. A zero field takes its default, and so does a
// negative one unless it says otherwise.
type Options struct {
	// MaxRecords and MaxBytes bound what waits to be written, what is being
	// written included. Bytes are an estimate of the memory that records take.
	MaxRecords int
	MaxBytes   int64

	// BatchSize is how many records are written at once, at most: fewer where
	// they are large. More than MaxRecords means MaxRecords.
	BatchSize int

	// MaxDelay is how long a record waits for others to fill a batch.
	MaxDelay time.Duration

	// WriteTimeout bounds one call of the Writer. A call that takes longer is
	// tried again, with half of the records if it had several.
	WriteTimeout time.Duration

	// MaxSuccesses is how many successes a second are all recorded for as long
	// as they come; Burst more may come at once. Beyond that they are sampled;
	// see Weigh. A negative MaxSuccesses records all of them, always.
	MaxSuccesses int
	Burst        int

	// Logger receives what goes wrong, at a bounded rate. Nil discards it.
	Logger *slog.Logger
}

// Stats are the counters of a Sink. Those of records are all of one moment:
// Offered is always the sum of Written, Dropped, Failed and Queued.
type Stats struct {
	Offered int64 // records given to Offer
	Written int64 // records that the Writer took
	Dropped int64 // records refused by Offer
	Failed  int64 // records accepted and lost: the Writer refused them, or Close ran out of time

	Queued      int64 // records that wait or are being written
	QueuedBytes int64 // an estimate of what they take

	Sampled     int64 // successes for which Weigh asked for no record
	SampleEvery int64 // of so many successes one is recorded now; 1 is all of them
}

// Sink is a bounded queue of execution records in front of a Writer. It is
// safe for concurrent use. Close it to end its goroutine.
type Sink struct {
	writer  Writer
	options Options
	log     *slog.Logger
	sampler atomic.Pointer[sampler] // nil when every success is recorded
	watch   watchers

	wake    chan struct{} // has room for one: the worker should look at the queue
	closing chan struct{} // closed by Close
	done    chan struct{} // closed when the worker has ended
	ctx     context.Context
	abort   context.CancelFunc // makes the worker give up

	// The lock is held for the time it takes to copy one record, so that one
	// lock does for all the cores of the machines we run on.
	mu      sync.Mutex
	open    batch   // the one that Offer fills
	full    []batch // oldest first
	spare   []store.Execution
	flushes []flush // by target, lowest first
	closed  bool
	stats   Stats

	unsampled int64 // successes without a record, of samplers before this one
}

// batch is what goes to the Writer in one call.
type batch struct {
	records []store.Execution
	bytes   int64
	due     time.Time // when it must be written, full or not
}

// flush is a call of Flush that waits.
type flush struct {
	target int64         // the number of accepted records that must be settled
	done   chan struct{} // closed when they are
}

// New starts a Sink that writes to w.
func New(w Writer, o Options) *Sink {
	o.MaxRecords = orDefault(o.MaxRecords, DefaultMaxRecords)
	o.MaxBytes = orDefault(o.MaxBytes, DefaultMaxBytes)
	o.BatchSize = min(orDefault(o.BatchSize, DefaultBatchSize), o.MaxRecords)
	o.MaxDelay = orDefault(o.MaxDelay, DefaultMaxDelay)
	o.WriteTimeout = orDefault(o.WriteTimeout, DefaultWriteTimeout)
	o.Burst = orDefault(o.Burst, DefaultBurst)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Sink{
		writer:  w,
		options: o,
		log:     o.Logger,
		wake:    make(chan struct{}, 1),
		closing: make(chan struct{}),
		done:    make(chan struct{}),
	}
	s.SetMaxSuccesses(o.MaxSuccesses)
	s.ctx, s.abort = context.WithCancel(context.Background())
	go s.work()
	return s
}

// SetMaxSuccesses changes Options.MaxSuccesses.
func (s *Sink) SetMaxSuccesses(n int) {
	if n == 0 {
		n = DefaultMaxSuccesses
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	last := s.sampler.Load()
	switch {
	case n < 0:
		s.unsampled = s.skipped()
		s.sampler.Store(nil)
	case last == nil || last.rate != float64(n):
		s.unsampled = s.skipped()
		s.sampler.Store(newSampler(n, s.options.Burst))
	}
}

// skipped is how many successes have no record, ever. The caller holds the
// lock.
func (s *Sink) skipped() int64 {
	if sampler := s.sampler.Load(); sampler != nil {
		return s.unsampled + sampler.skipped()
	}
	return s.unsampled
}

func orDefault[T int | int64 | time.Duration](value, fallback T) T {
	if value <= 0 {
		return fallback
	}
	return value
}

// Weigh returns how many executions the record of the one that just ended
// stands for: its Weight. It is 1 unless more successes come than
// Options.MaxSuccesses; then it is N for one in N of them, and 0 for the
// others, which need no record. What is notable, such as a failure, is always
// worth one. Weigh never blocks, takes no lock and allocates nothing: it is
// there to be asked before a record is made.
func (s *Sink) Weigh(notable bool) int64 {
	sampler := s.sampler.Load()
	if notable || sampler == nil {
		return 1
	}
	return sampler.weight()
}

// Offer queues a record and reports whether it did. It never blocks: when the
// queue is full, or the sink closed, the record is dropped and counted. The
// caller must not change e.Logs and what it holds afterwards.
func (s *Sink) Offer(e store.Execution) bool {
	size := sizeOf(&e)

	s.mu.Lock()
	s.stats.Offered++
	if s.closed || s.stats.Queued >= int64(s.options.MaxRecords) || s.stats.QueuedBytes+size > s.options.MaxBytes {
		s.stats.Dropped++
		s.mu.Unlock()
		return false
	}
	s.stats.Queued++
	s.stats.QueuedBytes += size
	first := len(s.open.records) == 0
	if first {
		s.open.due = time.Now().Add(s.options.MaxDelay)
		s.open.records, s.spare = s.spare, nil
	}
	s.open.records = append(s.open.records, e)
	s.open.bytes += size
	filled := len(s.open.records) >= s.options.BatchSize || s.open.bytes >= maxBatchBytes
	if filled {
		s.full = append(s.full, s.open)
		s.open = batch{}
	}
	s.mu.Unlock()

	if first || filled {
		s.signal()
	}
	return true
}

// signal makes the worker look at the queue.
func (s *Sink) signal() {
	select {
	case s.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// Flush returns when every record that was accepted before the call has been
// written, or has failed. It ends early with the error of ctx.
func (s *Sink) Flush(ctx context.Context) error {
	s.mu.Lock()
	target := s.stats.Offered - s.stats.Dropped
	if s.settled() >= target {
		s.mu.Unlock()
		return nil
	}
	f := flush{target: target, done: make(chan struct{})}
	s.flushes = append(s.flushes, f)
	s.mu.Unlock()
	s.signal()

	select {
	case <-f.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("flush execution records: %w", context.Cause(ctx))
	}
}

// settled counts the accepted records that need no more care. The caller holds
// the lock.
func (s *Sink) settled() int64 { return s.stats.Written + s.stats.Failed }

// Close writes what is queued, retrying for as long as ctx lives, so give it a
// deadline. Records that are still queued then count as failed, and Close
// returns the error of ctx. Offer drops from the moment that Close is called.
// Further calls wait for the first to end.
func (s *Sink) Close(ctx context.Context) error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	before := s.stats.Failed
	s.mu.Unlock()
	if !first {
		select {
		case <-s.done:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("close log sink: %w", context.Cause(ctx))
		}
	}

	stop := context.AfterFunc(ctx, s.abort)
	close(s.closing)
	<-s.done
	inTime := stop()
	s.abort()
	lost := s.Stats().Failed - before
	if inTime || lost == 0 {
		return nil
	}
	return fmt.Errorf("close log sink: %d execution records lost: %w", lost, context.Cause(ctx))
}

// Stats returns the counters.
func (s *Sink) Stats() Stats {
	s.mu.Lock()
	stats := s.stats
	stats.Sampled = s.skipped()
	s.mu.Unlock()
	stats.SampleEvery = 1
	if sampler := s.sampler.Load(); sampler != nil {
		stats.SampleEvery = int64(sampler.every.Load())
	}
	return stats
}

// What a record takes beyond its texts, in bytes, about.
const (
	recordOverhead = 512
	lineOverhead   = 80
	attrOverhead   = 48
)

// sizeOf estimates the memory that a record takes.
func sizeOf(e *store.Execution) int64 {
	n := recordOverhead + len(e.ScriptName) + len(e.Method) + len(e.Host) + len(e.Path) + len(e.RemoteIP) +
		len(e.Outcome) + len(e.Error)
	for i := range e.Logs {
		line := &e.Logs[i]
		n += lineOverhead + len(line.Level) + len(line.Message)
		for name, value := range line.Attrs {
			n += attrOverhead + len(name) + len(value)
		}
	}
	return int64(n)
}
