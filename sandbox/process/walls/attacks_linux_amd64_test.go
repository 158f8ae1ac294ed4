package walls

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// archAttacks are those that only this architecture has.
func archAttacks() []attack {
	return []attack{
		{"change the segments", false, func(s *scene) error { return call(nil, unix.SYS_MODIFY_LDT, 0, s.page, 16) }},
		{"reach the ports", false, func(*scene) error { return call(nil, unix.SYS_IOPL, 0) }},
		{"reach some ports", false, func(*scene) error { return call(nil, unix.SYS_IOPERM, 0, 1, 0) }},
		{"move the thread's base", true, func(s *scene) error { return call(nil, unix.SYS_ARCH_PRCTL, 0x1004, s.page) }},
		{"open with the 32-bit numbers", false, func(*scene) error {
			return call(nil, unix.SYS_OPENAT|1<<30, ^uintptr(99), cString("/etc/passwd"), 0)
		}},
		{"raise the limit on data the old way", true, func(*scene) error {
			limit := [2]uint64{1 << 40, 1 << 40}
			err := call(nil, unix.SYS_SETRLIMIT, unix.RLIMIT_DATA, uintptr(unsafe.Pointer(&limit)))
			runtime.KeepAlive(&limit)
			return err
		}},
		{"open the old way", true, func(*scene) error { return call(nil, unix.SYS_OPEN, cString("/etc/passwd"), 0) }},
	}
}
