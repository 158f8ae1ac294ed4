package store

import "context"

// Following reads execution records in the order in which they were added.
// That is not the order of their ids: an execution gets its id when it starts
// and its record when it ends.
type Following interface {
	// ExecutionPosition returns the place of a record in that order. When the
	// record is gone it is that of the newest record before it by id, and 0,
	// the beginning, when there is none. The zero id asks for the end.
	ExecutionPosition(ctx context.Context, id ID) (int64, error)

	// FollowExecutions goes on from a position and returns those records that
	// q selects, oldest first. Limit is how many records it looks at, at most,
	// whether they are selected or not. Before is not heeded.
	FollowExecutions(ctx context.Context, q ExecutionQuery, after int64) (Followed, error)
}

// Followed is a step through the records in the order in which they were
// added.
type Followed struct {
	Executions []Execution

	// Next is the position behind what was looked at, to go on from, and End
	// that behind the last record there was: they are the same when there is
	// no more for now. Their difference is how many records there are in
	// between, and more only when some of them were deleted.
	Next, End int64
}
