package store

import "context"

// Watcher is implemented by stores that other processes can change too.
type Watcher interface {
	// Revisions tells of the revisions that changes make, from whichever
	// process: first the one there is, then each that follows soon after it is
	// committed. A revision that nobody has received when the next one is
	// there is skipped, so a receiver reads a Snapshot for each it gets.
	//
	// A revision is sent again when the database may be another one than
	// before, such as a standby that took over: what was lost with the old one
	// may have had the same revision.
	//
	// The channel is closed when the context ends or the store closes. While
	// the store cannot be reached nothing is sent.
	Revisions(ctx context.Context) <-chan int64
}
