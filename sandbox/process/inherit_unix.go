//go:build unix

package process

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// supported tells that workers can be given pipes.
const supported = true

// inheritBlocking opens a descriptor of which reads hold a thread. That is the
// cheapest way to wait, for who is the only one to.
func inheritBlocking(fd int, name string) (*os.File, error) {
	if err := syscall.SetNonblock(fd, false); err != nil {
		return nil, fmt.Errorf("inherited pipe %d: %w", fd, err)
	}
	return os.NewFile(uintptr(fd), name), nil
}

// inherit opens a descriptor that the parent has passed on. It must not block:
// a read that does would hold a thread.
func inherit(fd int, name string) (*os.File, error) {
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, fmt.Errorf("inherited pipe %d: %w", fd, err)
	}
	return os.NewFile(uintptr(fd), name), nil
}

// writeNow writes what the descriptor takes without waiting.
func writeNow(fd uintptr, p []byte) (int, error) {
	for {
		n, err := syscall.Write(int(fd), p)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		return max(n, 0), err
	}
}
