package sqlite

import (
	"context"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

// ExecutionPosition implements store.Following.
func (s *Store) ExecutionPosition(ctx context.Context, id store.ID) (int64, error) {
	var at any
	if !id.IsZero() {
		at = blob(id)
	}
	position, err := sqlstore.ExecutionPosition(ctx, s.logs.read, at)
	return position, explain(ctx, err)
}

// FollowExecutions implements store.Following.
func (s *Store) FollowExecutions(ctx context.Context, q store.ExecutionQuery, after int64) (store.Followed, error) {
	if err := sqlstore.CheckSearch(q.Text); err != nil {
		return store.Followed{}, err
	}
	q.Before = store.ID{}
	f, err := sqlstore.FollowExecutions(ctx, s.logs.read, executionFilter(q), q, after)
	return f, explain(ctx, err)
}
