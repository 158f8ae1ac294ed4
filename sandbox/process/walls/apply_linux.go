package walls

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/picloud/picloud/sandbox"
)

// badness makes the kernel end a worker rather than the server when the
// machine itself runs out of memory.
const badness = "500"

// Apply raises the walls around this process, on all of its threads, and
// returns every wall with how it stands or why it does not. With o.Require the
// error wraps ErrMissing when one of the required walls is missing; the walls
// are returned all the same.
//
// Open and register with the poller everything that the worker needs before:
// afterwards it can read, write and close what it has, use memory and threads,
// and nothing else. Call it once, and then LimitMemory before any script runs.
func Apply(o Options) ([]sandbox.Wall, error) {
	// With cgo, no_new_privs is first set on one thread only, which must be the
	// one that raises the filter.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	warm()
	size, sizeErr := dataSize() // while /proc can be read
	// A kernel that forbids this only makes a worse choice of victim.
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte(badness), 0)

	inspection := wall(Inspection, "other processes cannot look into the worker, and a crash leaves no dump", dumpable())
	privileges := wall(Privileges, "none are held and none can be gained", dropPrivileges())
	rights, err := landlock()
	files := wall(Files, rights, err)
	resources := wall(Resources, "no file can be written, no descriptor opened, and threads are bounded", errors.Join(sizeErr, limitResources(o, size)))
	user := wall(User, fmt.Sprintf("the worker runs as user %d, which owns nothing", o.UID), checkUser(o))
	namespaces := wall(Namespaces, "processes, network, IPC and mounts are the worker's own", checkNamespaces(o))
	// The filter comes last: it forbids what the others are made with.
	syscalls := wall(Syscalls, "all but the few that a computation needs are refused", raiseFilter())

	walls := []sandbox.Wall{syscalls, privileges, inspection, resources, files, user, namespaces}
	return walls, judge(walls, o)
}

// warm has the runtime and the library open what they otherwise open when it
// is first used: the poller and the time zone.
func warm() {
	if r, w, err := os.Pipe(); err == nil {
		_ = r.Close() // nothing was written
		_ = w.Close()
	}
	_, _ = time.Now().Zone()
}

// dumpable makes /proc/<pid> root's, and forbids other processes to attach.
func dumpable() error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("prctl(PR_SET_DUMPABLE): %w", err)
	}
	return nil
}

// dropPrivileges gives up capabilities, also those that a service manager
// handed down, and the chance to gain any.
func dropPrivileges() error {
	if err := everyThread(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("prctl(PR_SET_NO_NEW_PRIVS): %w", err)
	} else if err != nil {
		// With cgo the system call filter passes it on to the other threads.
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			return fmt.Errorf("prctl(PR_SET_NO_NEW_PRIVS): %w", err)
		}
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets, none [2]unix.CapUserData
	if err := unix.Capget(&header, &sets[0]); err != nil {
		return fmt.Errorf("capget: %w", err)
	}
	if sets == none {
		return nil
	}
	err := everyThread(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&none[0])), 0)
	runtime.KeepAlive(&header)
	runtime.KeepAlive(&none)
	if errors.Is(err, errors.ErrUnsupported) {
		return errors.New("a binary built with cgo cannot drop capabilities; build with CGO_ENABLED=0 or let the server start workers as another user")
	}
	if err != nil {
		return fmt.Errorf("capset: %w", err)
	}
	return nil
}

// everyThread makes a system call on each thread of the process. The error is
// errors.ErrUnsupported in binaries built with cgo.
//
//go:uintptrescapes
func everyThread(trap, a, b, c uintptr) error {
	_, _, errno := syscall.AllThreadsSyscall6(trap, a, b, c, 0, 0, 0)
	switch errno {
	case 0:
		return nil
	case syscall.ENOTSUP:
		return errors.ErrUnsupported
	default:
		return errno
	}
}

func checkUser(o Options) error {
	if o.UID == 0 {
		return fmt.Errorf("the server cannot choose another user; the worker runs as the server's, %d", os.Getuid())
	}
	if uid, euid := os.Getuid(), os.Geteuid(); uid != int(o.UID) || euid != uid {
		return fmt.Errorf("the worker runs as user %d, not %d", euid, o.UID)
	}
	return nil
}

func checkNamespaces(o Options) error {
	if !o.Namespaces {
		return errors.New("creating them takes root or CAP_SYS_ADMIN, and a container that allows it")
	}
	if os.Getpid() != 1 {
		return errors.New("the worker was not started in namespaces of its own")
	}
	return nil
}
