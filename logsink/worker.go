package logsink

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/picloud/picloud/store"
)

const (
	minBackoff = 100 * time.Millisecond
	maxBackoff = 5 * time.Second

	// reportInterval is how far apart two reports of the same kind are.
	reportInterval = 10 * time.Second
)

// worker is what only the sink's goroutine knows.
type worker struct {
	*Sink
	drops    report // records dropped by Offer
	rejected report // records that the Writer refused
	away     report // failed attempts
	dropped  int64  // as of the last look
}

// report limits the rate of one kind of message.
type report struct {
	count int64 // what happened since the last message
	last  time.Time
}

// due adds n and returns what has come together since the last message, or 0
// when it is too early for another.
func (r *report) due(n int64) int64 {
	r.count += n
	if r.count == 0 || !r.last.IsZero() && time.Since(r.last) < reportInterval {
		return 0
	}
	count := r.count
	r.count, r.last = 0, time.Now()
	return count
}

// work writes batches until the sink is closed and empty. While nothing is
// queued it holds no timer.
func (s *Sink) work() {
	defer close(s.done)
	w := &worker{Sink: s}
	closing := s.closing
	for {
		b, wait := s.next()
		if len(b.records) > 0 {
			w.settle(b, w.write(b.records))
			w.watch.tell()
			continue
		}
		if wait == 0 && closing == nil {
			w.reportRest()
			return
		}
		var due <-chan time.Time
		if wait > 0 {
			due = time.After(wait)
		}
		select {
		case <-s.wake:
		case <-due:
		case <-closing:
			closing = nil
		}
	}
}

// next takes the oldest batch that is to be written. Without one it returns how
// long to wait for the open batch, or 0 when nothing is queued.
func (s *Sink) next() (b batch, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.full) > 0 {
		b = s.full[0]
		s.full[0] = batch{}
		s.full = s.full[1:]
		return b, 0
	}
	if len(s.open.records) == 0 {
		return batch{}, 0
	}
	if wait = time.Until(s.open.due); wait > 0 && len(s.flushes) == 0 && !s.closed {
		return batch{}, wait
	}
	b, s.open = s.open, batch{}
	return b, 0
}

// settle counts a batch of which so many records were written, and wakes who
// waits for it.
func (w *worker) settle(b batch, written int) {
	n := len(b.records)
	clear(b.records) // lets go of what the records hold
	w.mu.Lock()
	w.stats.Written += int64(written)
	w.stats.Failed += int64(n - written)
	w.stats.Queued -= int64(n)
	w.stats.QueuedBytes -= b.bytes
	w.spare = b.records[:0]
	settled := w.settled()
	for len(w.flushes) > 0 && w.flushes[0].target <= settled {
		close(w.flushes[0].done)
		w.flushes = w.flushes[1:]
	}
	w.mu.Unlock()
	w.reportDrops()
}

// write writes records and returns how many. It retries while the store is
// away. When it refuses a batch for another reason, one bad record should not
// take the others with it, and when it does not take a batch in time, fewer may
// be quicker: the halves are tried apart.
func (w *worker) write(records []store.Execution) int {
	err := w.persist(records)
	if err == nil {
		return len(records)
	}
	if w.ctx.Err() != nil {
		return 0
	}
	if len(records) == 1 {
		if n := w.rejected.due(1); n > 0 {
			w.log.Error("execution records cannot be stored and are lost",
				slog.Int64("count", n), slog.String("execution_id", records[0].ID.String()), slog.Any("error", err))
		}
		return 0
	}
	half := len(records) / 2
	return w.write(records[:half]) + w.write(records[half:])
}

// persist tries to write records until the store is there. It returns nil, why
// the store does not take them all at once, or any error when the sink has
// given up.
func (w *worker) persist(records []store.Execution) error {
	backoff := minBackoff
	closing := w.closing
	for {
		retry, err := w.attempt(records)
		if err == nil || !retry {
			return err
		}
		if n := w.away.due(1); n > 0 {
			w.log.Warn("execution records cannot be stored now; retrying",
				slog.Int64("attempts", n), slog.Int64("queued", w.Stats().Queued), slog.Any("error", err))
		}
		w.reportDrops()
		if len(records) > 1 && errors.Is(err, context.DeadlineExceeded) {
			return err // the same again may take as long again
		}
		timer := time.NewTimer(backoff)
		select {
		case <-timer.C:
		case <-closing: // time is short: try now, then back off anew
			closing, backoff = nil, 0
		case <-w.ctx.Done():
			timer.Stop()
			return err
		}
		timer.Stop()
		backoff = min(max(2*backoff, minBackoff), maxBackoff)
	}
}

// attempt calls the Writer once. It reports whether another attempt may
// succeed: the store is away, or did not answer in time, whatever it says then.
func (w *worker) attempt(records []store.Execution) (retry bool, err error) {
	if err := w.ctx.Err(); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(w.ctx, w.options.WriteTimeout)
	defer cancel()
	err = w.writer.AppendExecutions(ctx, records)
	if err == nil || w.ctx.Err() != nil {
		return false, err
	}
	if ctx.Err() != nil && !errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	return ctx.Err() != nil || errors.Is(err, store.ErrUnavailable), err
}

// reportDrops tells the log of dropped records; the worker does, so that Offer
// never waits for a log handler.
func (w *worker) reportDrops() {
	stats := w.Stats()
	n := stats.Dropped - w.dropped
	w.dropped = stats.Dropped
	if n = w.drops.due(n); n > 0 {
		w.log.Warn("execution records were dropped, because more come than can be stored",
			slog.Int64("count", n), slog.Int64("queued", stats.Queued))
	}
}

// reportRest reports what was held back, for there is no later.
func (w *worker) reportRest() {
	w.drops.last, w.rejected.last = time.Time{}, time.Time{}
	w.reportDrops()
	if n := w.rejected.due(0); n > 0 {
		w.log.Error("more execution records could not be stored and are lost", slog.Int64("count", n))
	}
}
