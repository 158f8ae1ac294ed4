package process

import (
	"fmt"
	"os"
	"strings"

	"github.com/picloud/picloud/sandbox"
)

// cause is why a worker was killed by its parent.
type cause struct {
	outcome sandbox.Outcome
	reason  string
	blame   bool // whether it counts against the script
}

// The causes that need nothing said about them.
var (
	causeClosed  = &cause{outcome: sandbox.Crashed, reason: "the executor was closed"}
	causeRetired = &cause{outcome: sandbox.Crashed, reason: "the worker process was no longer needed"}
	causeLost    = &cause{outcome: sandbox.Crashed, reason: "an exchange with the worker process broke off"}
	causeStart   = &cause{outcome: sandbox.Crashed, reason: "the worker process did not start in time"}
	causeStuck   = &cause{outcome: sandbox.Crashed, reason: "another execution of the script did not stop at its deadline, and their worker process was killed"}
	causeDeaf    = &cause{outcome: sandbox.Crashed, reason: "the worker process did not read what it was told"}
	causeLoad    = &cause{outcome: sandbox.Timeout, reason: "the script did not start within its time limit"}
	causeThreads = &cause{outcome: sandbox.Crashed, reason: fmt.Sprintf("the worker process had more than %d threads, which no script needs", maxThreads), blame: true}
	causeMemory  = &cause{outcome: sandbox.MemoryLimit, reason: "the script's executions together needed more than its limit of memory", blame: true}

	// causeSilent is for a worker whose pipe has closed: most often because it
	// has died by itself, which its exit then tells.
	causeSilent = &cause{}
)

// verdict is why a worker is gone, and how its executions in flight end.
type verdict struct {
	outcome sandbox.Outcome
	reason  string
	blame   bool
}

// classify finds out why a worker is gone: from what its parent did, or else
// from what it wrote to standard error last, or else from how it exited.
func classify(c *cause, wait error, state *os.ProcessState, text string) verdict {
	if c != nil && c != causeSilent {
		return verdict(*c)
	}
	line := crashLine(text)
	switch {
	case outOfMemory(line, text):
		return verdict{sandbox.MemoryLimit, "the script needed more than its limit of memory: " + line, true}
	case strings.Contains(text, "stack overflow"), strings.Contains(line, "stack exceeds"):
		return verdict{sandbox.DepthLimit, "the script's calls nested too deep: " + line, true}
	case line != "":
		return verdict{sandbox.Crashed, "the worker process died: " + line, true}
	case state != nil:
		return verdict{sandbox.Crashed, fmt.Sprintf("the worker process died: %s", state), true}
	default:
		return verdict{sandbox.Crashed, fmt.Sprintf("the worker process died: %v", wait), true}
	}
}

// outOfMemory tells whether a crash report is about memory. Not everything in
// the Go runtime asks whether it has got the memory it wanted: its own
// goroutine 0 then faults. Scripts run on other goroutines, where a fault is a
// panic.
func outOfMemory(line, text string) bool {
	switch {
	case strings.Contains(line, "out of memory"), strings.Contains(line, "cannot allocate memory"),
		strings.Contains(text, "pthread_create failed"), strings.Contains(line, "failed to allocate"):
		return true
	case strings.HasPrefix(line, "SIGSEGV"), strings.HasPrefix(line, "SIGBUS"):
		return strings.Contains(text, "\ngoroutine 0 ")
	}
	return false
}

// crashLine is the line with which the Go runtime begins its report, or the
// first one.
func crashLine(text string) string {
	first := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		for _, prefix := range []string{"fatal error: ", "panic: ", "runtime: goroutine stack exceeds", "SIG"} {
			if strings.HasPrefix(line, prefix) {
				return sandbox.CleanText(line)
			}
		}
		if first == "" {
			first = line
		}
	}
	return sandbox.CleanText(first)
}
