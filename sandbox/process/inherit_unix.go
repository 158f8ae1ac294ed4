//go:build unix

package process

import (
	"fmt"
	"os"
	"syscall"
)

// supported tells that workers can be given pipes.
const supported = true

// inherit opens a descriptor that the parent has passed on. It must not block:
// a read that does would hold a thread.
func inherit(fd int, name string) (*os.File, error) {
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, fmt.Errorf("inherited pipe %d: %w", fd, err)
	}
	return os.NewFile(uintptr(fd), name), nil
}
