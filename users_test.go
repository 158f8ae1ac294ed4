package picloud

import (
	"slices"
	"testing"
)

// One that ends would never come to rest while changes come all the time, and
// with it all that its config held would stay.
func TestUsers_LeaveThoseThatEnd(t *testing.T) {
	t.Parallel()
	var u users
	live, ending := &generation{ending: make(chan struct{})}, &generation{ending: make(chan struct{})}
	u.add(live)
	u.add(ending)
	ending.endStreams()
	if got := u.lease(); !slices.Equal(got, []*generation{live}) {
		t.Errorf("got %d leases, want that of the live one", len(got))
	}
	if live.n.Load() != 1 || ending.n.Load() != 0 {
		t.Errorf("%d and %d leases, want 1 and 0", live.n.Load(), ending.n.Load())
	}
}
