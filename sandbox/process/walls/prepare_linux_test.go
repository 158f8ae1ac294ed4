package walls

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

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
