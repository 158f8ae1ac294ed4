package process

import "syscall"

// yieldPriority makes the calling thread, and what it starts, come after the
// rest of this process when there is more work than processor time: a server
// whose scripts are busy still answers.
func yieldPriority() {
	const nice = 5
	// It cannot fail: lowering the priority is always allowed. If it did,
	// everything would work.
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, nice)
}
