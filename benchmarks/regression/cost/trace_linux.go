//go:build linux && (amd64 || arm64)

package cost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// counts is what the tracer tells.
type counts struct {
	Instructions []int64 // of all operations of each pass
	Refused      string  // by the system: it does not let processes be traced
}

// count has another process count the instructions of an operation. An error
// that wraps errors.ErrUnsupported says why that cannot be.
func count(t *testing.T, steps int) (int64, error) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	defer func() { _ = r.Close() }() // it was read
	var output strings.Builder
	cmd, err := again(t, roleTracer)
	if err != nil {
		return 0, err
	}
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.ExtraFiles = []*os.File{w}
	err = cmd.Start()
	if err == nil {
		stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() }) // it may have ended
		err = cmd.Wait()
		stop()
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, output.String())
	}
	var found counts
	if err := json.NewDecoder(r).Decode(&found); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, output.String())
	}
	if found.Refused != "" {
		return 0, fmt.Errorf("%w: %s", errors.ErrUnsupported, found.Refused)
	}
	for i := range found.Instructions {
		found.Instructions[i] /= int64(steps)
	}
	t.Logf("instructions in passes of %d: %d", steps, found.Instructions)
	return slices.Min(found.Instructions), nil // what others do meanwhile only adds to it
}

// again is a process that runs the same test in another role.
func again(t *testing.T, role string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var pattern []string
	for part := range strings.SplitSeq(t.Name(), "/") {
		pattern = append(pattern, "^"+part+"$")
	}
	return &exec.Cmd{
		Path: self,
		Args: []string{self, "-test.run=" + strings.Join(pattern, "/"), "-test.count=1"},
		Env:  append(os.Environ(), roleVariable+"="+role),
	}, nil
}

// traced runs the operations, and stops until there is a tracer.
func traced(operation func(), steps int) {
	defer settle(operation)()
	// The runtime does not know that the thread waits: it keeps the only
	// processor, and nothing else runs meanwhile.
	raise(syscall.SIGSTOP)
	for range passes + 1 {
		for range steps {
			operation()
		}
		raise(endOfPass)
	}
}

// raise sends a signal to the thread that calls.
func raise(s syscall.Signal) {
	process, _, _ := syscall.RawSyscall(syscall.SYS_GETPID, 0, 0, 0)
	thread, _, _ := syscall.RawSyscall(syscall.SYS_GETTID, 0, 0, 0)
	_, _, _ = syscall.RawSyscall(syscall.SYS_TGKILL, process, thread, uintptr(s)) // it is there to be told
}

// trace starts the traced process and counts. The tracer has no other children,
// and does nothing else.
func trace(t *testing.T) {
	found, err := tracing(t)
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOSYS) {
		found, err = counts{Refused: err.Error()}, nil
	}
	if err == nil {
		err = json.NewEncoder(os.NewFile(fdResult, "result")).Encode(found)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func tracing(t *testing.T) (found counts, err error) {
	runtime.LockOSThread() // to the system, the tracer is a thread
	defer runtime.UnlockOSThread()
	if err := onOneProcessor(); err != nil {
		return found, err
	}
	cmd, err := again(t, roleTraced)
	if err != nil {
		return found, err
	}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return found, err
	}
	defer func() { _ = cmd.Process.Kill() }() // it has nothing left to do
	pid := cmd.Process.Pid
	var status unix.WaitStatus
	for !status.Stopped() {
		if _, err := wait(pid, &status, unix.WUNTRACED); err != nil {
			return found, err
		}
		if status.Exited() || status.Signaled() {
			return found, fmt.Errorf("the traced process ended: %v", status)
		}
	}
	threads, err := threadsOf(pid)
	if err != nil {
		return found, err
	}
	for _, thread := range threads {
		if err := unix.PtraceSeize(thread); err != nil {
			return found, fmt.Errorf("tracing: %w", err)
		}
		if _, err := wait(thread, &status, unix.WALL); err != nil {
			return found, err
		}
		if err := unix.PtraceSetOptions(thread, unix.PTRACE_O_TRACECLONE|unix.PTRACE_O_EXITKILL); err != nil {
			return found, err
		}
	}
	if err := unix.Kill(pid, unix.SIGCONT); err != nil {
		return found, err
	}
	// The second thread is the monitor of the runtime. It goes by the clock, of
	// which a traced operation takes a thousand times as much, and would
	// interrupt it again and again: it stays where it is.
	for i, thread := range threads {
		if i == 1 {
			continue
		}
		if err := step(thread, 0); err != nil {
			return found, err
		}
	}
	found.Instructions, err = countPasses(pid)
	return found, err
}

// onOneProcessor keeps this thread, and what it starts, on one processor: to
// wake another one for each instruction takes ten times as long.
func onOneProcessor() error {
	var allowed, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &allowed); err != nil {
		return err
	}
	for cpu := 0; one.Count() == 0; cpu++ {
		if allowed.IsSet(cpu) {
			one.Set(cpu)
		}
	}
	return unix.SchedSetaffinity(0, &one)
}

// countPasses lets all threads go on, instruction by instruction.
func countPasses(pid int) (list []int64, err error) {
	var n int64
	for {
		var status unix.WaitStatus
		thread, err := wait(-1, &status, unix.WALL)
		if err != nil {
			return nil, err
		}
		if !status.Stopped() {
			if thread == pid {
				return nil, fmt.Errorf("the traced process ended: %v", status)
			}
			continue
		}
		pass := unix.Signal(0)
		switch signal := status.StopSignal(); {
		case signal == unix.SIGTRAP && status.TrapCause() <= 0:
			n++
		case signal == endOfPass:
			list = append(list, n)
			n = 0
			if len(list) > passes {
				return list[1:], nil // in the first one, threads and caches found their places
			}
		case signal == unix.SIGTRAP || signal == unix.SIGSTOP || signal == unix.SIGCONT:
			// A thread was made, or goes on.
		default:
			pass = signal
		}
		if err := step(thread, pass); err != nil && !errors.Is(err, unix.ESRCH) {
			return nil, err
		}
	}
}

// step lets a thread run one instruction.
func step(thread int, s unix.Signal) error {
	if s == 0 {
		return unix.PtraceSingleStep(thread)
	}
	// The signal is handled in one go.
	return unix.PtraceCont(thread, int(s))
}

func wait(pid int, status *unix.WaitStatus, options int) (int, error) {
	for {
		found, err := unix.Wait4(pid, status, options, nil)
		if !errors.Is(err, unix.EINTR) {
			return found, err
		}
	}
}

// threadsOf lists the threads of a process, in the order in which they were
// made.
func threadsOf(pid int) (list []int, err error) {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, e := range entries {
		if thread, err := strconv.Atoi(e.Name()); err == nil {
			list = append(list, thread)
		}
	}
	slices.Sort(list)
	return list, err
}

// A test that counts is three processes: the one that asks, the tracer, and
// the one that is traced.
const (
	roleVariable = "PICLOUD_COST"
	roleTracer   = "tracer"
	roleTraced   = "traced"

	// fdResult is where the tracer writes what it has counted.
	fdResult = 3

	// endOfPass tells the tracer that the operations of a pass are over. It
	// goes no further.
	endOfPass = syscall.SIGUSR1

	// passes is how often the operations are stepped through.
	passes = 3

	patience = 5 * time.Minute
)
