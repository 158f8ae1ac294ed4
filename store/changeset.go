package store

import "context"

// ChangeSet is a set of changes that belong together. They are made in the
// order of the fields, deletions first.
type ChangeSet struct {
	// Revision is that of the Snapshot that the set was made for, and all that
	// was checked against it: nothing may have changed since.
	Revision int64

	DeleteRoutes  []ID
	DeleteScripts []ID // with their versions and routes

	CreateScripts []Script
	UpdateScripts []Script

	CreateRoutes []Route
	UpdateRoutes []Route // these may take each other's bindings
}

// Empty reports whether there is nothing to do.
func (c *ChangeSet) Empty() bool {
	return len(c.DeleteRoutes)+len(c.DeleteScripts)+len(c.CreateScripts)+
		len(c.UpdateScripts)+len(c.CreateRoutes)+len(c.UpdateRoutes) == 0
}

// Changes makes many changes at once.
type Changes interface {
	// Apply makes all changes of a set or none of them. What each of them needs
	// and does is what the method for one alone says, but routes are not
	// checked. ErrStale: the store is not at the set's revision any more.
	Apply(ctx context.Context, c ChangeSet) error
}
