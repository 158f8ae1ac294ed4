package walls

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

const workerMemory = 256 << 20

// way is one way to start a worker.
type way struct {
	name    string
	options Options
	uid     uint32 // set by the test and not by Prepare
	root    bool   // only root can
}

func ways() []way {
	return []way{
		{name: "as the test's own user"},
		{name: "as an ordinary user", uid: nobody, root: true},
		{name: "as a user of its own", options: Options{UID: workerID, GID: workerID}, root: true},
		{name: "as a user of its own in namespaces", options: Options{UID: workerID, GID: workerID, Namespaces: true}, root: true},
	}
}

func (w way) user() uint32 { return cmp.Or(w.uid, w.options.UID) }

func eachWay(t *testing.T, f func(t *testing.T, w way)) {
	t.Helper()
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			if w.root {
				needRoot(t)
			}
			w.options.Require = true
			f(t, w)
		})
	}
}

func TestApply_RefusesEveryAttack(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, w way) {
		worker := start(t, order{
			Task: "attack", Options: w.options, Raise: "all", Memory: workerMemory, Scene: setScene(t, w.user()),
		}, w.uid)
		if worker.first.Error != "" {
			t.Fatalf("the walls cannot be raised: %s", worker.first.Error)
		}
		results := worker.run(t)
		if len(results) != len(allAttacks()) {
			t.Fatalf("%d of %d attacks were tried", len(results), len(allAttacks()))
		}
		for _, r := range results {
			switch {
			case r.Error == "":
				t.Errorf("%s: it succeeded", r.Name)
			case r.Errno != unix.EPERM && r.Errno != unix.ENOSYS:
				t.Errorf("%s: it failed for another reason: %s", r.Name, r.Error)
			default:
				t.Logf("%s: %s", r.Name, r.Error)
			}
		}
	})
}

// Without walls the same attacks succeed, which shows that they are ones.
func TestAttacks_SucceedWithoutWalls(t *testing.T) {
	t.Parallel()
	s := setScene(t, 0)
	s.Bare = true
	worker := start(t, order{Task: "attack", Raise: "nothing", Scene: s}, 0)
	bare := make(map[string]bool)
	for _, a := range allAttacks() {
		bare[a.name] = a.bare
	}
	for _, r := range worker.run(t) {
		switch {
		case r.Error == "":
			t.Logf("%s: succeeds", r.Name)
		case bare[r.Name] && os.Geteuid() == 0:
			t.Errorf("%s: %s", r.Name, r.Error)
		default:
			t.Logf("%s: not possible here: %s", r.Name, r.Error)
		}
	}
}

// The filter alone refuses everything, and each of the others what it is for:
// if one is missing or broken, the next still stands.
func TestWalls_StandAlone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		wall    string
		refuses []string // nil for everything
		needs   func() error
	}{
		{wall: Syscalls},
		{wall: Inspection, refuses: nil, needs: func() error { return nil }},
		{wall: Files, refuses: []string{
			"open a file that all may read", "open the server's private file", "read a directory", "create a file",
			"make a directory", "read the server's environment", "open the server's memory", "read the server's memory",
			"attach to another process",
		}, needs: func() error { _, err := landlockABI(); return err }},
		{wall: Privileges, refuses: []string{
			"chroot", "make a raw socket", "leave namespaces", "restart the machine", "read the kernel's log", "take a higher priority",
		}},
		{wall: Resources, refuses: []string{
			"open a file that all may read", "read a directory", "create a file", "make a pipe", "duplicate a descriptor", "make a TCP socket",
		}},
	}
	for _, test := range tests {
		t.Run(test.wall, func(t *testing.T) {
			t.Parallel()
			needRoot(t)
			if test.needs != nil {
				if err := test.needs(); err != nil {
					t.Skip(err)
				}
			}
			s := setScene(t, 0)
			s.Bare = test.wall != Syscalls
			worker := start(t, order{Task: "attack", Raise: test.wall, Scene: s}, 0)
			if strings.Contains(worker.first.Error, "cgo") || worker.first.Error == errors.ErrUnsupported.Error() {
				t.Skip(worker.first.Error)
			}
			if worker.first.Error != "" {
				t.Fatal(worker.first.Error)
			}
			refused := make(map[string]bool)
			for _, r := range worker.run(t) {
				refused[r.Name] = r.Error != ""
				if test.wall == Syscalls && r.Error == "" {
					t.Errorf("%s: it succeeded", r.Name)
				}
			}
			for _, name := range test.refuses {
				if !refused[name] {
					t.Errorf("%s: it succeeded", name)
				}
			}
		})
	}
}

func TestApply_LeavesWhatAWorkerNeeds(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, w way) {
		worker := start(t, order{Task: "work", Options: w.options, Raise: "all", Memory: workerMemory}, w.uid)
		if worker.first.Error != "" {
			t.Fatal(worker.first.Error)
		}
		for _, r := range worker.run(t) {
			if r.Error != "" {
				t.Errorf("%s: %s", r.Name, r.Error)
			}
		}
	})
}

