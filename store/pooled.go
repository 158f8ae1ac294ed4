package store

import "database/sql"

// Pooled is implemented by stores that can tell how their connections to a
// database are doing.
type Pooled interface {
	// Pools returns the state of each pool, by a name that stays the same.
	Pools() map[string]sql.DBStats
}
