package process_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process"
	"github.com/picloud/picloud/sandbox/sandboxtest"
)

func TestProcess_PassesTheSuite(t *testing.T) {
	var options process.Options
	if raceDetector {
		options.Limits.Memory = 512 << 20
	}
	h := sandboxtest.Harness{
		New: func(t testing.TB) sandbox.Executor {
			e, err := process.New(options)
			if err != nil {
				t.Fatal(err)
			}
			return e
		},
	}
	if runtime.GOOS == "linux" && !raceDetector {
		h.HardMemory, h.Memory = true, workersMemory
	}
	sandboxtest.Run(t, h)
}

// workersMemory is what the children of this process hold that is their own:
// not the pages of the program, which they share with it.
func workersMemory() int64 {
	var total int64
	lists, _ := filepath.Glob("/proc/self/task/*/children")
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for pid := range strings.FieldsSeq(string(children)) {
			total += anonymous(filepath.Join("/proc", pid, "statm"))
		}
	}
	return total
}

// anonymous is the resident memory in a statm file that no file backs, or 0
// when the process is gone.
func anonymous(statm string) int64 {
	text, err := os.ReadFile(statm)
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 3 {
		return 0
	}
	resident, _ := strconv.ParseInt(fields[1], 10, 64) // zero is gone
	shared, _ := strconv.ParseInt(fields[2], 10, 64)   // zero is gone
	return (resident - shared) * int64(os.Getpagesize())
}
