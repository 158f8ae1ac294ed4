package walls

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// scene is what an attacker is told of the world outside.
type scene struct {
	Parent   int // the process of the test
	Victim   int // a process of the attacker's own user
	Canary   uintptr
	Secret   string // a file that only its owner may read
	Dir      string // a directory where all may write
	Port     int    // where the test listens
	Abstract string // and on which abstract socket
	Bare     bool   // there are no walls

	words     *os.File // what the worker inherited
	inherited int      // its descriptor
	memory    []byte
	page      uintptr // the address of memory
}

// open gets what an attacker may have had since before the walls.
func (s *scene) open() {
	page, err := unix.Mmap(-1, 0, os.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	s.memory, s.page = page, uintptr(unsafe.Pointer(&page[0]))
	s.inherited = wordsFD
}

// attack is something that native code in a worker must not be able to do.
type attack struct {
	name string
	// bare says that root can do it without walls on every kernel, so that
	// this test shows the wall and not the kernel's configuration.
	bare bool
	try  func(s *scene) error
}

// traceMe is not tried without walls: it would stop at the next signal.
const traceMe = "be attached to by the server"

// call makes a system call. Errors in tolerated mean that the kernel got as
// far as looking at the arguments, which counts as success of the attack.
func call(tolerated []syscall.Errno, nr uintptr, args ...uintptr) error {
	var a [6]uintptr
	copy(a[:], args)
	_, _, errno := unix.RawSyscall6(nr, a[0], a[1], a[2], a[3], a[4], a[5])
	if errno == 0 || slices.Contains(tolerated, errno) {
		return nil
	}
	return errno
}

func reached(errnos ...syscall.Errno) []syscall.Errno { return errnos }

func cString(s string) uintptr {
	b, err := unix.BytePtrFromString(s)
	if err != nil {
		panic(err)
	}
	kept = append(kept, b)
	return uintptr(unsafe.Pointer(b))
}

// kept holds what only the kernel knows of. Attacks run one after another.
var kept []*byte

func closing(fd int, err error) error {
	if err == nil {
		_ = unix.Close(fd)
	}
	return err
}

// fork makes a process with clone, which ends at once.
func fork(flags uintptr) error {
	pid, _, errno := unix.RawSyscall6(unix.SYS_CLONE, flags, 0, 0, 0, 0, 0)
	if errno != 0 {
		return errno
	}
	if pid == 0 {
		for {
			_, _, _ = unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
		}
	}
	_, _ = unix.Wait4(int(pid), nil, unix.WALL, nil)
	return nil
}

func connect(domain int, address unix.Sockaddr) error {
	fd, err := unix.Socket(domain, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	return closing(fd, unix.Connect(fd, address))
}

func raiseLimit(resource int) error {
	var limit unix.Rlimit
	if err := unix.Prlimit(0, resource, nil, &limit); err != nil {
		limit = unix.Rlimit{Cur: 1 << 20, Max: 1 << 20}
	}
	if limit.Max != unix.RLIM_INFINITY {
		limit.Max += 4096
	}
	limit.Cur = limit.Max
	return unix.Prlimit(0, resource, &limit, nil)
}

func fileAttacks() []attack {
	return []attack{
		{"open a file that all may read", true, func(*scene) error { return closing(unix.Open("/etc/passwd", unix.O_RDONLY, 0)) }},
		{"open the server's private file", true, func(s *scene) error { return closing(unix.Open(s.Secret, unix.O_RDONLY, 0)) }},
		{"openat2", false, func(*scene) error {
			return closing(unix.Openat2(unix.AT_FDCWD, "/etc/passwd", &unix.OpenHow{}))
		}},
		{"read a directory", true, func(*scene) error { _, err := os.ReadDir("/"); return err }},
		{"stat a file", true, func(*scene) error { return unix.Stat("/etc/passwd", &unix.Stat_t{}) }},
		{"read a link", true, func(*scene) error { _, err := unix.Readlink("/proc/self/exe", make([]byte, 99)); return err }},
		{"create a file", true, func(s *scene) error {
			return os.WriteFile(filepath.Join(s.Dir, "file"), []byte("x"), 0o600)
		}},
		{"make a directory", true, func(s *scene) error { return unix.Mkdir(filepath.Join(s.Dir, "made"), 0o700) }},
		{"make a link", true, func(s *scene) error { return unix.Symlink("/", filepath.Join(s.Dir, "link")) }},
		{"make a pipe in a directory", true, func(s *scene) error { return unix.Mkfifo(filepath.Join(s.Dir, "fifo"), 0o600) }},
		{"change the mode of a file", true, func(s *scene) error { return unix.Chmod(s.Dir, 0o777) }},
		{"remove a file", true, func(s *scene) error {
			return call(reached(unix.ENOENT), unix.SYS_UNLINKAT, ^uintptr(99), cString("/nowhere/at/all"), 0)
		}},
		{"change the directory", true, func(*scene) error { return unix.Chdir("/") }},
		{"chroot", true, func(*scene) error { return unix.Chroot("/") }},
		{"mount", true, func(*scene) error {
			return call(reached(unix.ENOENT, unix.EINVAL, unix.ENODEV), unix.SYS_MOUNT, cString("none"), cString("/nowhere"), cString("none"), 0, 0)
		}},
		{"open by handle", false, func(*scene) error {
			return call(reached(unix.EBADF, unix.EINVAL, unix.EFAULT), unix.SYS_OPEN_BY_HANDLE_AT, ^uintptr(0), 0, 0)
		}},
		{"ioctl on what is open", true, func(s *scene) error {
			return call(reached(unix.ENOTTY, unix.EINVAL), unix.SYS_IOCTL, uintptr(s.inherited), unix.TIOCSTI, s.page)
		}},
		{"duplicate a descriptor", true, func(s *scene) error {
			fd, err := unix.Dup(s.inherited)
			return closing(fd, err)
		}},
		{"make a pipe", true, func(*scene) error {
			var p [2]int
			err := unix.Pipe2(p[:], 0)
			return errors.Join(closing(p[0], err), closing(p[1], err))
		}},
		{"watch files", true, func(*scene) error { return closing(unix.InotifyInit1(0)) }},
	}
}

func processAttacks() []attack {
	return []attack{
		{"read the server's environment", true, func(s *scene) error { _, err := os.ReadFile(pidPath(s.Parent, "environ")); return err }},
		{"open the server's memory", true, func(s *scene) error { return closing(unix.Open(pidPath(s.Parent, "mem"), unix.O_RDONLY, 0)) }},
		{"read another process's environment", true, func(s *scene) error { _, err := os.ReadFile(pidPath(s.Victim, "environ")); return err }},
		{"read the server's memory", true, func(s *scene) error {
			word := make([]byte, 8)
			local := []unix.Iovec{{Base: &word[0]}}
			local[0].SetLen(len(word))
			_, err := unix.ProcessVMReadv(s.Parent, local, []unix.RemoteIovec{{Base: s.Canary, Len: len(word)}}, 0)
			return err
		}},
		{"write another process's memory", false, func(s *scene) error {
			local := []unix.Iovec{{Base: &s.memory[0]}}
			local[0].SetLen(8)
			_, err := unix.ProcessVMWritev(s.Victim, local, []unix.RemoteIovec{{Base: s.page, Len: 8}}, 0)
			if errors.Is(err, unix.EFAULT) { // it only has nothing there
				return nil
			}
			return err
		}},
		{"attach to another process", true, func(s *scene) error {
			return call(nil, unix.SYS_PTRACE, unix.PTRACE_SEIZE, uintptr(s.Victim), 0, 0)
		}},
		{traceMe, false, func(*scene) error { return call(nil, unix.SYS_PTRACE, unix.PTRACE_TRACEME, 0, 0, 0) }},
		{"signal the server", true, func(s *scene) error { return unix.Kill(s.Parent, 0) }},
		{"signal a thread of the server", true, func(s *scene) error { return unix.Tgkill(s.Parent, s.Parent, 0) }},
		{"signal a thread by its number", true, func(s *scene) error { return call(nil, unix.SYS_TKILL, uintptr(s.Parent), 0) }},
		{"signal everybody", true, func(*scene) error { return unix.Kill(-1, 0) }},
		{"queue a signal", true, func(s *scene) error {
			info := unsafe.Slice((*int32)(unsafe.Pointer(&s.memory[0])), 4)
			info[2] = -1 // SI_QUEUE
			return call(nil, unix.SYS_RT_SIGQUEUEINFO, uintptr(s.Victim), 0, s.page)
		}},
		{"hold another process", true, func(s *scene) error { return closing(unix.PidfdOpen(s.Parent, 0)) }},
		{"change another process's limits", true, func(s *scene) error {
			return unix.Prlimit(s.Victim, unix.RLIMIT_DATA, nil, &unix.Rlimit{})
		}},
		{"compare with another process", false, func(s *scene) error {
			return call(nil, unix.SYS_KCMP, uintptr(os.Getpid()), uintptr(s.Victim), 1, 0, 0)
		}},
		{"start a program", true, func(*scene) error {
			p, err := os.StartProcess("/bin/true", []string{"true"}, &os.ProcAttr{})
			if err != nil {
				return err
			}
			_, err = p.Wait()
			return err
		}},
		{"become a program", true, func(*scene) error {
			return call(reached(unix.ENOENT), unix.SYS_EXECVE, cString("/nowhere/at/all"), 0, 0)
		}},
		{"become a program by descriptor", true, func(*scene) error {
			return call(reached(unix.ENOENT), unix.SYS_EXECVEAT, ^uintptr(99), cString("/nowhere/at/all"), 0, 0, 0)
		}},
		{"fork", true, func(*scene) error { return fork(uintptr(unix.SIGCHLD)) }},
		{"fork with flags that are numbers of calls", true, func(*scene) error {
			var denied error
			for flags := range uintptr(256) {
				if denied = fork(flags); denied == nil {
					return nil
				}
			}
			return denied
		}},
		{"fork sharing memory", true, func(*scene) error {
			// Impossible flags, so that nothing is made without walls either.
			return call(reached(unix.EINVAL), unix.SYS_CLONE, unix.CLONE_VM|unix.CLONE_SIGHAND|unix.CLONE_THREAD|unix.CLONE_NEWUSER, 0)
		}},
		{"fork with clone3", true, func(*scene) error { return call(reached(unix.EINVAL), unix.SYS_CLONE3, 0, 0) }},
		{"leave namespaces", true, func(*scene) error { return unix.Unshare(unix.CLONE_NEWUTS) }},
		{"make a user namespace", true, func(*scene) error { return call(reached(unix.EINVAL), unix.SYS_UNSHARE, unix.CLONE_NEWUSER) }},
		{"enter namespaces", true, func(s *scene) error {
			return call(reached(unix.EINVAL), unix.SYS_SETNS, uintptr(s.inherited), 0)
		}},
		{"know the session", true, func(*scene) error { return call(nil, unix.SYS_GETSID, 0) }},
		{"know the parent", true, func(*scene) error { return call(nil, unix.SYS_GETPPID) }},
	}
}

func networkAttacks() []attack {
	socket := func(domain, kind, protocol int) func(*scene) error {
		return func(*scene) error { return closing(unix.Socket(domain, kind, protocol)) }
	}
	return []attack{
		{"make a TCP socket", true, socket(unix.AF_INET, unix.SOCK_STREAM, 0)},
		{"make a unix socket", true, socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)},
		{"make a netlink socket", true, socket(unix.AF_NETLINK, unix.SOCK_RAW, 0)},
		{"make a raw socket", true, socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP)},
		{"make a packet socket", false, socket(unix.AF_PACKET, unix.SOCK_RAW, 0)},
		{"make a multipath TCP socket", false, socket(unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)},
		{"make a vsock socket", false, socket(unix.AF_VSOCK, unix.SOCK_STREAM, 0)},
		{"make an encryption socket", false, socket(unix.AF_ALG, unix.SOCK_SEQPACKET, 0)},
		{"make a pair of sockets", true, func(*scene) error {
			p, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
			return errors.Join(closing(p[0], err), closing(p[1], err))
		}},
		{"send UDP", true, func(s *scene) error {
			fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
			if err != nil {
				return err
			}
			return closing(fd, unix.Sendto(fd, []byte("x"), 0, &unix.SockaddrInet4{Port: s.Port, Addr: [4]byte{127, 0, 0, 1}}))
		}},
		{"listen", true, func(*scene) error {
			l, err := net.Listen("tcp4", "127.0.0.1:0")
			if err != nil {
				return err
			}
			return l.Close()
		}},
		{"connect to the server's port", true, func(s *scene) error {
			return connect(unix.AF_INET, &unix.SockaddrInet4{Port: s.Port, Addr: [4]byte{127, 0, 0, 1}})
		}},
		{"connect to an abstract socket", true, func(s *scene) error {
			return connect(unix.AF_UNIX, &unix.SockaddrUnix{Name: "@" + s.Abstract})
		}},
		{"send on what is open", true, func(s *scene) error {
			return call(reached(unix.ENOTSOCK), unix.SYS_SENDTO, uintptr(s.inherited), s.page, 1, 0, 0, 0)
		}},
		{"send a descriptor", true, func(s *scene) error {
			return call(reached(unix.ENOTSOCK), unix.SYS_SENDMSG, uintptr(s.inherited), s.page, 0)
		}},
	}
}

