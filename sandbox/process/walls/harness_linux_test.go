package walls

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/picloud/picloud/sandbox"
)

// The test binary starts itself as the worker. orderVariable holds the order
// that tells it what to do.
const orderVariable = "PICLOUD_WALLS_TEST"

// Descriptors of a worker under test.
const (
	reportsFD = 3
	wordsFD   = 4
	unusedFD  = 5
)

// nobody is an ordinary user without anything.
const nobody = 65534

type order struct {
	Task    string
	Options Options
	// Raise names what is raised: all, nothing, or one wall alone.
	Raise  string
	Memory int64
	Scene  scene
}

// report is what a worker says, one JSON value each.
type report struct {
	Walls   []sandbox.Wall
	Error   string
	Took    time.Duration
	Results []result
}

// result is what became of one attempt; an empty Error is success.
type result struct {
	Name  string
	Error string
	Errno syscall.Errno
}

var earlyError error

func init() {
	if os.Getenv(orderVariable) == "" {
		return
	}
	earlyError = Early(unusedFD)
}

func TestMain(m *testing.M) {
	text := os.Getenv(orderVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	if earlyError != nil {
		panic(earlyError)
	}
	work(o)
	os.Exit(0)
}

// work is the main function of a worker under test.
func work(o order) {
	for _, fd := range []int{reportsFD, wordsFD} {
		if err := unix.SetNonblock(fd, true); err != nil {
			panic(err)
		}
	}
	reports, words := os.NewFile(reportsFD, "reports"), os.NewFile(wordsFD, "words")
	send := func(r report) {
		if err := json.NewEncoder(reports).Encode(r); err != nil {
			panic(err)
		}
	}
	threads := startThread()
	o.Scene.open()
	o.Scene.words = words
	task := tasks[o.Task]
	if task == nil {
		panic("no task " + o.Task)
	}

	var first report
	start := time.Now()
	err := raise(o, &first)
	if err == nil && o.Memory > 0 {
		err = LimitMemory(o.Memory)
	}
	first.Took = time.Since(start)
	if err != nil {
		first.Error = err.Error()
	}
	send(first)
	word := make([]byte, 1)
	if _, err := io.ReadFull(words, word); err != nil {
		panic(err)
	}
	send(report{Results: task(&o.Scene, threads)})
}

// raise raises what the order says.
func raise(o order, r *report) (err error) {
	switch o.Raise {
	case "nothing":
		return nil
	case Syscalls:
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			return err
		}
		warm()
		if err := raiseFilter(); err != nil {
			return err
		}
		return seal()
	case Files:
		if err := everyThread(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0); err != nil {
			return err
		}
		_, err := landlock()
		return err
	case Inspection:
		return dumpable()
	case Privileges:
		return dropPrivileges()
	case Resources:
		warm()
		size, err := dataSize()
		return errors.Join(err, limitResources(o.Options, size))
	}
	r.Walls, err = Apply(o.Options)
	return err
}

// startThread starts an OS thread that runs what it is given, so that tests
// can act on a thread that existed before the walls did.
func startThread() chan<- func() {
	c := make(chan func())
	go func() {
		runtime.LockOSThread()
		for f := range c {
			f()
		}
	}()
	done := make(chan struct{})
	c <- func() { close(done) }
	<-done
	return c
}

// worker is a started worker.
type worker struct {
	cmd     *exec.Cmd
	stderr  *bytes.Buffer
	reports *json.Decoder
	words   *os.File
	first   report
}

// start starts a worker as the given user, 0 for the same, and reads its first
// report.
func start(tb testing.TB, o order, uid uint32) *worker {
	tb.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		tb.Fatal(err)
	}
	fromWorker, reports, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	words, toWorker, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	w := &worker{
		cmd:     exec.Command("/proc/self/exe"),
		stderr:  &bytes.Buffer{},
		reports: json.NewDecoder(fromWorker),
		words:   toWorker,
	}
	w.cmd.Env = []string{orderVariable + "=" + string(text)}
	w.cmd.Stderr = w.stderr
	w.cmd.ExtraFiles = []*os.File{reports, words}
	Prepare(w.cmd, o.Options)
	if uid != 0 {
		w.cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: uid}
	}
	err = w.cmd.Start()
	_ = reports.Close() // the worker has its own
	_ = words.Close()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = w.cmd.Process.Kill() // most have ended
		_ = w.cmd.Wait()
		_ = toWorker.Close()
		_ = fromWorker.Close()
	})
	w.first, err = w.next()
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func (w *worker) next() (report, error) {
	var r report
	if err := w.reports.Decode(&r); err != nil {
		_ = w.cmd.Wait() // the error of the report says more
		return r, fmt.Errorf("no report from the worker: %w; it ended with %v and said:\n%s", err, w.cmd.ProcessState, w.stderr)
	}
	return r, nil
}

// run has the worker do its task.
func (w *worker) run(tb testing.TB) []result {
	tb.Helper()
	if _, err := w.words.Write([]byte{1}); err != nil {
		tb.Fatal(err)
	}
	r, err := w.next()
	if err != nil {
		tb.Fatal(err)
	}
	return r.Results
}

// became makes a result of an error.
func became(name string, err error) result {
	r := result{Name: name}
	if err != nil {
		r.Error = err.Error()
		_ = errors.As(err, &r.Errno)
	}
	return r
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can start workers as another user and in namespaces")
	}
}

func find(walls []sandbox.Wall, name string) sandbox.Wall {
	for _, w := range walls {
		if w.Name == name {
			return w
		}
	}
	return sandbox.Wall{Name: name, Detail: "not reported"}
}

func pidPath(pid int, file string) string {
	return "/proc/" + strconv.Itoa(pid) + "/" + file
}
