package process

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// yieldPriority makes the calling thread, and what it starts, come after the
// rest of this process when there is more work than processor time: a server
// whose scripts are busy still answers. Nor do they take the processor from a
// thread that runs, such as the one that has just sent them a call and is about
// to send more: what they then find, they do at once.
func yieldPriority() {
	attr := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_BATCH, Nice: 5}
	if unix.SchedSetAttr(0, &attr, 0) == nil {
		return
	}
	// It cannot fail: lowering the priority is always allowed. If it did,
	// everything would work.
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, int(attr.Nice))
}

// relaxTimers lets the timers of the calling thread, and of what it starts, be
// late by a little. The Go runtime of a busy worker looks around as often as
// its timers let it, which costs more than many a script.
func relaxTimers() {
	const late = 500 * time.Microsecond
	// If it failed, everything would work, for a little more.
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(late.Nanoseconds()), 0, 0, 0)
}
