package stats

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/picloud/picloud/store"
)

// Window is a stretch of time until now that reports are made of.
type Window string

// The windows. Reports divide them by the minute, by 15 minutes, by the hour
// and by 6 hours.
const (
	LastHour  Window = "1h"
	LastDay   Window = "24h"
	LastWeek  Window = "7d"
	LastMonth Window = "30d"
)

// frame is how a window is divided.
type frame struct {
	length time.Duration
	step   time.Duration // of the points
	rows   time.Duration // of the rows that points are made of
	each   time.Duration // of the rows that the shares of scripts are made of
}

func (w Window) frame() (frame, error) {
	const day = 24 * time.Hour
	switch w {
	case LastHour:
		return frame{time.Hour, time.Minute, time.Minute, time.Minute}, nil
	case LastDay:
		return frame{day, 15 * time.Minute, time.Minute, time.Hour}, nil
	case LastWeek:
		return frame{7 * day, time.Hour, time.Hour, time.Hour}, nil
	case LastMonth:
		return frame{30 * day, 6 * time.Hour, time.Hour, time.Hour}, nil
	default:
		return frame{}, fmt.Errorf("no window is called %q", string(w))
	}
}

// Counts are what was counted over some time.
type Counts struct {
	Count, Errors int64
	P50, P95, P99 time.Duration
}

// Point is one step of a report.
type Point struct {
	At time.Time // when the step begins
	Counts
}

// Share is what one script had of a window.
type Share struct {
	ScriptID store.ID
	Counts
}

// Report tells about a window. Its points follow one another without gaps, and
// the last one is not over yet.
type Report struct {
	Since, Until time.Time
	Step         time.Duration
	Points       []Point
	Total        Counts

	// Scripts are the scripts with the most errors, then with the most
	// executions, at most MaxShares; none in a report of one script. In long
	// windows they count from the beginning of an hour.
	Scripts []Share
}

// MaxShares is how many scripts a report lists at most.
const MaxShares = 50

// Report returns what was counted of one script in a window, or of all of them
// together if script is zero.
func (r *Recorder) Report(ctx context.Context, w Window, script store.ID) (Report, error) {
	f, err := w.frame()
	if err != nil {
		return Report{}, err
	}
	until := r.options.Now().UTC().Truncate(f.step).Add(f.step)
	report := Report{Since: until.Add(-f.length), Until: until, Step: f.step}

	r.saving.RLock()
	defer r.saving.RUnlock()
	points := map[int64]*tally{}
	total := new(tally)
	err = r.read(ctx, store.StatQuery{Step: f.rows, Since: report.Since, Until: until, ScriptID: script},
		func(at time.Time, _ scriptID, t *tally) {
			into(points, at.Truncate(f.step).Unix()).merge(t)
			total.merge(t)
		})
	if err != nil {
		return Report{}, err
	}
	for at := report.Since; at.Before(until); at = at.Add(f.step) {
		report.Points = append(report.Points, Point{at, into(points, at.Unix()).counts()})
	}
	report.Total = total.counts()
	if script.IsZero() {
		report.Scripts, err = r.shares(ctx, report.Since.Truncate(f.each), until, f.each)
	}
	return report, err
}

func (r *Recorder) shares(ctx context.Context, since, until time.Time, step time.Duration) ([]Share, error) {
	sums := map[scriptID]*tally{}
	err := r.read(ctx, store.StatQuery{Step: step, Since: since, Until: until, EachScript: true},
		func(_ time.Time, script scriptID, t *tally) { into(sums, script).merge(t) })
	if err != nil {
		return nil, err
	}
	shares := make([]Share, 0, len(sums))
	for script, t := range sums {
		shares = append(shares, Share{script, t.counts()})
	}
	slices.SortFunc(shares, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Errors, a.Errors), cmp.Compare(b.Count, a.Count),
			slices.Compare(a.ScriptID[:], b.ScriptID[:]))
	})
	return shares[:min(len(shares), MaxShares)], nil
}

// read gives take all that a query selects: the rows of the store, and the
// minutes that are not in it yet.
func (r *Recorder) read(ctx context.Context, q store.StatQuery, take func(at time.Time, script scriptID, t *tally)) error {
	rows, err := r.keeper.ListStats(ctx, q)
	if err != nil {
		return err
	}
	for _, row := range rows {
		sketch, err := Decode(row.Durations)
		if err != nil {
			return fmt.Errorf("counts of %s: %w", row.Start.Format(time.RFC3339), err)
		}
		take(row.Start, row.ScriptID, &tally{row.Count, row.Errors, *sketch})
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	for start, parts := range r.pending {
		at := time.Unix(start, 0).UTC()
		if at.Before(q.Since) || !at.Before(q.Until) {
			continue
		}
		for script, t := range tallies(parts) {
			if script == q.ScriptID && !q.EachScript || q.EachScript && !script.IsZero() {
				take(at, script, t)
			}
		}
	}
	return nil
}

// into returns the tally with a key, which is added if there is none.
func into[K comparable](tallies map[K]*tally, key K) *tally {
	t := tallies[key]
	if t == nil {
		t = new(tally)
		tallies[key] = t
	}
	return t
}

func (t *tally) counts() Counts {
	return Counts{
		Count:  t.count,
		Errors: t.errors,
		P50:    t.sketch.Quantile(0.50),
		P95:    t.sketch.Quantile(0.95),
		P99:    t.sketch.Quantile(0.99),
	}
}
