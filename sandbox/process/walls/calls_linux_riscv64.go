package walls

import "golang.org/x/sys/unix"

const (
	auditArch = unix.AUDIT_ARCH_RISCV64
	mmapCall  = unix.SYS_MMAP
)

// archCalls are the free calls that only this architecture has: none.
func archCalls() []uint32 {
	return nil
}
