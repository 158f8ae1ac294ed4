//go:build linux && (386 || amd64 || arm || arm64 || riscv64)

package walls

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Where the kernel puts what a filter looks at, see struct seccomp_data. The
// architectures with a filter are little-endian, so the low half of an
// argument comes first. It is enough: what is compared are flags in the low
// half, and arguments that the kernel itself cuts to 32 bits.
const (
	callOffset     = 0
	archOffset     = 4
	argumentOffset = 16
	argumentSize   = 8
)

const (
	allow = unix.SECCOMP_RET_ALLOW
	deny  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	// absent makes callers that know an older call try that.
	absent = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
)

// check is a condition on one argument of a call.
type check struct {
	argument uint32
	mask     uint32 // the bits that are looked at
	value    uint32 // what they must be
}

// is requires an argument to be a value.
func is(argument, value uint32) check {
	return check{argument: argument, mask: math.MaxUint32, value: value}
}

// only requires an argument to have no bits but these.
func only(argument, bits uint32) check {
	return check{argument: argument, mask: ^bits}
}

// without requires an argument to have none of these bits.
func without(argument, bits uint32) check {
	return check{argument: argument, mask: bits}
}

// all requires an argument to have all of these bits.
func all(argument, bits uint32) check {
	return check{argument: argument, mask: bits, value: bits}
}

// rule is what becomes of one system call: action if all checks hold, and
// otherwise deny.
type rule struct {
	call   uint32
	checks []check
	action uint32
}

// program is a seccomp filter under construction.
//
// It is written here rather than with a library because the order matters: in
// github.com/elastic/go-seccomp-bpf, when the check of an argument fails, the
// argument is compared with the numbers of the calls that follow, and so an
// argument could be chosen that lets a call through. Here every rule ends by
// returning.
type program []unix.SockFilter

func (p *program) load(offset uint32) {
	*p = append(*p, unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset})
}

func (p *program) and(mask uint32) {
	*p = append(*p, unix.SockFilter{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: mask})
}

// compare skips the next same instructions when what was loaded is value, and
// the next other instructions when it is not.
func (p *program) compare(value uint32, same, other int) {
	*p = append(*p, unix.SockFilter{
		Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K,
		Jt:   uint8(same),
		Jf:   uint8(other),
		K:    value,
	})
}

func (p *program) exit(action uint32) {
	*p = append(*p, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action})
}

// rule appends r. The number of the call must be loaded, and for any other
// call it still is when the program goes on.
func (p *program) rule(r rule) {
	var body program
	for _, c := range r.checks {
		body.load(argumentOffset + argumentSize*c.argument)
		body.and(c.mask)
		body.compare(c.value, 1, 0)
		body.exit(deny)
	}
	body.exit(r.action)
	p.compare(r.call, 0, len(body))
	*p = append(*p, body...)
}

// newProgram makes a filter of rules, which ends in otherwise for every call
// without one, and denies the calls of other instruction sets.
func newProgram(rules []rule, otherwise uint32) program {
	var p program
	p.load(archOffset)
	p.compare(auditArch, 1, 0)
	p.exit(deny)
	p.load(callOffset)
	for _, r := range rules {
		p.rule(r)
	}
	p.exit(otherwise)
	return p
}

// install raises the filter on all threads of the process. It needs
// no_new_privs, which it hands to all threads too.
func (p program) install() error {
	prog := unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	runtime.KeepAlive(&prog)
	switch {
	case errors.Is(errno, unix.ENOSYS), errors.Is(errno, unix.EINVAL):
		return fmt.Errorf("the kernel has no seccomp filters: %w", errors.ErrUnsupported)
	case errno != 0:
		return fmt.Errorf("seccomp: %w", errno)
	case thread != 0:
		return fmt.Errorf("seccomp: thread %d has another filter", thread)
	}
	return nil
}
