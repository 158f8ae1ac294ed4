package walls

import "golang.org/x/sys/unix"

const (
	auditArch = unix.AUDIT_ARCH_ARM
	mmapCall  = unix.SYS_MMAP2
)

// archCalls are the free calls that only this architecture has, or needs.
func archCalls() []uint32 {
	return []uint32{
		unix.SYS_FUTEX_TIME64, unix.SYS_CLOCK_GETTIME64, unix.SYS_CLOCK_NANOSLEEP_TIME64, unix.SYS_CLOCK_GETRES_TIME64,
		unix.SYS_EPOLL_WAIT, unix.SYS_SIGRETURN,
		0xf0002, 0xf0005, // cacheflush and set_tls
	}
}
