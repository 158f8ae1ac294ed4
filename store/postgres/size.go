package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// rowOverhead is what a record takes beside its values: a header, and its
	// places in the indexes.
	rowOverhead = 160

	// samplePages is about how many pages of a table are looked at to tell how
	// much is in it.
	samplePages = 500

	// compactAbove is how much a day must take on the disk to be compacted, and
	// compactMost how much may be left in it: adding records waits meanwhile.
	// compactLimit is how long one statement of it may take, and compactRetry
	// how long none is tried after one that failed.
	compactAbove = 8 << 20
	compactMost  = 128 << 20
	compactLimit = 30 * time.Second
	compactRetry = time.Hour
)

// ExecutionBytes implements store.Executions, by a sample of each day's pages:
// what the tables take on the disk does not shrink as records are deleted, but
// is used again.
func (s *Store) ExecutionBytes(ctx context.Context) (int64, error) {
	days, err := s.partitions(ctx)
	if err != nil {
		return 0, explain(ctx, err)
	}
	total := int64(0)
	for _, table := range append(tablesOf(days), defaultTable) {
		live, _, err := tableBytes(ctx, s.pool, table)
		if sqlState(err) == undefinedTable {
			continue // another node has dropped it
		}
		if err != nil {
			return 0, explain(ctx, err)
		}
		total += live
	}
	return total, nil
}

func tablesOf(days []partition) []string {
	var tables []string
	for _, p := range days {
		tables = append(tables, p.table)
	}
	return tables
}

// tableBytes returns how much the records of a table take, about, and what the
// table takes on the disk.
func tableBytes(ctx context.Context, q pgxQueryer, table string) (live, disk int64, err error) {
	var pages int64
	err = q.QueryRow(ctx, `
		SELECT pg_total_relation_size($1::regclass), pg_relation_size($1::regclass) / current_setting('block_size')::bigint`, table).
		Scan(&disk, &pages)
	if err != nil || pages == 0 {
		return 0, disk, err
	}
	percent := min(100, 100*samplePages/float64(pages))
	var sampled float64
	err = q.QueryRow(ctx, fmt.Sprintf(`
		SELECT coalesce(sum(pg_column_size(t) + %d), 0)::float8 FROM %s AS t TABLESAMPLE SYSTEM (%g)`, rowOverhead, table, percent)).
		Scan(&sampled)
	return int64(sampled * 100 / percent), disk, err
}

// worthCompacting reports whether most of what a table takes on the disk is
// empty, and the rest is soon written.
func worthCompacting(live, disk int64) bool {
	return disk >= max(compactAbove, 2*live) && live <= compactMost
}

// compact writes the records of a day that is over anew if that is worth it.
// Nobody reads them meanwhile, and so nobody adds records either: who does
// reads the last one of every day. When the table is in use, it is left for
// another time, and so it is when that fails, for want of space perhaps: it is
// no reason to keep old records.
func (r *retention) compact(ctx context.Context, p partition) {
	now := time.Now()
	if now.UnixNano() < r.store.compactFrom.Load() {
		return
	}
	if err := ignoreBusy(r.rewrite(withLimit(ctx, compactLimit), p)); err != nil && ctx.Err() == nil {
		r.store.compactFrom.Store(now.Add(compactRetry).UnixNano())
		r.store.logger.Warn("postgres: the space of deleted execution records is not given back for now",
			"table", p.table, "error", err)
	}
}

func (r *retention) rewrite(ctx context.Context, p partition) error {
	live, disk, err := tableBytes(ctx, r.store.pool, p.table)
	if err != nil || !worthCompacting(live, disk) {
		return err
	}
	return pgx.BeginFunc(ctx, r.store.pool, func(tx pgx.Tx) error {
		for _, statement := range []string{
			`SET LOCAL lock_timeout = '` + lockWait + `'`,
			`LOCK TABLE ` + p.table + ` IN ACCESS EXCLUSIVE MODE`,
			`CREATE TEMPORARY TABLE kept_executions ON COMMIT DROP AS SELECT * FROM ` + p.table,
			`TRUNCATE ` + p.table, // with the commit, the old file goes
			`INSERT INTO ` + p.table + ` SELECT * FROM kept_executions`,
		} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// ignoreBusy drops the errors that say that a table is gone, or in use.
func ignoreBusy(err error) error {
	switch sqlState(err) {
	case undefinedTable, lockNotAvailable, deadlockDetected:
		return nil
	}
	return err
}