func TestApply_CoversEveryThread(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, w way) {
		worker := start(t, order{Task: "wait", Options: w.options, Raise: "all", Memory: workerMemory}, w.uid)
		if worker.first.Error != "" {
			t.Fatal(worker.first.Error)
		}
		files, err := filepath.Glob(pidPath(worker.cmd.Process.Pid, "task/*/status"))
		if err != nil || len(files) < 3 {
			t.Fatalf("the worker's threads are %v, %v", files, err)
		}
		want := map[string]string{"NoNewPrivs": "1", "Seccomp": "2", "Seccomp_filters": "2"}
		if find(worker.first.Walls, Privileges).Stands {
			want["CapEff"], want["CapPrm"], want["CapAmb"] = "0000000000000000", "0000000000000000", "0000000000000000"
		}
		for _, file := range files {
			status, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(status)) {
				name, value, _ := strings.Cut(line, ":")
				if w, ok := want[name]; ok && w != strings.TrimSpace(value) {
					t.Errorf("%s: %s is %s, not %s", file, name, strings.TrimSpace(value), w)
				}
			}
		}
	})
}

func TestApply_TellsWhichWallsStand(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, w way) {
		walls := start(t, order{Task: "wait", Options: w.options, Raise: "all"}, w.uid).first.Walls
		for _, wall := range walls {
			t.Logf("%-13s %-5t %s", wall.Name, wall.Stands, wall.Detail)
			if wall.Detail == "" {
				t.Errorf("%s: there is no detail", wall.Name)
			}
		}
		stands := func(name string, want bool) {
			t.Helper()
			if wall := find(walls, name); wall.Stands != want {
				t.Errorf("%s: stands is %t: %s", name, wall.Stands, wall.Detail)
			}
		}
		stands(Syscalls, true)
		stands(Inspection, true)
		stands(Resources, true)
		stands(User, w.options.UID != 0)
		stands(Namespaces, w.options.Namespaces)
	})
}

// The limits stand even where there is no filter to keep them.
func TestApply_SetsLimits(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, w way) {
		worker := start(t, order{Task: "wait", Options: w.options, Raise: "all", Memory: 64 << 20}, w.uid)
		if worker.first.Error != "" {
			t.Fatal(worker.first.Error)
		}
		pid := worker.cmd.Process.Pid
		text, err := os.ReadFile(pidPath(pid, "limits"))
		if err != nil {
			t.Fatal(err)
		}
		limits := strings.Join(strings.Fields(string(text)), " ")
		for _, want := range []string{"Max core file size 0 0", "Max file size 0 0", "Max locked memory 0 0", "Max open files 7 7"} {
			if !strings.Contains(limits, want) {
				t.Errorf("the limits do not have %q:\n%s", want, text)
			}
		}
		var soft, hard uint64
		if _, after, ok := strings.Cut(limits, "Max data size "); !ok {
			t.Fatalf("no limit on data:\n%s", text)
		} else if _, err := fmt.Sscan(after, &soft, &hard); err != nil {
			t.Fatal(err)
		}
		statm, err := os.ReadFile(pidPath(pid, "statm"))
		if err != nil {
			t.Fatal(err)
		}
		pages, err := strconv.ParseUint(strings.Fields(string(statm))[5], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		// The worker has grown a little since the limit was set.
		room := int64(hard) - int64(pages)*int64(os.Getpagesize())
		if most := int64(64<<20)/4*5 + 16<<20 + threadRoom; soft != hard || room > most || room < most-64<<20 {
			t.Errorf("the limits on data are %d and %d, %d bytes above what the worker has", soft, hard, room)
		}
	})
}

func TestLimitMemory_EndsTheWorkerOnly(t *testing.T) {
	t.Parallel()
	for _, task := range []string{"devour", "overfill"} {
		eachWay(t, func(t *testing.T, w way) {
			worker := start(t, order{Task: task, Options: w.options, Raise: "all", Memory: 64 << 20}, w.uid)
			if worker.first.Error != "" {
				t.Fatal(worker.first.Error)
			}
			// The collector does not look whether it got memory for its own
			// queues, and then faults.
			worker.end(t, "out of memory", "cannot allocate memory", "segmentation violation")
		})
	}
}

// end has the worker do a task that ends it, and expects the runtime to report
// one of these.
func (w *worker) end(t *testing.T, says ...string) {
	t.Helper()
	if _, err := w.words.Write([]byte{1}); err != nil {
		t.Fatal(err)
	}
	if r, err := w.next(); err == nil {
		t.Fatalf("the worker lives on: %v", r)
	}
	said := slices.ContainsFunc(says, func(s string) bool { return strings.Contains(w.stderr.String(), s) })
	if code := w.cmd.ProcessState.ExitCode(); code != 2 || !said {
		t.Errorf("the worker ended with %v and said:\n%s", w.cmd.ProcessState, w.stderr)
	}
}

func TestApply_LetsCrashesBeReported(t *testing.T) {
	t.Parallel()
	for task, says := range map[string]string{"overflow": "stack exceeds", "panic": "panic: on purpose"} {
		eachWay(t, func(t *testing.T, w way) {
			start(t, order{Task: task, Options: w.options, Raise: "all", Memory: workerMemory}, w.uid).end(t, says)
		})
	}
}

func TestEarly_ClosesWhatLeakedIn(t *testing.T) {
	t.Parallel()
	leaked, err := unix.Open("/etc/passwd", unix.O_RDONLY, 0) // and not close-on-exec
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(leaked) })
	worker := start(t, order{Task: "wait", Raise: "all"}, 0)
	open, err := os.ReadDir(pidPath(worker.cmd.Process.Pid, "fd"))
	if err != nil {
		t.Skip(err) // only root may look
	}
	for _, fd := range open {
		n, err := strconv.Atoi(fd.Name())
		if err != nil {
			t.Fatal(err)
		}
		link, err := os.Readlink(pidPath(worker.cmd.Process.Pid, "fd/"+fd.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if n >= unusedFD && !strings.HasPrefix(link, "anon_inode:[event") {
			t.Errorf("descriptor %d is open: %s", n, link)
		}
	}
}

// A server without privileges gets its workers started after all, with what it
// may ask for.
func TestPrepare_WeakensUntilTheWorkerStarts(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		if o := Available(); o.UID == 0 || o.GID == 0 {
			t.Logf("root cannot choose users here: %+v", o)
		}
		again := exec.Command("/proc/self/exe", "-test.run=^"+t.Name()+"$")
		again.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("as an ordinary user: %v\n%s", err, out)
		}
		return
	}
	if o := Available(); o != (Options{}) {
		t.Errorf("an ordinary user has %+v", o)
	}
	o := Options{Namespaces: true, UID: workerID, GID: workerID}
	for attempt := 1; ; attempt++ {
		cmd := exec.Command("/proc/self/exe", "-test.run=^$")
		Prepare(cmd, o)
		err := cmd.Run()
		if err == nil {
			if attempt != 3 || o != (Options{}) {
				t.Errorf("attempt %d started the worker with %+v", attempt, o)
			}
			return
		}
		var ok bool
		if o, ok = o.Weaker(); !ok {
			t.Fatal(err)
		}
	}
}

// A worker dies with its parent, even when that is killed.
func TestPrepare_WorkersDieWithTheParent(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, w way) {
		r, held, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		parent := exec.Command("/proc/self/exe", "-test.run=^TestPrepare_Parent$")
		parent.Env = append(os.Environ(), "PICLOUD_WALLS_PARENT="+w.name)
		parent.ExtraFiles = []*os.File{held}
		out, err := parent.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := parent.Start(); err != nil {
			t.Fatal(err)
		}
		_ = held.Close() // the parent and its worker have it
		if _, err := out.Read(make([]byte, 64)); err != nil {
			t.Fatalf("the parent did not start: %v", err)
		}
		if err := parent.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = parent.Wait() // it was killed
		if err := r.SetReadDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Read(make([]byte, 1)); os.IsTimeout(err) {
			t.Error("the worker lives on")
		}
	})
}

// TestPrepare_Parent is the parent of TestPrepare_WorkersDieWithTheParent. It
// starts a worker that holds descriptor 3, and waits to be killed.
func TestPrepare_Parent(t *testing.T) {
	name := os.Getenv("PICLOUD_WALLS_PARENT")
	if name == "" {
		t.Skip("it is started by TestPrepare_WorkersDieWithTheParent")
	}
	for _, w := range ways() {
		if w.name != name {
			continue
		}
		cmd := exec.Command("/bin/sleep", "1000")
		cmd.ExtraFiles = []*os.File{os.NewFile(3, "held")}
		Prepare(cmd, w.options)
		if w.uid != 0 {
			cmd.SysProcAttr.Credential = &syscall.Credential{Uid: w.uid, Gid: w.uid}
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stdout.WriteString("started\n"); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // until somebody is killed
	}
}

// BenchmarkApply reports what the walls cost a worker once, apart from the
// start of the process.
func BenchmarkApply(b *testing.B) {
	var took time.Duration
	for b.Loop() {
		worker := start(b, order{Task: "wait", Raise: "all", Memory: workerMemory}, 0)
		if worker.first.Error != "" {
			b.Fatal(worker.first.Error)
		}
		took += worker.first.Took
		if err := worker.cmd.Process.Kill(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(took.Microseconds())/float64(b.N), "µs/apply")
}
