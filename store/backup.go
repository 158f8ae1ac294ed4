package store

import (
	"context"
	"io"
)

// Backuper is implemented by stores that can copy their configuration while
// they are in use. Those that cannot come with tools of their own for it.
type Backuper interface {
	// Backup writes a consistent copy of everything but execution records and
	// counts, once it has opened it and read it through.
	Backup(ctx context.Context, w io.Writer) (Contents, error)
}

// Contents is what a copy of a configuration holds.
type Contents struct {
	Schema   int // the highest migration applied
	Revision int64
	Scripts  int
	Routes   int
}
