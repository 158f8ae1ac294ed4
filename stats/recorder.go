package stats

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/picloud/picloud/store"
)

type scriptID = store.ID

// Keeper is the part of a store that a Recorder needs.
type Keeper = store.Stats

// Options configure a Recorder. Zero fields take their defaults.
type Options struct {
	// KeepMinutes and KeepHours are how long rows by the minute and by the
	// hour are kept. The defaults are 26 hours and 400 days.
	KeepMinutes time.Duration
	KeepHours   time.Duration

	// Logger gets what goes wrong. Nil discards it.
	Logger *slog.Logger

	// Now is the clock, for tests. Nil is time.Now.
	Now func() time.Time
}

// Recorder writes what its series count. It is safe for concurrent use. Close
// it to end its goroutine.
type Recorder struct {
	keeper  Keeper
	options Options
	run     store.ID

	wake    chan struct{} // has room for one: a minute has begun
	stop    context.CancelFunc
	done    chan struct{}
	saving  sync.Mutex // held to write
	cleaned int64      // the hour in which old rows were last deleted

	mu      sync.Mutex
	pending map[int64][]part // minutes that are not written, by their start
	hours   map[int64]map[scriptID]*tally
	unsaved map[rowKey]store.Stat // rows that the store may not have, or as they were
	saves   int                   // how often all of those were written
}

// part is one minute of one script.
type part struct {
	script scriptID
	minute *minute
}

// rowKey names a row among those of a run.
type rowKey struct {
	step   time.Duration
	start  int64
	script scriptID
}

const (
	// grace is how long after its end a minute is written: an execution that
	// found it current may not have counted yet.
	grace = 2 * time.Second

	// maxUnsaved bounds the rows that wait for the store to come back, about
	// 200 bytes each.
	maxUnsaved = 20_000

	// patience bounds one use of the store.
	patience = 10 * time.Second
)

// NewRecorder starts a Recorder that writes to a store.
func NewRecorder(k Keeper, o Options) *Recorder {
	if o.KeepMinutes <= 0 {
		o.KeepMinutes = 26 * time.Hour
	}
	if o.KeepHours <= 0 {
		o.KeepHours = 400 * 24 * time.Hour
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &Recorder{
		keeper:  k,
		options: o,
		run:     store.NewID(),
		wake:    make(chan struct{}, 1),
		stop:    stop,
		done:    make(chan struct{}),
		pending: map[int64][]part{},
		hours:   map[int64]map[scriptID]*tally{},
		unsaved: map[rowKey]store.Stat{},
	}
	go r.work(ctx)
	return r
}

// Series returns a new Series for a script. Several for one script add up.
func (r *Recorder) Series(script store.ID) *Series {
	return &Series{recorder: r, script: script}
}

// Close writes what was counted, unless ctx ends before, and ends the
// recorder. What is observed later is lost.
func (r *Recorder) Close(ctx context.Context) error {
	r.stop()
	<-r.done
	return r.save(ctx, r.options.Now().Unix()+2*minuteSeconds)
}

// begin makes the minute with a start the current one of a series, unless it
// or a later one is.
func (r *Recorder) begin(s *Series, start int64) *minute {
	r.mu.Lock()
	defer r.mu.Unlock()
	if m := s.current.Load(); m != nil && m.start >= start {
		return m
	}
	m := &minute{start: start}
	r.pending[start] = append(r.pending[start], part{s.script, m})
	s.current.Store(m)
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return m
}

// work writes minutes when they are over. It sleeps while there are none.
func (r *Recorder) work(ctx context.Context) {
	defer close(r.done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		}
		for wait, more := r.untilDue(); more; wait, more = r.untilDue() {
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
			limited, cancel := context.WithTimeout(ctx, patience)
			if err := r.save(limited, r.options.Now().Add(-grace).Unix()); err != nil && ctx.Err() == nil {
				r.options.Logger.Warn("counts of executions are not saved yet", "error", err)
			}
			cancel()
		}
	}
}

