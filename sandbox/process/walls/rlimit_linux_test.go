package walls

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

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
			// queues, and then faults; with cgo, stacks of threads are memory.
			worker.end(t, "out of memory", "cannot allocate memory", "segmentation violation",
				"pthread_create failed", "ThreadSanitizer failed to allocate")
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
	// The race detector has an exit code of its own.
	if code := w.cmd.ProcessState.ExitCode(); code != 2 && code != 66 || !said {
		t.Errorf("the worker ended with %v and said:\n%s", w.cmd.ProcessState, w.stderr)
	}
}
