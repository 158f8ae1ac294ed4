package store

import (
	"context"
	"time"
)

// Node is a process that serves what a store holds.
type Node struct {
	ID        ID
	Name      string // not unique
	Version   string // of PiCloud
	Role      string
	Walls     []string // the names of those that stand around its scripts
	Revision  int64    // of the Snapshot that it serves
	StartedAt time.Time

	// SeenAt is when it was kept last, and Age how long ago that is: both by
	// the store's clock, which all nodes share.
	SeenAt time.Time
	Age    time.Duration
}

// Nodes keeps the nodes that serve what the store holds. They are no part of a
// Snapshot, and keeping them raises no revision.
type Nodes interface {
	// KeepNode adds a node, or replaces what is known of it, and notes that it
	// was seen now. SeenAt and Age are not the caller's.
	KeepNode(ctx context.Context, n Node) error

	// ListNodes returns the nodes, by name and id.
	ListNodes(ctx context.Context) ([]Node, error)

	// DeleteNode forgets a node, if it is known.
	DeleteNode(ctx context.Context, id ID) error

	// DeleteStaleNodes forgets the nodes that were not seen for so long. Zero
	// forgets all.
	DeleteStaleNodes(ctx context.Context, age time.Duration) error
}
