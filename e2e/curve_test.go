package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// sample is what a server takes at a time, and what it has done until then.
type sample struct {
	at          time.Duration
	resident    int64 // bytes of the server's process
	share       int64 // the same, with its part of what it shares
	workerShare int64 // bytes of its worker processes, with their part of what they share
	heap        int64 // bytes that are live behind a garbage collection, the last one that was asked for
	goroutines  int64
	descriptors int64
	pipes       int64 // of those: they lead to workers
	workers     int64

	answered, refused, postponed, saves, killed, restarts int64

	slowest time.Duration // that a user waited since the sample before
}

// curve is a row of samples.
type curve []sample

// sample looks at the server's process, after collecting its garbage if that is
// asked for.
func (s *soak) sample(at time.Duration, collect bool, before curve) sample {
	s.t.Helper()
	pid := s.command.Process.Pid
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		s.t.Fatal(err)
	}
	taken := sample{
		at:          at,
		resident:    number(s.t, readFile(s.t, fmt.Sprintf("/proc/%d/status", pid)), `VmRSS:\s+(\d+) kB`) << 10,
		share:       share(pid),
		goroutines:  s.profile("goroutine?debug=1", `goroutine profile: total (\d+)`),
		descriptors: int64(len(files)),
		answered:    s.answered.Load(),
		refused:     s.refused.Load(),
		postponed:   s.postponed.Load(),
		saves:       s.saves.Load(),
		killed:      s.killed.Load(),
		restarts:    s.restarts.Load(),
		slowest:     time.Duration(s.slowest.Swap(0)),
	}
	for _, file := range files {
		// One that was closed meanwhile is none.
		if to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%s", pid, file.Name())); err == nil && strings.HasPrefix(to, "pipe:") {
			taken.pipes++
		}
	}
	for _, worker := range children(pid) {
		taken.workers++
		taken.workerShare += share(worker)
	}
	if collect {
		taken.heap = s.profile("heap?gc=1&debug=1", `# HeapAlloc = (\d+)`)
	} else {
		taken.heap = before[len(before)-1].heap
	}
	return taken
}