// untilDue returns how long to wait until something is to be written, and
// whether anything is.
func (r *Recorder) untilDue() (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.pending) == 0 {
		return minuteSeconds * time.Second, len(r.unsaved) > 0
	}
	first := int64(1<<63 - 1)
	for start := range r.pending {
		first = min(first, start)
	}
	due := time.Unix(first+minuteSeconds, 0).Add(grace)
	return max(due.Sub(r.options.Now()), time.Second), true
}

// save writes the minutes that were over at a time, and what could not be
// written before.
func (r *Recorder) save(ctx context.Context, over int64) error {
	r.saving.Lock()
	defer r.saving.Unlock()
	rows := r.collect(over)
	if len(rows) > 0 {
		if err := r.keeper.PutStats(ctx, rows); err != nil {
			r.boundUnsaved()
			return err
		}
		r.mu.Lock()
		r.unsaved = map[rowKey]store.Stat{}
		r.saves++
		r.mu.Unlock()
	}
	return r.clean(ctx)
}

// collect takes the minutes that were over at a time out of those pending, adds
// their rows and those of their hours to the unsaved ones, and returns all of
// these.
func (r *Recorder) collect(over int64) []store.Stat {
	r.mu.Lock()
	defer r.mu.Unlock()
	for start, parts := range r.pending {
		if start+minuteSeconds > over {
			continue
		}
		delete(r.pending, start)
		hour := start / hourSeconds * hourSeconds
		for script, t := range tallies(parts) {
			r.unsaved[rowKey{time.Minute, start, script}] = r.row(time.Minute, start, script, t)
			sum := r.hour(hour, script)
			sum.merge(t)
			r.unsaved[rowKey{time.Hour, hour, script}] = r.row(time.Hour, hour, script, sum)
		}
	}
	for hour := range r.hours {
		if hour+hourSeconds+minuteSeconds < over {
			delete(r.hours, hour)
		}
	}
	return slices.Collect(maps.Values(r.unsaved))
}

// tallies adds up parts by script; the zero ID is all of them.
func tallies(parts []part) map[scriptID]*tally {
	sums := map[scriptID]*tally{{}: {}}
	for _, p := range parts {
		one := new(tally)
		one.read(p.minute)
		if sums[p.script] == nil {
			sums[p.script] = new(tally)
		}
		sums[p.script].merge(one)
		sums[scriptID{}].merge(one)
	}
	return sums
}

func (r *Recorder) hour(start int64, script scriptID) *tally {
	if r.hours[start] == nil {
		r.hours[start] = map[scriptID]*tally{}
	}
	if r.hours[start][script] == nil {
		r.hours[start][script] = new(tally)
	}
	return r.hours[start][script]
}

func (r *Recorder) row(step time.Duration, start int64, script scriptID, t *tally) store.Stat {
	return store.Stat{
		Step:      step,
		Start:     time.Unix(start, 0).UTC(),
		ScriptID:  script,
		Run:       r.run,
		Count:     t.count,
		Errors:    t.errors,
		Durations: t.sketch.encode(),
	}
}

// boundUnsaved lets go of rows that there is no room for until the next attempt.
func (r *Recorder) boundUnsaved() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.unsaved) <= maxUnsaved {
		return
	}
	r.options.Logger.Error("counts of executions are lost: the store has been away too long")
	for key := range r.unsaved {
		if len(r.unsaved) <= maxUnsaved {
			return
		}
		delete(r.unsaved, key)
	}
}

// clean deletes old rows, once an hour.
func (r *Recorder) clean(ctx context.Context) error {
	now := r.options.Now()
	hour := now.Unix() / hourSeconds
	if r.cleaned == hour {
		return nil
	}
	if err := r.keeper.DeleteStats(ctx, time.Minute, now.Add(-r.options.KeepMinutes)); err != nil {
		return err
	}
	if err := r.keeper.DeleteStats(ctx, time.Hour, now.Add(-r.options.KeepHours)); err != nil {
		return err
	}
	r.cleaned = hour
	return nil
}