func kernelAttacks() []attack {
	pages := uintptr(os.Getpagesize())
	mmap := func(prot, flags int) func(*scene) error {
		return func(*scene) error {
			b, err := unix.Mmap(-1, 0, int(pages), prot, unix.MAP_ANON|flags)
			if err != nil {
				return err
			}
			return unix.Munmap(b)
		}
	}
	return []attack{
		{"make a file in memory", true, func(*scene) error { return closing(unix.MemfdCreate("x", 0)) }},
		{"make a secret file in memory", false, func(*scene) error {
			const memfdSecret = 447 // on every architecture
			return call(nil, memfdSecret, 0)
		}},
		{"map memory to write and run", true, mmap(unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC, unix.MAP_PRIVATE)},
		{"map memory to run", true, mmap(unix.PROT_EXEC, unix.MAP_PRIVATE)},
		{"map memory that is shared", true, mmap(unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)},
		{"map memory that is shared, the strict way", false, mmap(unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED_VALIDATE)},
		{"map memory that grows by itself", true, mmap(unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_GROWSDOWN)},
		{"make memory executable", true, func(s *scene) error {
			err := call(nil, unix.SYS_MPROTECT, s.page, pages, unix.PROT_READ|unix.PROT_EXEC)
			return errors.Join(err, unix.Mprotect(s.memory, unix.PROT_READ|unix.PROT_WRITE))
		}},
		{"make memory executable with a key", false, func(s *scene) error {
			err := call(nil, unix.SYS_PKEY_MPROTECT, s.page, pages, unix.PROT_READ|unix.PROT_EXEC, ^uintptr(0))
			return errors.Join(err, unix.Mprotect(s.memory, unix.PROT_READ|unix.PROT_WRITE))
		}},
		{"run what is mapped as data", true, func(*scene) error {
			return call(nil, unix.SYS_PERSONALITY, 0xffffffff)
		}},
		{"move memory", true, func(*scene) error { return call(reached(unix.EINVAL), unix.SYS_MREMAP, 1, 0, 0, 0) }},
		{"use io_uring", false, func(*scene) error { return call(reached(unix.EFAULT), unix.SYS_IO_URING_SETUP, 1, 0) }},
		{"use keys", false, func(*scene) error {
			_, err := unix.KeyctlGetKeyringID(unix.KEY_SPEC_USER_KEYRING, true)
			return err
		}},
		{"add a key", false, func(*scene) error { return call(reached(unix.EFAULT), unix.SYS_ADD_KEY, 0, 0, 0, 0, 0) }},
		{"catch page faults", false, func(*scene) error {
			fd, _, errno := unix.RawSyscall(unix.SYS_USERFAULTFD, 1, 0, 0)
			if errno != 0 {
				return errno
			}
			return unix.Close(int(fd))
		}},
		{"load kernel programs", false, func(*scene) error { return call(reached(unix.EINVAL, unix.EFAULT, unix.E2BIG), unix.SYS_BPF, 0, 0, 0) }},
		{"count events", false, func(*scene) error { return call(reached(unix.EFAULT), unix.SYS_PERF_EVENT_OPEN, 0, 0, 0, 0, 0) }},
		{"load a module", false, func(*scene) error {
			return call(reached(unix.ENOENT, unix.EFAULT, unix.ENOSYS), unix.SYS_DELETE_MODULE, 0, 0)
		}},
		{"restart the machine", true, func(*scene) error { return call(reached(unix.EINVAL), unix.SYS_REBOOT, 0, 0, 0, 0) }},
		{"read the kernel's log", true, func(*scene) error { return call(nil, unix.SYS_SYSLOG, 10, 0, 0) }},
		{"share memory", false, func(*scene) error {
			id, err := unix.SysvShmGet(unix.IPC_PRIVATE, 4096, 0o600)
			if err == nil {
				_, _ = unix.SysvShmCtl(id, unix.IPC_RMID, nil)
			}
			return err
		}},
		{"make a message queue", false, func(*scene) error { return call(reached(unix.EFAULT), unix.SYS_MQ_OPEN, 0, 0, 0, 0) }},
		{"take a higher priority", true, func(*scene) error { return unix.Setpriority(unix.PRIO_PROCESS, 0, -1) }},
		{"be scheduled first", true, func(*scene) error {
			return call(reached(unix.EINVAL), unix.SYS_SCHED_SETSCHEDULER, 0, 0, 0)
		}},
		{"trap calls", true, func(*scene) error { return call(reached(unix.EINVAL), unix.SYS_SECCOMP, 0, 1, 0) }},
	}
}