// share is the memory of a process, with its part of what it shares with
// others: 0 when it may not be looked at, or is gone.
func share(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	found := regexp.MustCompile(`(?m)^Pss:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		return 0
	}
	n, err := strconv.ParseInt(string(found[1]), 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

// profile reads a number from one of Caddy's profiles.
func (s *soak) profile(path, pattern string) int64 {
	s.t.Helper()
	a := must(s.do(http.MethodGet, "http://"+s.admin+"/debug/pprof/"+path, nil))(s.t).want(s.t, http.StatusOK)
	return number(s.t, string(a.body), pattern)
}

func number(t *testing.T, text, pattern string) int64 {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("want %s in %.500s", pattern, text)
	}
	n, err := strconv.ParseInt(found[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// children returns the processes that a process has started.
func children(pid int) (list []int) {
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return nil // it has ended
	}
	for _, task := range tasks {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, task.Name()))
		if err != nil {
			continue
		}
		for field := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				list = append(list, child)
			}
		}
	}
	return list
}

// tableRows is how many rows a table has, about, unless those are minutes.
const tableRows = 10

// table prints the curve by the minute, or in a few rows when it is short: of
// what there is the median, of what happens how much.
func (c curve) table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	text := "until\tanswers/s\tslowest\trefused\tsaves\tpostponed\tkilled\trestarts\tRSS MiB\tPSS MiB\tworkers' PSS\theap MiB\tgoroutines\tdescriptors\tworkers\t\n"
	step := time.Minute
	if end := c[len(c)-1].at; end < 3*time.Minute {
		step = max(end/tableRows, time.Second)
	}
	before := sample{}
	for rest := c; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].at/step == rest[0].at/step {
			n++
		}
		row := rest[:n]
		rest = rest[n:]
		last, slowest := row[n-1], time.Duration(0)
		for _, s := range row {
			slowest = max(slowest, s.slowest)
		}
		mib := func(value func(sample) int64) float64 { return float64(row.median(value)) / (1 << 20) }
		text += fmt.Sprintf("%s\t%.0f\t%s\t%d\t%d\t%d\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%d\t%d\t%d\t\n",
			last.at.Round(time.Second), float64(last.answered-before.answered)/max((last.at-before.at).Seconds(), 1e-3),
			slowest.Round(time.Millisecond), last.refused-before.refused, last.saves-before.saves, last.postponed-before.postponed,
			last.killed-before.killed, last.restarts-before.restarts,
			mib(func(s sample) int64 { return s.resident }), mib(func(s sample) int64 { return s.share }),
			mib(func(s sample) int64 { return s.workerShare }), mib(func(s sample) int64 { return s.heap }),
			row.median(func(s sample) int64 { return s.goroutines }), row.median(func(s sample) int64 { return s.descriptors }),
			row.median(func(s sample) int64 { return s.workers }))
		before = last
	}
	// A strings.Builder takes everything.
	_, _ = io.WriteString(w, text)
	_ = w.Flush()
	return b.String()
}

// write adds the samples to the file that PICLOUD_SOAK_CSV names, if it names
// one.
func (c curve) write(t *testing.T) {
	t.Helper()
	path := os.Getenv("PICLOUD_SOAK_CSV")
	if path == "" {
		return
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, file)
	text := "test,seconds,rss_bytes,pss_bytes,workers_pss_bytes,heap_bytes,goroutines,descriptors,pipes,workers,answered,refused,postponed,saves,killed,restarts,slowest_ms\n"
	for _, s := range c {
		text += fmt.Sprintf("%s,%.1f,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d\n", t.Name(), s.at.Seconds(), s.resident, s.share, s.workerShare, s.heap,
			s.goroutines, s.descriptors, s.pipes, s.workers, s.answered, s.refused, s.postponed, s.saves, s.killed, s.restarts, s.slowest.Milliseconds())
	}
	if _, err := file.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// wantFlat wants nothing to grow from the second third of the time to the last.
// How many workers there are depends on which were killed: so there is only a
// bound to them, and what they take is looked at by the worker.
func (c curve) wantFlat(t *testing.T) {
	t.Helper()
	// The default, a spare, one that checks sources, and two that are ending.
	const mostWorkers = 16 + 1 + 1 + 2
	if n := c.median(func(s sample) int64 { return s.workers }); n > mostWorkers {
		t.Errorf("%d workers at most times, want %d at most", n, mostWorkers)
	}
	for _, line := range []struct {
		name  string
		value func(sample) int64
		slack int64 // beside an eighth
	}{
		{"resident bytes", func(s sample) int64 { return s.resident }, 16 << 20},
		{"bytes with the part of what is shared", func(s sample) int64 { return s.share }, 16 << 20},
		{"bytes of a worker", func(s sample) int64 { return s.workerShare / max(s.workers, 1) }, 8 << 20},
		{"bytes of the heap", func(s sample) int64 { return s.heap }, 8 << 20},
		{"goroutines", func(s sample) int64 { return s.goroutines }, 60},
		{"descriptors beside pipes", func(s sample) int64 { return s.descriptors - s.pipes }, 20},
		{"pipes of a worker", func(s sample) int64 { return s.pipes / max(s.workers, 1) }, 8},
	} {
		before, after := c[len(c)/3:2*len(c)/3].median(line.value), c[2*len(c)/3:].median(line.value)
		if after > before+before/8+line.slack {
			t.Errorf("%s grow: %d, and later %d", line.name, before, after)
		}
	}
}

func (c curve) median(value func(sample) int64) int64 {
	var list []int64
	for _, s := range c {
		list = append(list, value(s))
	}
	slices.Sort(list)
	return list[len(list)/2]
}
