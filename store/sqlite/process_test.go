package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// childDir makes the test binary a process that writes to the store of a
// directory until it is killed.
const childDir = "PICLOUD_TEST_SQLITE_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Println("error", writeForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForever acknowledges on standard output what the store has, one line
// each; a line is one write, so none is cut.
func writeForever(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		return err
	}
	fmt.Println("open")
	failed := make(chan error)
	go func() {
		for {
			batch := make([]store.Execution, 10)
			for i := range batch {
				batch[i] = newExecution()
			}
			if err := s.AppendExecutions(ctx, batch); err != nil {
				failed <- err
			}
			for _, e := range batch {
				fmt.Println("execution", e.ID)
			}
		}
	}()
	go func() {
		for {
			script, err := s.CreateScript(ctx, newScript(store.NewID().String()))
			if err != nil {
				failed <- err
			}
			fmt.Println("script", script.ID)
			route, err := s.CreateRoute(ctx, newRoute(script.ID, "/"+script.Name), allow)
			if err != nil {
				failed <- err
			}
			fmt.Println("route", route.ID)
			script.Source += " // 2"
			if _, err = s.UpdateScript(ctx, script, 0); err != nil {
				failed <- err
			}
			fmt.Println("version", script.ID)
		}
	}()
	return <-failed
}

// child is a process that writes.
type child struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

func startChild(t *testing.T, dir string) *child {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &child{cmd: cmd, lines: bufio.NewScanner(out)}
}

// read returns the next n lines, or all that are left.
func (c *child) read(t *testing.T, n int) []string {
	t.Helper()
	var lines []string
	for len(lines) < n && c.lines.Scan() {
		if strings.HasPrefix(c.lines.Text(), "error") {
			t.Errorf("child: %s", c.lines.Text())
		}
		lines = append(lines, c.lines.Text())
	}
	if err := c.lines.Err(); err != nil && !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	return lines
}

// kill ends the process as kill -9 does and returns what it said before.
func (c *child) kill(t *testing.T) []string {
	t.Helper()
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	rest := c.read(t, 1<<30)
	if err := c.cmd.Wait(); err == nil {
		t.Error("the child ended by itself")
	}
	return rest
}

func TestOpen_RefusesADirectoryInUse(t *testing.T) {
	t.Parallel()
	check := func(dir string) {
		t.Helper()
		_, err := Open(t.Context(), Options{Dir: dir})
		if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "stop that one") {
			t.Errorf("got error %v", err)
		}
	}
	t.Run("by this process", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		s := openStore(t, dir)
		check(dir)
		check(dir)
		addScript(t, s, "still works")
		closeStore(t, s)
		openStore(t, dir)
	})
	t.Run("by another process", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		c := startChild(t, dir)
		c.read(t, 1)
		check(dir)
		c.kill(t)
		openStore(t, dir)
	})
}

func TestStore_LosesNothingAcknowledgedWhenKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var acknowledged []string
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	for range rounds {
		c := startChild(t, dir)
		acknowledged = append(acknowledged, c.read(t, 50+rand.IntN(300))...)
		acknowledged = append(acknowledged, c.kill(t)...)
		verify(t, dir, acknowledged)
	}
	t.Logf("%d lines acknowledged", len(acknowledged))
}

func TestStore_OpensAfterBeingKilledWhileStarting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range 8 {
		c := startChild(t, dir)
		time.Sleep(time.Duration(i) * 5 * time.Millisecond) // any moment will do
		verify(t, dir, c.kill(t))
	}
}

// verify opens the store and looks for all that was acknowledged.
func verify(t *testing.T, dir string, acknowledged []string) {
	t.Helper()
	ctx := t.Context()
	s := openStore(t, dir)
	defer closeStore(t, s)
	for _, f := range []*file{s.configData, s.logs} {
		if err := quickCheck(ctx, f.write); err != nil {
			t.Error(err)
		}
	}
	for _, line := range acknowledged {
		kind, text, _ := strings.Cut(line, " ")
		if kind == "open" {
			continue
		}
		id, err := store.ParseID(text)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		switch kind {
		case "execution":
			_, err = s.ExecutionByID(ctx, id)
		case "script":
			_, err = s.ScriptByID(ctx, id)
		case "route":
			_, err = s.RouteByID(ctx, id)
		case "version":
			_, err = s.VersionByNumber(ctx, id, 2)
		default:
			t.Fatalf("line %q", line)
		}
		if err != nil {
			t.Errorf("%s was acknowledged: %v", line, err)
		}
	}
}
