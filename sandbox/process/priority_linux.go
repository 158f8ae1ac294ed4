package process

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// yieldPriority makes the calling thread, and what it starts, come after the
// rest of this process when there is more work than processor time: a server
// whose scripts are busy still answers.
func yieldPriority() {
	const nice = 5
	// It cannot fail: lowering the priority is always allowed. If it did,
	// everything would work.
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, nice)
}

// relaxTimers lets the timers of the calling thread, and of what it starts, be
// late by a little. The Go runtime of a busy worker looks around as often as
// its timers let it, which costs more than many a script.
func relaxTimers() {
	const late = 500 * time.Microsecond
	// If it failed, everything would work, for a little more.
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(late.Nanoseconds()), 0, 0, 0)
}
