package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

// deleteStep is how many records one transaction deletes, and vacuumStep how
// many pages one gives back to the system: some ten milliseconds each.
const (
	deleteStep = 1000
	vacuumStep = 500
)

// journalUsual is how long a journal gets as long as nobody reads for long: it
// is begun anew after a thousand pages.
const journalUsual = 4 << 20

// deleteBetween deletes records between two ids: with $4, only those of
// successes.
const deleteBetween = `
	DELETE FROM execution_logs WHERE id IN (
		SELECT id FROM execution_logs
		WHERE id >= $1 AND id <= $2 AND started_at < $3
			AND (NOT $4 OR ` + sqlstore.Succeeded + ` AND added < (SELECT max(added) FROM execution_logs))
		ORDER BY id LIMIT $5)`

// DeleteExecutions implements store.Executions.
func (s *Store) DeleteExecutions(ctx context.Context, age store.ExecutionAge, limit int) (int, error) {
	deleted := 0
	var from []byte // what is older is not to be deleted
	for deleted < limit {
		step := min(limit-deleted, deleteStep)
		n, last, err := s.deleteStep(ctx, age, from, step)
		deleted += n
		if err != nil || n == 0 {
			return deleted, explain(ctx, err)
		}
		from = last
		if err := s.giveBack(ctx); err != nil {
			return deleted, explain(ctx, err)
		}
		if n < step {
			break
		}
	}
	return deleted, nil
}

// deleteStep deletes in one transaction, and returns the last id it came to.
// What to delete is looked for before: records can be added meanwhile.
func (s *Store) deleteStep(ctx context.Context, age store.ExecutionAge, from []byte, limit int) (n int, last []byte, err error) {
	where := sqlstore.ExpiredFilter(age, func(id store.ID) any { return blob(id) })
	if from != nil {
		where.Add(`id > `, where.Arg(from))
	}
	var first []byte
	err = s.logs.read.QueryRowContext(ctx, `
		SELECT min(id), max(id) FROM (
			SELECT id FROM execution_logs`+where.String()+` ORDER BY id LIMIT `+where.Arg(limit)+`)`, where.Args()...).
		Scan(&first, &last)
	if err != nil || first == nil {
		return 0, nil, err
	}
	result, err := s.logs.write.ExecContext(ctx, deleteBetween, first, last, age.Before.UnixMicro(), age.Successes, limit)
	if err != nil {
		return 0, nil, err
	}
	deleted, err := result.RowsAffected()
	return int(deleted), last, err
}

// giveBack makes the file smaller by the pages that nothing is in.
func (s *Store) giveBack(ctx context.Context) error {
	for {
		if _, err := s.logs.write.ExecContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, vacuumStep)); err != nil {
			return err
		}
		var free int
		if err := s.logs.write.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&free); err != nil {
			return err
		}
		if free == 0 {
			return nil
		}
	}
}

// ExecutionBytes implements store.Executions: the pages in use but for those of
// the counts, and the usual part of the journal.
func (s *Store) ExecutionBytes(ctx context.Context) (int64, error) {
	var bytes int64
	err := s.logs.read.QueryRowContext(ctx, `
		SELECT (count.page_count - free.freelist_count) * size.page_size
		FROM pragma_page_count AS count, pragma_freelist_count AS free, pragma_page_size AS size`).Scan(&bytes)
	if err != nil {
		return 0, explain(ctx, err)
	}
	counts, err := s.statBytes(ctx)
	if err != nil {
		return 0, explain(ctx, err)
	}
	bytes -= counts
	journal, err := os.Stat(s.logsPath + "-wal")
	switch {
	case err == nil:
		bytes += min(journal.Size(), journalUsual)
	case !errors.Is(err, fs.ErrNotExist):
		return 0, fmt.Errorf("size of the logs: %w", err)
	}
	return max(bytes, 0), nil
}

// statBytes returns how much space the counts take. Telling takes reading all
// of them, and so it is remembered until they change, once a minute.
func (s *Store) statBytes(ctx context.Context) (int64, error) {
	if bytes := s.countBytes.Load(); bytes > 0 {
		return bytes, nil
	}
	var bytes int64
	err := s.logs.read.QueryRowContext(ctx, `
		SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = 1 AND name = 'execution_stats'`).Scan(&bytes)
	if err == nil {
		s.countBytes.Store(bytes)
	}
	return bytes, err
}

// PutStats implements store.Stats.
func (s *Store) PutStats(ctx context.Context, rows []store.Stat) error {
	defer s.countBytes.Store(0)
	return s.counts.PutStats(ctx, rows)
}

// DeleteStats implements store.Stats.
func (s *Store) DeleteStats(ctx context.Context, step time.Duration, before time.Time) error {
	defer s.countBytes.Store(0)
	return s.counts.DeleteStats(ctx, step, before)
}
