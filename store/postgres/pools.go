package postgres

import (
	"database/sql"

	"github.com/picloud/picloud/store"
)

var _ store.Pooled = (*Store)(nil)

// Pools implements store.Pooled.
func (s *Store) Pools() map[string]sql.DBStats {
	stat := s.pool.Stat()
	return map[string]sql.DBStats{"postgres": {
		MaxOpenConnections: int(stat.MaxConns()),
		OpenConnections:    int(stat.TotalConns()),
		InUse:              int(stat.AcquiredConns()),
		Idle:               int(stat.IdleConns()),
		WaitCount:          stat.EmptyAcquireCount(),
		WaitDuration:       stat.EmptyAcquireWaitTime(),
	}}
}
