//go:build linux && (386 || amd64 || arm || arm64 || riscv64)

package walls

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// seccompData is what the kernel shows a filter of a call.
type seccompData struct {
	call, arch uint32
	args       [6]uint64
}

func (d seccompData) word(offset uint32) uint32 {
	switch {
	case offset == callOffset:
		return d.call
	case offset == archOffset:
		return d.arch
	case offset >= argumentOffset && offset < argumentOffset+6*argumentSize && offset%4 == 0:
		offset -= argumentOffset
		return uint32(d.args[offset/argumentSize] >> (8 * (offset % argumentSize)))
	}
	panic("a load outside of the data")
}

// answer runs the filter as the kernel does.
func (p program) answer(d seccompData) uint32 {
	var a uint32
	for pc := 0; ; pc++ {
		in := p[pc]
		switch in.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			a = d.word(in.K)
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			a &= in.K
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			if a == in.K {
				pc += int(in.Jt)
			} else {
				pc += int(in.Jf)
			}
		case unix.BPF_RET | unix.BPF_K:
			return in.K
		default:
			panic("an instruction that no filter here has")
		}
	}
}

// expected is the policy in plain Go.
func expected(d seccompData, free []uint32, pid int) uint32 {
	a, b, c := uint32(d.args[0]), uint32(d.args[1]), uint32(d.args[2])
	good := false
	switch d.call {
	case unix.SYS_CLONE3:
		if d.arch == auditArch {
			return absent
		}
	case unix.SYS_CLONE:
		good = a&unix.CLONE_THREAD != 0 && a&unix.CLONE_VM != 0 && a&^uint32(threadFlags) == 0
	case mmapCall:
		good = c&unix.PROT_EXEC == 0 && uint32(d.args[3])&(unix.MAP_SHARED|unix.MAP_GROWSDOWN) == 0
	case unix.SYS_MPROTECT:
		good = c&unix.PROT_EXEC == 0
	case unix.SYS_TGKILL:
		good = a == uint32(pid)
	case unix.SYS_FCNTL:
		good = b == unix.F_GETFL
	case unix.SYS_PRCTL:
		good = a == unix.PR_SET_VMA && b == unix.PR_SET_VMA_ANON_NAME
	case unix.SYS_PRLIMIT64:
		good = a == 0 && b == unix.RLIMIT_DATA
	case unix.SYS_SECCOMP:
		good = a == unix.SECCOMP_SET_MODE_FILTER && b == unix.SECCOMP_FILTER_FLAG_TSYNC
	default:
		good = slices.Contains(free, d.call)
	}
	if good && d.arch == auditArch {
		return allow
	}
	return deny
}

// Whatever the arguments are, and above all when they look like the numbers of
// calls, the filter answers as the policy says.
func TestRules_AnswerAsThePolicySays(t *testing.T) {
	t.Parallel()
	const pid = 56 // the number of a call, on purpose
	filter := newProgram(rules(pid), deny)
	if len(filter) > 4096 {
		t.Fatalf("the kernel does not take %d instructions", len(filter))
	}
	free := append(freeCalls(), archCalls()...)
	r := rand.New(rand.NewPCG(1, 2))
	interesting := []uint64{
		0, 1, pid, pid + 1, unix.PROT_EXEC, unix.PROT_READ | unix.PROT_WRITE, unix.F_GETFL, unix.RLIMIT_DATA, unix.PR_SET_VMA,
		threadMust, threadFlags, unix.CLONE_VM, unix.CLONE_THREAD, threadFlags | unix.CLONE_NEWUSER, threadFlags | unix.CLONE_PTRACE,
		math.MaxUint32, math.MaxUint64, 1 << 32,
	}
	argument := func() uint64 {
		switch r.IntN(4) {
		case 0:
			return uint64(r.IntN(512))
		case 1:
			return r.Uint64()
		default:
			return interesting[r.IntN(len(interesting))]
		}
	}
	seen := make(map[uint32]int)
	for range 200_000 {
		d := seccompData{call: uint32(r.IntN(480)), arch: auditArch}
		switch r.IntN(40) {
		case 0:
			d.arch = r.Uint32()
		case 1:
			d.call |= 1 << 30 // the x32 numbers of amd64
		case 2:
			d.call = r.Uint32()
		}
		for i := range d.args {
			d.args[i] = argument()
		}
		got, want := filter.answer(d), expected(d, free, pid)
		if got != want {
			t.Fatalf("%+v: the filter answers %#x, the policy %#x", d, got, want)
		}
		seen[got]++
	}
	for _, answer := range []uint32{allow, deny, absent} {
		if seen[answer] == 0 {
			t.Errorf("no call was answered %#x", answer)
		}
	}
}
