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

// sample is what a server takes at a time.
type sample struct {
	at          time.Duration
	resident    int64 // bytes of the process
	heap        int64 // bytes that are live behind a garbage collection
	goroutines  int64
	descriptors int64
	workers     int64
	answered    int64
}

// curve is a row of samples.
type curve []sample

// sample looks at the server's process.
func (s *soak) sample(at time.Duration) sample {
	s.t.Helper()
	pid := s.command.Process.Pid
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		s.t.Fatal(err)
	}
	return sample{
		at:          at,
		heap:        s.profile("heap?gc=1&debug=1", `# HeapAlloc = (\d+)`),
		goroutines:  s.profile("goroutine?debug=1", `goroutine profile: total (\d+)`),
		resident:    number(s.t, readFile(s.t, fmt.Sprintf("/proc/%d/status", pid)), `VmRSS:\s+(\d+) kB`) << 10,
		descriptors: int64(len(files)),
		workers:     int64(len(children(pid))),
		answered:    s.answered.Load(),
	}
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

// table prints the curve.
func (c curve) table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	rows := "seconds\tresident MiB\theap MiB\tgoroutines\tdescriptors\tworkers\tanswers\t\n"
	for _, s := range c {
		rows += fmt.Sprintf("%.0f\t%.1f\t%.1f\t%d\t%d\t%d\t%d\t\n", s.at.Seconds(),
			float64(s.resident)/(1<<20), float64(s.heap)/(1<<20), s.goroutines, s.descriptors, s.workers, s.answered)
	}
	// A strings.Builder takes everything.
	_, _ = io.WriteString(w, rows)
	_ = w.Flush()
	return b.String()
}

// wantFlat wants nothing to grow from the second third of the time to the last.
func (c curve) wantFlat(t *testing.T) {
	t.Helper()
	for _, line := range []struct {
		name  string
		value func(sample) int64
		slack int64 // beside an eighth
	}{
		{"resident bytes", func(s sample) int64 { return s.resident }, 16 << 20},
		{"bytes of the heap", func(s sample) int64 { return s.heap }, 2 << 20},
		{"goroutines", func(s sample) int64 { return s.goroutines }, 30},
		{"descriptors", func(s sample) int64 { return s.descriptors }, 60},
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