func undoAttacks() []attack {
	return []attack{
		{"become dumpable again", true, func(*scene) error { return unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0) }},
		{"outlive the server", true, func(*scene) error { return unix.Prctl(unix.PR_SET_PDEATHSIG, 0, 0, 0, 0) }},
		{"move the program's memory", false, func(*scene) error { return unix.Prctl(unix.PR_SET_MM, unix.PR_SET_MM_BRK, 0, 0, 0) }},
		{"become root", true, func(*scene) error { return call(nil, unix.SYS_SETUID, 0) }},
		{"take capabilities", true, func(*scene) error {
			header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
			var sets [2]unix.CapUserData
			if err := unix.Capget(&header, &sets[0]); err != nil {
				return err
			}
			sets[0].Effective, sets[0].Permitted = sets[0].Effective|1, sets[0].Permitted|1
			return unix.Capset(&header, &sets[0])
		}},
		{"raise the limit on descriptors", false, func(*scene) error { return raiseLimit(unix.RLIMIT_NOFILE) }},
		{"raise the limit on dumps", true, func(*scene) error { return raiseLimit(unix.RLIMIT_CORE) }},
		{"raise the limit on data", true, func(*scene) error { return raiseLimit(unix.RLIMIT_DATA) }},
		{"raise another filter", true, func(*scene) error {
			filter := unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW}
			program := unix.SockFprog{Len: 1, Filter: &filter}
			err := call(nil, unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
			runtime.KeepAlive(&program)
			return err
		}},
		{"change the memory limit", true, func(*scene) error { return LimitMemory(1 << 40) }},
	}
}

