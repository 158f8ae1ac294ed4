package walls

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// procs is how many threads run Go code in a worker. With one, a loop in
// assembly would stop the whole worker; more than two gains nothing.
const procs = 2

// Early closes every descriptor from firstUnused on but those of the Go
// runtime's own poller. It must be the first thing that a worker does: what
// leaked in from the parent stays open until then, and what other packages
// have opened is closed under them.
//
// It also fixes GOMAXPROCS at 2, because the runtime would otherwise read the
// CPU limit again and again through descriptors that are closed now.
func Early(firstUnused int) error {
	runtime.GOMAXPROCS(procs)
	open, err := descriptors(firstUnused)
	if err != nil {
		// Without /proc nobody can tell the poller's descriptors. They exist
		// this early only when another package has set a timer in its init.
		return closeFrom(firstUnused)
	}
	for _, fd := range open {
		if pollers(fd) {
			continue
		}
		if err := unix.Close(fd); err != nil && !errors.Is(err, unix.EBADF) {
			return fmt.Errorf("close descriptor %d: %w", fd, err)
		}
	}
	return nil
}

func closeFrom(first int) error {
	if err := unix.CloseRange(uint(first), math.MaxUint32, 0); err != nil {
		return fmt.Errorf("close_range: %w", err)
	}
	return nil
}

// descriptors lists the open ones from first on. It calls the kernel directly,
// since package os would start the poller.
func descriptors(first int) ([]int, error) {
	dir, err := unix.Open("/proc/self/fd", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = unix.Close(dir) }() // it was only read
	var (
		open []int
		buf  [4096]byte
	)
	for {
		n, err := unix.ReadDirent(dir, buf[:])
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return open, nil
		}
		_, _, names := unix.ParseDirent(buf[:n], -1, nil)
		for _, name := range names {
			fd, err := strconv.Atoi(name)
			if err == nil && fd >= first && fd != dir {
				open = append(open, fd)
			}
		}
	}
}

// pollers tells whether fd belongs to the poller of this process: it would not
// outlive an exec, so it was opened since, and it is what the poller uses.
func pollers(fd int) bool {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	if err != nil || flags&unix.FD_CLOEXEC == 0 {
		return false
	}
	var buf [64]byte
	n, err := unix.Readlink("/proc/self/fd/"+strconv.Itoa(fd), buf[:])
	if err != nil {
		return false
	}
	link := buf[:n]
	return bytes.Equal(link, []byte("anon_inode:[eventpoll]")) || bytes.Equal(link, []byte("anon_inode:[eventfd]"))
}
