package postgres

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// clockSlack is how far the clocks of a node and of the database may be apart
// without it mattering: the node then goes by its own.
const clockSlack = time.Second

// sharedClock is the time that all nodes agree on: that of the database, which
// is learnt whenever it is asked for the revision. In between, it goes on with
// the clock of the node.
type sharedClock struct {
	local  func() time.Time
	logger *slog.Logger
	ahead  atomic.Int64 // nanoseconds that the database is ahead of the node
}

func (c *sharedClock) init(local func() time.Time, logger *slog.Logger) {
	if local == nil {
		local = time.Now
	}
	c.local, c.logger = local, logger
}

// Now implements store.Clocked.
func (c *sharedClock) Now() time.Time { return c.local().Add(time.Duration(c.ahead.Load())) }

// learn takes what the database said was the time, in microseconds since 1970,
// between a moment and now. The longer that took, the less it tells.
func (c *sharedClock) learn(micros int64, asked time.Time) {
	half := time.Since(asked) / 2
	slack := clockSlack + half
	ahead := time.UnixMicro(micros).Sub(c.local().Add(-half))
	if (ahead - time.Duration(c.ahead.Load())).Abs() < slack {
		return
	}
	if ahead.Abs() < slack {
		ahead = 0
	}
	c.ahead.Store(int64(ahead))
	if ahead == 0 {
		c.logger.Info("postgres: the clocks of this node and of the database agree again")
		return
	}
	c.logger.Warn("postgres: the clock of this node is wrong, or that of the database: what nodes have to agree on goes by the database",
		"database_ahead", ahead.Round(time.Millisecond).String())
}

// Revision implements store.Store, and looks at the database's clock.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	var revision, micros int64
	asked := time.Now()
	err := s.config.Read.QueryRowContext(ctx, `
		SELECT revision, `+clock+` FROM revisions WHERE name = 'table'`).Scan(&revision, &micros)
	if err != nil {
		return 0, explain(ctx, err)
	}
	s.learn(micros, asked)
	return revision, nil
}