func allAttacks() []attack {
	return slices.Concat(fileAttacks(), processAttacks(), networkAttacks(), kernelAttacks(), undoAttacks(), archAttacks())
}

// attackAll is the task of trying every attack, on a thread that is older than
// the walls.
func attackAll(s *scene, thread chan<- func()) []result {
	var results []result
	done := make(chan struct{})
	thread <- func() {
		defer close(done)
		for _, a := range allAttacks() {
			if a.name == traceMe && s.Bare {
				continue
			}
			results = append(results, became(a.name, a.try(s)))
		}
	}
	<-done
	return results
}

// canary is what attackers try to read in the memory of the test.
var canary = [8]byte{'c', 'a', 'n', 'a', 'r', 'y', '!', '!'}

// setScene makes what attackers of a user try to get at.
func setScene(t *testing.T, uid uint32) scene {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { // for other users
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if uid != 0 {
		if err := os.Chown(dir, int(uid), int(uid)); err != nil {
			t.Fatal(err)
		}
	}
	tcp, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tcp.Close() })
	abstract := "walls-" + tcp.Addr().String()
	local, err := net.Listen("unix", "@"+abstract)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = local.Close() })
	victim := start(t, order{Task: "wait", Raise: "nothing"}, uid)
	return scene{
		Parent: os.Getpid(), Victim: victim.cmd.Process.Pid,
		Canary: uintptr(unsafe.Pointer(&canary)), Secret: secret, Dir: dir,
		Port: tcp.Addr().(*net.TCPAddr).Port, Abstract: abstract,
	}
}
