package sqlite

import (
	"database/sql"

	"github.com/picloud/picloud/store"
)

var _ store.Pooled = (*Store)(nil)

// Pools implements store.Pooled: one connection writes each file, and some read
// it.
func (s *Store) Pools() map[string]sql.DBStats {
	return map[string]sql.DBStats{
		"config_write": s.configData.write.Stats(),
		"config_read":  s.configData.read.Stats(),
		"logs_write":   s.logs.write.Stats(),
		"logs_read":    s.logs.read.Stats(),
	}
}
