package e2e

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// disk is a small one of a test's own.
type disk struct{ dir string }

// mountDisk mounts a disk of some MiB at a folder of the test, which every user
// may enter.
func mountDisk(t *testing.T, dir string, mebibytes string) disk {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=755,size="+mebibytes+"m"); err != nil {
		t.Skipf("no small disk can be made: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return disk{dir}
}

// fill leaves no byte free, and returns what frees all again.
func (d disk) fill(t *testing.T) (free func()) {
	t.Helper()
	path := filepath.Join(d.dir, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, f)
	chunk := make([]byte, 64<<10)
	for err == nil {
		_, err = f.Write(chunk)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// bulky returns a script of so many kilobytes that no database makes smaller.
func bulky(t *testing.T, name string, kilobytes int) object {
	t.Helper()
	noise := make([]byte, kilobytes<<9)
	if _, err := rand.Read(noise); err != nil {
		t.Fatal(err)
	}
	return object{"name": name, "source": textSource(name) + "\n// " + hex.EncodeToString(noise) + "\n"}
}

// fullDisk fills the disk that a server keeps everything on, and empties it
// again: users notice nothing, and what was refused has left nothing behind.
// In the log it says why.
func fullDisk(t *testing.T, s *server, d disk, why string) {
	id := s.deploy(t, "kept", textSource("kept"), "/kept").ID
	names := []string{"kept"}
	first := s.sink(t).LogSink
	before := first.Written + first.Queued + first.Sampled + first.Dropped
	load := startTraffic(t, s, "/kept", "kept")
	load.goesOn(t, 20)

	free := d.fill(t)
	var slowest time.Duration
	refused := 0
	create := func(name string) {
		began := time.Now()
		got := s.api(t, http.MethodPost, "/scripts", bulky(t, name, 60))
		slowest = max(slowest, time.Since(began))
		switch got.status {
		case http.StatusCreated:
			names = append(names, name)
		case http.StatusServiceUnavailable:
			refused++
			if got.header.Get("Retry-After") == "" {
				t.Errorf("no Retry-After in %s", got)
			}
			got.wantProblem(t, http.StatusServiceUnavailable, "unavailable")
		default:
			t.Fatalf("a change on a full disk got %s", got)
		}
	}
	for _, name := range []string{"one", "two", "three", "four", "five", "six"} {
		create(name)
	}
	if refused == 0 {
		t.Fatal("no change was refused: the disk is not full")
	}
	load.goesOn(t, 100)
	s.api(t, http.MethodGet, "/scripts/"+id, nil).want(t, http.StatusOK)
	s.get(t, "/healthz").want(t, http.StatusOK)
	eventually(t, "records wait", func() bool { return s.sink(t).LogSink.Queued > 0 })
	full := s.sink(t).LogSink
	contains(t, s.output.complaints(), why)

	free()
	create("after")
	if !slices.Contains(names, "after") {
		t.Error("a change is refused though there is space again")
	}
	load.goesOn(t, 20)
	load.stop()
	eventually(t, "all records are written", func() bool { return s.sink(t).LogSink.Queued == 0 })
	sink := s.sink(t).LogSink
	if sink.Dropped != 0 || sink.Written+sink.Sampled-before != load.served.Load() {
		t.Errorf("%d answers, and of their records %+v", load.served.Load(), sink)
	}

	check := func() {
		t.Helper()
		var got []string
		for _, script := range list[script](t, s, "/scripts", nil) {
			got = append(got, script.Name)
		}
		slices.Sort(names)
		if !slices.Equal(got, names) {
			t.Errorf("there are the scripts %q, and those that were acknowledged are %q", got, names)
		}
	}
	check()
	s.terminate(t)
	s.launch(t)
	check()
	s.get(t, "/kept").wantBody(t, "kept")
	t.Logf("of 6 changes on the full disk %d got 503, the slowest answer after %v; %d records waited meanwhile and none was lost; users got %d answers, all right, the slowest after %v",
		refused, slowest.Round(time.Millisecond), full.Queued, load.served.Load(), time.Duration(load.slowest.Load()).Round(time.Millisecond))
}

func TestFullDisk_OfSQLite(t *testing.T) {
	t.Parallel()
	d := mountDisk(t, t.TempDir(), "8")
	s := start(t, setup{env: []string{"XDG_DATA_HOME=" + d.dir}})
	fullDisk(t, s, d, "disk is full")
}

// A server that starts while its disk is full cannot even read, logs why, and
// serves by itself when there is space.
func TestFullDisk_WhenAServerStarts(t *testing.T) {
	t.Parallel()
	d := mountDisk(t, t.TempDir(), "8")
	s := start(t, setup{env: []string{"XDG_DATA_HOME=" + d.dir}})
	s.deploy(t, "kept", textSource("kept"), "/kept")
	s.terminate(t)
	free := d.fill(t)
	s.process = execute(t, s.env(s.home), "run", "--config", s.config())
	eventually(t, "it answers", func() bool {
		got, err := s.do(http.MethodGet, s.site("/kept"), nil)
		if err != nil {
			return false
		}
		got.wantProblem(t, http.StatusServiceUnavailable, "not_ready")
		return true
	})
	contains(t, string(s.get(t, "/healthz").want(t, http.StatusServiceUnavailable).body), "the store cannot be reached yet")
	free()
	eventually(t, "it serves", func() bool { return s.get(t, "/kept").status == http.StatusOK })
	s.get(t, "/healthz").wantBody(t, "ok\n")
	contains(t, s.output.complaints(), "disk is full")
}

func TestFullDisk_OfPostgreSQL(t *testing.T) {
	t.Parallel()
	d := mountDisk(t, t.TempDir(), "128")
	s := start(t, startDatabaseIn(t, d.dir).node("a"))
	fullDisk(t, s, d, "No space left on device")
}
