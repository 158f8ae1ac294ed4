package walls

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	// idleRoom is what a worker may grow by before it has a script. Taken from
	// the limit that Apply sets, it leaves the size that the worker had then,
	// which LimitMemory can no longer look up.
	idleRoom = 256 << 20

	// Threads are counted per user, so a user that is not only for workers
	// needs more of them.
	ownUserThreads    = 4096
	sharedUserThreads = 16384
)

// limitResources sets the limits that do not depend on a script, for a worker
// whose data has the given size.
func limitResources(o Options, size uint64) error {
	threads := uint64(sharedUserThreads)
	if o.UID != 0 {
		threads = ownUserThreads
	}
	free, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return fmt.Errorf("eventfd: %w", err)
	}
	_ = unix.Close(free) // only its number matters: the first that is free
	limits := []struct {
		name     string
		resource int
		value    uint64
	}{
		{"RLIMIT_CORE", unix.RLIMIT_CORE, 0},
		{"RLIMIT_FSIZE", unix.RLIMIT_FSIZE, 0},
		{"RLIMIT_MEMLOCK", unix.RLIMIT_MEMLOCK, 0},
		{"RLIMIT_NPROC", unix.RLIMIT_NPROC, threads},
		{"RLIMIT_NOFILE", unix.RLIMIT_NOFILE, uint64(free)},
	}
	for _, l := range limits {
		if err := lower(l.resource, l.value); err != nil {
			return fmt.Errorf("%s: %w", l.name, err)
		}
	}
	return limitIdle(size + idleRoom)
}

// limitIdle bounds the data of a worker without a script. The hard limit stays
// for LimitMemory to set.
func limitIdle(value uint64) error {
	var limit unix.Rlimit
	if err := unix.Prlimit(0, unix.RLIMIT_DATA, nil, &limit); err != nil {
		return fmt.Errorf("RLIMIT_DATA: %w", err)
	}
	if limit.Max < value {
		return errors.New("RLIMIT_DATA: the server's own limit (ulimit -d) leaves workers no room")
	}
	limit.Cur = value
	if err := unix.Prlimit(0, unix.RLIMIT_DATA, &limit, nil); err != nil {
		return fmt.Errorf("RLIMIT_DATA: %w", err)
	}
	return nil
}

// lower sets a limit for good, or leaves what is stricter already.
func lower(resource int, value uint64) error {
	var limit unix.Rlimit
	if err := unix.Prlimit(0, resource, nil, &limit); err != nil {
		return err
	}
	limit.Max = min(limit.Max, value)
	limit.Cur = min(limit.Cur, limit.Max)
	return unix.Prlimit(0, resource, &limit, nil)
}

// LimitMemory bounds what the worker may still allocate, in bytes: the Go
// runtime collects harder from 0.9 times the limit on, and a worker whose data
// grows by more than 1.25 times the limit and 16 MiB ends with a fatal error
// of the runtime, "out of memory". Binaries built with cgo may take 64 MiB more,
// because the stacks of their threads count too.
//
// Call it once, after Apply and before the script is loaded. It closes the gap
// that Apply left for it, so that neither this limit nor any other can be
// changed again; a second call returns an error and changes nothing.
func LimitMemory(limit int64) error {
	if limit <= 0 {
		return fmt.Errorf("a memory limit of %d bytes is not possible: it must be more than 0", limit)
	}
	var data unix.Rlimit
	if err := unix.Prlimit(0, unix.RLIMIT_DATA, nil, &data); err != nil {
		return fmt.Errorf("RLIMIT_DATA: %w", err)
	}
	size, err := dataSize()
	if err != nil {
		// The walls stand, and the limit says what the size was.
		if data.Cur == unix.RLIM_INFINITY || data.Cur < idleRoom {
			return err
		}
		size = data.Cur - idleRoom
	}
	hard := min(hardLimit(size, uint64(limit)), data.Max)
	if err := unix.Prlimit(0, unix.RLIMIT_DATA, &unix.Rlimit{Cur: hard, Max: hard}, nil); err != nil {
		return fmt.Errorf("RLIMIT_DATA: %w", err)
	}
	debug.SetMemoryLimit(softLimit(limit))
	return seal()
}

// hardLimit is the data size that a process of the given size may grow to:
// 1.25 times the limit and 16 MiB more. The data of a Go process is larger than
// its heap, and what a collection has freed is not handed back at once.
func hardLimit(size, limit uint64) uint64 {
	return size + limit/4*5 + 16<<20 + threadRoom
}

// dataSize returns how much writable private memory this process has mapped,
// in bytes, as RLIMIT_DATA counts it.
func dataSize() (uint64, error) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, fmt.Errorf("the size of the worker is not known: %w", err)
	}
	const data = 5 // see proc_pid_statm(5)
	fields := bytes.Fields(statm)
	if len(fields) <= data {
		return 0, fmt.Errorf("the size of the worker is not known: /proc/self/statm reads %q", statm)
	}
	pages, err := strconv.ParseUint(string(fields[data]), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the size of the worker is not known: %w", err)
	}
	return pages * uint64(os.Getpagesize()), nil
}
