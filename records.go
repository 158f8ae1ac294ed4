package picloud

import (
	"context"
	"fmt"
	"time"

	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/stats"
	"github.com/picloud/picloud/store"
)

// records is where a backend's executions and their counts go: into its store
// as soon as that is open. Until then it is as if the store could not be
// reached.
type records struct{ backend *backend }

func (r records) opened() (*openedStore, error) {
	opened := r.backend.opened.Load()
	if opened == nil {
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, r.backend.notReady())
	}
	return opened, nil
}

// AppendExecutions implements logsink.Writer.
func (r records) AppendExecutions(ctx context.Context, batch []store.Execution) error {
	o, err := r.opened()
	if err != nil {
		return err
	}
	return o.keeper.AppendExecutions(ctx, batch)
}

// PutStats implements stats.Keeper.
func (r records) PutStats(ctx context.Context, rows []store.Stat) error {
	o, err := r.opened()
	if err != nil {
		return err
	}
	return o.store.PutStats(ctx, rows)
}

// ListStats implements stats.Keeper.
func (r records) ListStats(ctx context.Context, q store.StatQuery) ([]store.Stat, error) {
	o, err := r.opened()
	if err != nil {
		return nil, err
	}
	return o.store.ListStats(ctx, q)
}

// DeleteStats implements stats.Keeper.
func (r records) DeleteStats(ctx context.Context, step time.Duration, before time.Time) error {
	o, err := r.opened()
	if err != nil {
		return err
	}
	return o.store.DeleteStats(ctx, step, before)
}

// Interface guards
var (
	_ logsink.Writer = records{}
	_ stats.Keeper   = records{}
)
