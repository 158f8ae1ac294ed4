package walls

import "golang.org/x/sys/unix"

const (
	auditArch = unix.AUDIT_ARCH_X86_64
	mmapCall  = unix.SYS_MMAP
)

// archCalls are the free calls that only this architecture has, or needs.
func archCalls() []uint32 {
	return []uint32{unix.SYS_EPOLL_WAIT, unix.SYS_TIME}
}
