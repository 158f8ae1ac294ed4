package process

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

// parentName is argument 0 of a test binary that is a server to be killed.
const parentName = "a server with workers"

// beParent runs scripts, says which workers it has, and waits for its end.
func beParent() {
	e, err := New(Options{})
	if err != nil {
		fmt.Println("failed:", err)
		return
	}
	w := &sink{header: map[string][]string{}}
	for _, id := range []string{"a", "b"} {
		c := call(handler("return ctx.Request.Path, nil"))
		c.Script.ID = id
		if r := e.Execute(context.Background(), c, w); r.Outcome != sandbox.OK {
			fmt.Println("failed:", r.Error)
			return
		}
	}
	c := call(handler("for {\n}"))
	c.Limits.Operations = 1 << 60
	c.Limits.Timeout = 1 << 50
	c.Script.ID = "loop"
	go e.Execute(context.Background(), c, w)
	for {
		e.mu.Lock()
		n := len(e.live)
		e.mu.Unlock()
		if n >= 3 {
			break
		}
	}
	e.mu.Lock()
	for w := range e.live {
		fmt.Println(w.cmd.Process.Pid)
	}
	e.mu.Unlock()
	fmt.Println("done")
	select {}
}

func TestWorkers_DieWithAParentThatIsKilled(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("/proc/self/exe")
	cmd.Args[0] = parentName
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pids []int
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "done" {
		pid, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatal(lines.Text())
		}
		pids = append(pids, pid)
	}
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if len(pids) < 3 {
		t.Fatalf("workers %v", pids)
	}
	for _, pid := range pids {
		eventually(t, "a worker dies with its parent", func() bool {
			// Whoever takes over orphans may not collect them.
			stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
			return err != nil || strings.Contains(string(stat), ") Z ")
		})
	}
}

func TestWorkers_ComeAfterTheServer(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Spares: -1})
	run(t, e, call(counter))
	e.mu.Lock()
	defer e.mu.Unlock()
	own := niceness(t, "self")
	for w := range e.live {
		if got := niceness(t, strconv.Itoa(w.cmd.Process.Pid)); got != min(own+5, 19) && got != 5 {
			t.Errorf("a worker's priority is %d, and the server's is %d", got, own)
		}
	}
}

// niceness is by how much the priority of a process is lowered.
func niceness(t *testing.T, pid string) int {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	n, err := strconv.Atoi(strings.Fields(rest)[16])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
