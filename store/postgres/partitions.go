package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/store"
)

// The records of a day, in UTC, are in a partition that is named for it.
// Partitions are made some days ahead, so that nodes whose clocks are fast and
// days without a node that makes any leave nothing to the default partition.
const (
	day          = 24 * time.Hour
	daysAhead    = 7
	dayForm      = "20060102"
	dayPrefix    = executionTable + "_"
	defaultTable = executionTable + "_default"

	partitionsEvery = time.Hour
	partitionsRetry = time.Minute

	// partitionLock is the advisory lock of who makes partitions.
	partitionLock = 0x5069436c<<32 | 2

	// lockWait is how long a statement that would hold up others waits for
	// its turn, in PostgreSQL's words, and maintenanceLimit how long one may
	// take that reads or moves a day's records.
	lockWait         = "1s"
	maintenanceLimit = 5 * time.Minute
)

// partition holds the records whose ids were made on one day.
type partition struct {
	table string
	day   time.Time
}

func partitionOf(t time.Time) partition {
	t = t.UTC().Truncate(day)
	return partition{table: dayPrefix + t.Format(dayForm), day: t}
}

// first and end are the bounds of its ids; the second is exclusive.
func (p partition) first() store.ID { return store.FirstIDAt(p.day) }
func (p partition) end() store.ID   { return store.FirstIDAt(p.day.Add(day)) }

// keepPartitions makes partitions ahead of the time until the store closes.
func (s *Store) keepPartitions() {
	wait := partitionsRetry // Open has tried
	for {
		select {
		case <-s.life.Done():
			return
		case <-time.After(wait):
		}
		wait = partitionsEvery
		if err := s.addPartitions(s.life, s.Now()); err != nil && s.life.Err() == nil {
			wait = partitionsRetry
			s.logger.Warn("postgres: partitions for the coming days cannot be made", "error", err)
		}
	}
}

// addPartitions makes the partitions from the day before now on that do not
// exist. The day before is for records that were queued over midnight.
func (s *Store) addPartitions(ctx context.Context, now time.Time) error {
	existing, err := s.partitions(ctx)
	if err != nil {
		return explain(ctx, err)
	}
	have := map[string]bool{}
	for _, p := range existing {
		have[p.table] = true
	}
	for i := -1; i <= daysAhead; i++ {
		p := partitionOf(now.Add(time.Duration(i) * day))
		if have[p.table] {
			continue
		}
		if err := s.addPartition(ctx, p); err != nil {
			return fmt.Errorf("partition %s: %w", p.table, explain(ctx, err))
		}
	}
	return nil
}

// addPartition makes one partition and moves into it what the default partition
// has of it. The default partition is locked meanwhile, and so records are
// neither read nor added; it has next to none.
func (s *Store) addPartition(ctx context.Context, p partition) error {
	ctx = withLimit(ctx, maintenanceLimit)
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL lock_timeout = '`+lockWait+`'`); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(partitionLock)); err != nil {
			return err
		}
		var exists bool
		err := tx.QueryRow(ctx, `SELECT to_regclass($1) IS NOT NULL`, p.table).Scan(&exists)
		if err != nil || exists {
			return err
		}
		for _, statement := range []string{
			`CREATE TABLE ` + p.table + ` (LIKE ` + executionTable + ` INCLUDING ALL)`,
			`LOCK TABLE ` + defaultTable + ` IN ACCESS EXCLUSIVE MODE`,
			fmt.Sprintf(`
				WITH moved AS (DELETE FROM %s WHERE id >= '%s' AND id < '%s' RETURNING *)
				INSERT INTO %s SELECT * FROM moved`, defaultTable, p.first(), p.end(), p.table),
			fmt.Sprintf(`ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')`,
				executionTable, p.table, p.first(), p.end()),
		} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// partitions returns those of days, the oldest first.
func (s *Store) partitions(ctx context.Context) ([]partition, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT c.relname::text FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
		WHERE i.inhparent = to_regclass($1) ORDER BY c.relname`, executionTable)
	if err != nil {
		return nil, err
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	var list []partition
	for _, table := range tables {
		t, err := time.Parse(dayPrefix+dayForm, table)
		if err != nil {
			continue // the default partition, or one that somebody else made
		}
		list = append(list, partition{table: table, day: t})
	}
	return list, nil
}
