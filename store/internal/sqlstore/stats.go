package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/picloud/picloud/store"
)

// Stats implements store.Stats on a table that the migrations made. It is safe
// for concurrent use. Its fields are those of DB.
type Stats struct {
	Read, Write *sql.DB
	Classify    func(error) error
}

var _ store.Stats = (*Stats)(nil)

// Ids are text here, so that all scripts together, the zero ID, can be part of
// a key.
const (
	insertStats = `
		INSERT INTO execution_stats (step_s, start_s, script_id, run_id, executions, errors, durations)
		VALUES `
	replaceStats = `
		ON CONFLICT (step_s, start_s, script_id, run_id) DO UPDATE SET
			executions = excluded.executions, errors = excluded.errors, durations = excluded.durations`

	selectStats = `
		SELECT step_s, start_s, script_id, run_id, executions, errors, durations
		FROM execution_stats`

	deleteStats = `DELETE FROM execution_stats WHERE step_s = $1 AND start_s < $2`
)

// putStep is how many rows one statement writes: each takes a round trip.
const putStep = 200

// PutStats implements store.Stats.
func (s *Stats) PutStats(ctx context.Context, rows []store.Stat) error {
	if len(rows) == 0 {
		return nil
	}
	err := transact(ctx, s.Write, nil, func(tx *sql.Tx) error {
		for some := range slices.Chunk(latest(rows), putStep) {
			var w Where // for its arguments
			var query strings.Builder
			query.WriteString(insertStats)
			for i, r := range some {
				if i > 0 {
					query.WriteString(`, `)
				}
				fmt.Fprintf(&query, `(%s, %s, %s, %s, %s, %s, %s)`,
					w.Arg(seconds(r.Step)), w.Arg(r.Start.Unix()), w.Arg(r.ScriptID.String()), w.Arg(r.Run.String()),
					w.Arg(r.Count), w.Arg(r.Errors), w.Arg(r.Durations))
			}
			query.WriteString(replaceStats)
			if _, err := tx.ExecContext(ctx, query.String(), w.Args()...); err != nil {
				return fmt.Errorf("counts of %s: %w", some[0].Start.Format(time.RFC3339), err)
			}
		}
		return nil
	})
	return Explain(ctx, err, s.Classify)
}

// latest returns the rows without those that later ones replace, which no
// statement may do.
func latest(rows []store.Stat) []store.Stat {
	type key struct {
		step        time.Duration
		start       int64
		script, run store.ID
	}
	last := make(map[key]int, len(rows))
	for i, r := range rows {
		last[key{r.Step, r.Start.Unix(), r.ScriptID, r.Run}] = i
	}
	if len(last) == len(rows) {
		return rows
	}
	kept := make([]store.Stat, 0, len(last))
	for _, i := range slices.Sorted(maps.Values(last)) {
		kept = append(kept, rows[i])
	}
	return kept
}

// ListStats implements store.Stats.
func (s *Stats) ListStats(ctx context.Context, q store.StatQuery) ([]store.Stat, error) {
	var where Where
	where.Add(`step_s = `, where.Arg(seconds(q.Step)))
	where.Add(`start_s >= `, where.Arg(q.Since.Unix()))
	where.Add(`start_s < `, where.Arg(q.Until.Unix()))
	if q.EachScript {
		where.Add(`script_id <> ''`)
	} else {
		where.Add(`script_id = `, where.Arg(q.ScriptID.String()))
	}
	rows, err := Collect(ctx, s.Read, scanStat, selectStats+where.String()+` ORDER BY start_s, script_id, run_id`, where.Args()...)
	return rows, Explain(ctx, err, s.Classify)
}

// DeleteStats implements store.Stats.
func (s *Stats) DeleteStats(ctx context.Context, step time.Duration, before time.Time) error {
	_, err := s.Write.ExecContext(ctx, deleteStats, seconds(step), before.Unix())
	return Explain(ctx, err, s.Classify)
}

func scanStat(row Scanner) (store.Stat, error) {
	var r store.Stat
	var step, start int64
	var script, run string
	if err := row.Scan(&step, &start, &script, &run, &r.Count, &r.Errors, &r.Durations); err != nil {
		return store.Stat{}, err
	}
	r.Step = time.Duration(step) * time.Second
	r.Start = time.Unix(start, 0).UTC()
	if script != "" {
		id, err := store.ParseID(script)
		if err != nil {
			return store.Stat{}, fmt.Errorf("counts of %s: script: %w", r.Start.Format(time.RFC3339), err)
		}
		r.ScriptID = id
	}
	id, err := store.ParseID(run)
	if err != nil {
		return store.Stat{}, fmt.Errorf("counts of %s: run: %w", r.Start.Format(time.RFC3339), err)
	}
	r.Run = id
	return r, nil
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }
