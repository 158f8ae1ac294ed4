package walls

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"strings"
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
		refuses []string
		needs   func() error
	}{
		{wall: Syscalls},
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
			refused := make(map[string]bool, len(allAttacks()))
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

// A worker that is not dumpable is closed to the processes of its own user.
func TestInspection_KeepsOthersOut(t *testing.T) {
	t.Parallel()
	needRoot(t)
	attempt := func(victim string) map[string]bool {
		s := setScene(t, nobody)
		s.Bare = true
		s.Victim = start(t, order{Task: "wait", Raise: victim}, nobody).cmd.Process.Pid
		possible := make(map[string]bool)
		for _, r := range start(t, order{Task: "attack", Raise: "nothing", Scene: s}, nobody).run(t) {
			possible[r.Name] = r.Error == ""
		}
		return possible
	}
	open, closed := attempt("nothing"), attempt(Inspection)
	for _, name := range []string{"read another process's environment", "write another process's memory", "attach to another process"} {
		if !open[name] {
			t.Logf("%s: not possible here", name) // the kernel can be stricter
		}
		if closed[name] {
			t.Errorf("%s: it succeeded", name)
		}
	}
	if !open["read another process's environment"] {
		t.Error("a process without the wall cannot be read either")
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

func TestApply_LetsCrashesBeReported(t *testing.T) {
	t.Parallel()
	for task, says := range map[string]string{"overflow": "stack exceeds", "panic": "panic: on purpose"} {
		eachWay(t, func(t *testing.T, w way) {
			start(t, order{Task: task, Options: w.options, Raise: "all", Memory: workerMemory}, w.uid).end(t, says)
		})
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
