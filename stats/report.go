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

	points := map[int64]*tally{}
	err = r.read(ctx, store.StatQuery{Step: f.rows, Since: report.Since, Until: until, ScriptID: script},
		func(at time.Time, _ scriptID) *tally { return into(points, at.Truncate(f.step).Unix()) })
	if err != nil {
		return Report{}, err
	}
	total := new(tally)
	for at := report.Since; at.Before(until); at = at.Add(f.step) {
		t := into(points, at.Unix())
		report.Points = append(report.Points, Point{at, t.counts()})
		total.merge(t)
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
		func(_ time.Time, script scriptID) *tally { return into(sums, script) })
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

// read adds all that a query selects to the tallies that to returns: the rows of
// the store, and what is not in it yet.
func (r *Recorder) read(ctx context.Context, q store.StatQuery, to func(at time.Time, script scriptID) *tally) error {
	var rows []store.Stat
	for {
		r.mu.Lock()
		saves := r.saves
		r.mu.Unlock()
		stored, err := r.keeper.ListStats(ctx, q)
		if err != nil {
			return err
		}
		r.mu.Lock()
		if saves != r.saves { // what was written meanwhile may be in neither
			r.mu.Unlock()
			continue
		}
		rows = r.current(stored, q)
		for start, parts := range r.pending {
			at := time.Unix(start, 0).UTC()
			for script, t := range tallies(parts) {
				if selects(q, at, script) {
					to(at, script).merge(t)
				}
			}
		}
		r.mu.Unlock()
		break
	}
	for _, row := range rows {
		t := to(row.Start, row.ScriptID)
		t.count += row.Count
		t.errors += row.Errors
		if err := t.sketch.addEncoded(row.Durations); err != nil {
			return fmt.Errorf("counts of %s: %w", row.Start.Format(time.RFC3339), err)
		}
	}
	return nil
}

// current puts the unsaved rows in the place of those in the store, which are
// as they were before. The caller holds the lock.
func (r *Recorder) current(stored []store.Stat, q store.StatQuery) []store.Stat {
	if len(r.unsaved) == 0 {
		return stored
	}
	rows := slices.DeleteFunc(stored, func(row store.Stat) bool {
		_, unsaved := r.unsaved[rowKey{row.Step, row.Start.Unix(), row.ScriptID}]
		return unsaved && row.Run == r.run
	})
	for key, row := range r.unsaved {
		if key.step == q.Step && selects(q, row.Start, row.ScriptID) {
			rows = append(rows, row)
		}
	}
	return rows
}

// selects reports whether a query, whatever its step, selects a time and script.
func selects(q store.StatQuery, at time.Time, script scriptID) bool {
	if at.Before(q.Since) || !at.Before(q.Until) {
		return false
	}
	if q.EachScript {
		return !script.IsZero()
	}
	return script == q.ScriptID
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
		P50:    t.sketch.quantile(0.50),
		P95:    t.sketch.quantile(0.95),
		P99:    t.sketch.quantile(0.99),
	}
}
