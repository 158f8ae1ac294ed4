package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/store/internal/sqlstore"
)

// togetherTries is how often queries are sent whose connection ends.
const togetherTries = 3

// together sends queries that see one moment in one go: every node reads
// everything after each change, and on machines that are busy it is the number
// of answers to wait for that takes the time.
func (s *Store) together(ctx context.Context, readings []sqlstore.Reading) error {
	for try := 1; ; try++ {
		err := s.sendTogether(ctx, readings)
		if err == nil || try == togetherTries || !s.retry(err, false) {
			return explain(ctx, err)
		}
		select {
		case <-ctx.Done():
			return explain(ctx, err)
		case <-time.After(listenRetryMin):
		}
	}
}

// togetherLimit is how long all answers may take together. Each of them, and
// each row, is waited for as long as for other statements: a database that has
// frozen is noticed, and much to read over a slow line is read.
const togetherLimit = time.Minute

func (s *Store) sendTogether(ctx context.Context, readings []sqlstore.Reading) (err error) {
	ctx, cancel := context.WithCancelCause(withLimit(ctx, togetherLimit))
	defer cancel(nil)
	patience := s.config.Patience // for a connection, and as much again for the first answer
	silence := time.AfterFunc(2*patience, func() { cancel(context.DeadlineExceeded) })
	defer silence.Stop()
	defer func() {
		if err != nil && errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
			err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
		}
	}()

	batch := new(pgx.Batch)
	batch.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	for _, r := range readings {
		batch.Queue(r.Query)
	}
	batch.Queue(`COMMIT`)
	results := s.pool.SendBatch(ctx, batch)
	defer func() { err = errors.Join(err, results.Close()) }()

	if _, err := results.Exec(); err != nil {
		return err
	}
	for _, r := range readings {
		rows, err := results.Query()
		if err != nil {
			return err
		}
		err = r.Take(patientRows{rows, silence, patience})
		rows.Close()
		if err = errors.Join(err, rows.Err()); err != nil {
			return err
		}
	}
	_, err = results.Exec()
	return err
}

// patientRows begin to wait anew for each row.
type patientRows struct {
	pgx.Rows
	silence  *time.Timer
	patience time.Duration
}

// Next implements sqlstore.Rows.
func (r patientRows) Next() bool {
	r.silence.Reset(r.patience)
	return r.Rows.Next()
}
