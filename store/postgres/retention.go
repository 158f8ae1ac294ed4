package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

// deleteStep is how many records one statement deletes: some thirty
// milliseconds.
const deleteStep = 5000

// errNotDroppable is why a partition is not dropped as a whole.
var errNotDroppable = errors.New("it holds more than may be deleted")

// DeleteExecutions implements store.Executions. Days that are over and that lie
// before the time as a whole are dropped with their partitions, if the limit
// has room for all of their records: a call with a high limit is much faster
// than many with a low one. Nodes may call it at the same time.
func (s *Store) DeleteExecutions(ctx context.Context, age store.ExecutionAge, limit int) (int, error) {
	limit = max(limit, 0)
	r := &retention{store: s, age: age, left: limit}
	err := r.run(ctx)
	return limit - r.left, explain(ctx, err)
}

// retention is one call of DeleteExecutions.
type retention struct {
	store *Store
	age   store.ExecutionAge
	left  int // how many more may be deleted
}

func (r *retention) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.left == 0 {
		return nil
	}
	days, err := r.store.partitions(ctx)
	if err != nil {
		return err
	}
	over := r.store.Now().Add(-day)
	for _, p := range days {
		if p.day.After(r.age.Before.Add(sqlstore.IDSlack)) {
			break
		}
		// What is older than the day and has no partition comes first.
		if err := r.deleteRows(ctx, defaultTable, p.first()); err != nil || r.left == 0 {
			return err
		}
		if p.day.Before(over) && !p.day.Add(day+sqlstore.IDSlack).After(r.age.Before) {
			err := r.drop(ctx, p)
			if err == nil {
				continue
			}
			// A reader that holds the table up is no reason to keep records.
			if state := sqlState(err); !errors.Is(err, errNotDroppable) && state != lockNotAvailable && state != deadlockDetected {
				return err
			}
		}
		if err := r.deleteRows(ctx, p.table, store.ID{}); err != nil || r.left == 0 {
			return err
		}
		if p.day.Before(over) {
			r.compact(ctx, p)
		}
	}
	return r.deleteRows(ctx, defaultTable, store.ID{})
}

// deleteRows deletes the records of one table that are old enough, in steps.
// Unless bound is zero, their ids are below it.
func (r *retention) deleteRows(ctx context.Context, table string, bound store.ID) error {
	where := r.expired()
	if !bound.IsZero() {
		where.Add(`id < `, where.Arg(bound))
	}
	limit := where.Arg(nil)
	query := fmt.Sprintf(`
		DELETE FROM %[1]s WHERE ctid = ANY (ARRAY(
			SELECT ctid FROM %[1]s%[2]s
			ORDER BY id LIMIT %[3]s FOR UPDATE SKIP LOCKED))`, table, where, limit)
	args := where.Args()
	for r.left > 0 {
		step := min(r.left, deleteStep)
		args[len(args)-1] = int64(step)
		tag, err := r.store.pool.Exec(ctx, query, args...)
		switch {
		case sqlState(err) == undefinedTable:
			return nil // another node has dropped it
		case err != nil:
			return err
		}
		n := int(tag.RowsAffected())
		r.left -= n
		if n < step {
			break
		}
	}
	return nil
}

// expired is the condition for what may be deleted.
func (r *retention) expired() *sqlstore.Where {
	return sqlstore.ExpiredFilter(r.age, func(id store.ID) any { return id })
}

// drop drops a partition if all of its records may be deleted. Nobody adds or
// deletes any while they are counted.
func (r *retention) drop(ctx context.Context, p partition) error {
	ctx = withLimit(ctx, maintenanceLimit)
	if _, err := r.count(ctx, r.store.pool, p); err != nil {
		if sqlState(err) == undefinedTable {
			return nil
		}
		return err
	}
	counted := 0
	err := pgx.BeginFunc(ctx, r.store.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL lock_timeout = '`+lockWait+`'`); err != nil {
			return err
		}
		// Who adds records locks the parent first, and who deletes some the
		// partition alone.
		if _, err := tx.Exec(ctx, `LOCK TABLE ONLY `+executionTable+`, `+p.table+` IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		var err error
		if counted, err = r.count(ctx, tx, p); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DROP TABLE `+p.table)
		return err
	})
	if sqlState(err) == undefinedTable {
		return nil
	}
	if err == nil {
		r.left -= counted
	}
	return err
}

// count returns how many records a partition has, or errNotDroppable.
func (r *retention) count(ctx context.Context, q pgxQueryer, p partition) (int, error) {
	keep := fmt.Sprintf(`started_at >= %d`, r.age.Before.UnixMicro())
	if r.age.Successes {
		keep += ` OR NOT (` + sqlstore.Succeeded + `) OR added >= (SELECT max(added) FROM ` + executionTable + `)`
	}
	var n, kept int64
	err := q.QueryRow(ctx, `
		SELECT count(*), count(*) FILTER (WHERE `+keep+`)
		FROM (SELECT * FROM `+p.table+` LIMIT $1) AS counted`, int64(r.left)+1).Scan(&n, &kept)
	switch {
	case err != nil:
		return 0, err
	case n > int64(r.left) || kept > 0:
		return 0, errNotDroppable
	}
	return int(n), nil
}
