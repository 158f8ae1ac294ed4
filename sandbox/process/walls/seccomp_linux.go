//go:build linux && (386 || amd64 || arm || arm64 || riscv64)

package walls

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// threadFlags are what clone is given to start a thread, by Go and by the C
// libraries. Nothing else may be in it: without CLONE_THREAD it makes a
// process, and other flags make namespaces.
const (
	threadMust  = unix.CLONE_VM | unix.CLONE_THREAD
	threadFlags = threadMust | unix.CLONE_FS | unix.CLONE_FILES | unix.CLONE_SIGHAND | unix.CLONE_SYSVSEM |
		unix.CLONE_SETTLS | unix.CLONE_PARENT_SETTID | unix.CLONE_CHILD_CLEARTID | unix.CLONE_DETACHED
)

// rules are the calls that a worker may make: what the Go runtime needs to
// compute, and reading and writing what is open already. Those that are made
// for every request have no checks, so that the kernel remembers its answer
// and they cost nothing.
func rules(pid int) []rule {
	var rules []rule
	for _, call := range append(freeCalls(), archCalls()...) {
		rules = append(rules, rule{call: call, action: allow})
	}
	self := uint32(pid)
	return append(rules,
		rule{unix.SYS_CLONE, []check{all(0, threadMust), only(0, threadFlags)}, allow},
		// Its flags lie in memory, where a filter cannot look. Libraries that
		// are told it is absent use clone.
		rule{unix.SYS_CLONE3, nil, absent},
		// Shared memory, and what grows by itself, does not count as data.
		rule{mmapCall, []check{without(2, unix.PROT_EXEC), without(3, unix.MAP_SHARED|unix.MAP_GROWSDOWN)}, allow},
		rule{unix.SYS_MPROTECT, []check{without(2, unix.PROT_EXEC)}, allow},
		// The runtime interrupts its own threads.
		rule{unix.SYS_TGKILL, []check{is(0, self)}, allow},
		rule{unix.SYS_FCNTL, []check{is(1, unix.F_GETFL)}, allow},
		// The runtime names its memory.
		rule{unix.SYS_PRCTL, []check{is(0, unix.PR_SET_VMA), is(1, unix.PR_SET_VMA_ANON_NAME)}, allow},
		// These two are for LimitMemory, and seal takes them away.
		rule{unix.SYS_PRLIMIT64, []check{is(0, 0), is(1, unix.RLIMIT_DATA)}, allow},
		rule{unix.SYS_SECCOMP, []check{is(0, unix.SECCOMP_SET_MODE_FILTER), is(1, unix.SECCOMP_FILTER_FLAG_TSYNC)}, allow},
	)
}

// freeCalls are allowed whatever their arguments are, on every architecture.
func freeCalls() []uint32 {
	return []uint32{
		unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_CLOSE,
		unix.SYS_FUTEX, unix.SYS_EPOLL_PWAIT, unix.SYS_EPOLL_CTL,
		unix.SYS_MUNMAP, unix.SYS_MADVISE, unix.SYS_BRK,
		unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
		unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_RESTART_SYSCALL,
		unix.SYS_GETTID, unix.SYS_GETPID, unix.SYS_SCHED_YIELD, unix.SYS_NANOSLEEP,
		unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_GETRES, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_GETTIMEOFDAY,
		unix.SYS_GETRANDOM, unix.SYS_RSEQ, unix.SYS_SET_ROBUST_LIST,
	}
}

// raiseFilter raises the filter and makes sure that it works.
func raiseFilter() error {
	if err := newProgram(rules(os.Getpid()), deny).install(); err != nil {
		return err
	}
	// This one always succeeds without a filter, and harms nobody.
	if _, _, errno := unix.RawSyscall(unix.SYS_GETPPID, 0, 0, 0); errno != unix.EPERM {
		return errors.New("seccomp: the filter was accepted but is not in effect")
	}
	return nil
}

// seal takes away what LimitMemory needed. Filters add up: the strictest
// answer counts. Without a kernel that has filters it does nothing.
func seal() error {
	rules := []rule{
		{call: unix.SYS_PRLIMIT64, action: deny},
		{call: unix.SYS_SECCOMP, action: deny},
	}
	err := newProgram(rules, allow).install()
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("seal the limits: %w", err)
	}
	return nil
}
