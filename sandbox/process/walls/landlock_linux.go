package walls

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	rulesetVersion = 1 << 0 // LANDLOCK_CREATE_RULESET_VERSION
	restrictTSync  = 1 << 3 // LANDLOCK_RESTRICT_SELF_TSYNC, since ABI 8
)

// rights returns what a version of Landlock can take away. Later versions than
// the last one known here keep these.
func rights(abi int) unix.LandlockRulesetAttr {
	var r unix.LandlockRulesetAttr
	switch {
	case abi >= 9:
		r.Handled_access_fs = 1<<17 - 1
	case abi >= 5:
		r.Handled_access_fs = 1<<16 - 1
	case abi >= 3:
		r.Handled_access_fs = 1<<15 - 1
	case abi == 2:
		r.Handled_access_fs = 1<<14 - 1
	case abi == 1:
		r.Handled_access_fs = 1<<13 - 1
	}
	switch {
	case abi >= 10:
		r.Handled_access_net = 1<<4 - 1
	case abi >= 4:
		r.Handled_access_net = 1<<2 - 1
	}
	if abi >= 6 {
		r.Scoped = 1<<2 - 1
	}
	return r
}

// landlock takes away every right that the kernel's Landlock knows of, without
// exceptions, and says what those are. It needs no_new_privs.
//
// The kernel is called directly, because there are no rules to make, and
// because the library for it puts C code into every binary built with cgo.
func landlock() (string, error) {
	abi, err := landlockABI()
	if err != nil {
		return "", err
	}
	attr := rights(abi)
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	runtime.KeepAlive(&attr)
	if errno != 0 {
		return "", fmt.Errorf("landlock_create_ruleset: %w", errno)
	}
	defer func() { _ = unix.Close(int(fd)) }() // it has served
	if abi >= 8 {
		if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, restrictTSync, 0); errno != 0 {
			return "", fmt.Errorf("landlock_restrict_self: %w", errno)
		}
	} else if err := everyThread(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0); errors.Is(err, errors.ErrUnsupported) {
		return "", fmt.Errorf("with Landlock version %d a binary built with cgo cannot cover all of its threads; build with CGO_ENABLED=0", abi)
	} else if err != nil {
		return "", fmt.Errorf("landlock_restrict_self: %w", err)
	}
	return describe(abi), probe()
}

func landlockABI() (int, error) {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, rulesetVersion)
	switch {
	case errors.Is(errno, unix.ENOSYS):
		return 0, errors.New("the kernel has no Landlock")
	case errors.Is(errno, unix.EOPNOTSUPP):
		return 0, errors.New("the kernel has Landlock but it was not enabled at boot")
	case errno != 0:
		return 0, fmt.Errorf("landlock_create_ruleset: %w", errno)
	}
	return int(abi), nil
}

func describe(abi int) string {
	detail := fmt.Sprintf("Landlock version %d: no files", abi)
	if abi >= 4 {
		detail += ", no TCP"
	}
	if abi >= 10 {
		detail += ", no UDP"
	}
	if abi >= 6 {
		detail += ", no signals to others and no abstract sockets"
	}
	return detail
}

// probe tells whether a file can still be opened.
func probe() error {
	fd, err := unix.Open("/", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	_ = unix.Close(fd) // it was not used
	return errors.New("it was raised, and still files can be opened")
}
