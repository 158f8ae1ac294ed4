// Command interpreters measures the same work as native Go, as a script in the
// sandbox, as a script without the counters that end it, and in goja, an
// interpreter of JavaScript written in Go. It prints a table in Markdown.
//
//	go run .
//
// The ways take turns within each round, and what counts is processor time, so
// that whatever else the machine does meets all of them alike. Ratios are
// medians of the ratios within a round.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 15, "how often each way gets its turn")
	slice := flag.Duration("slice", 50*time.Millisecond, "processor time of one turn, at least")
	only := flag.String("only", "", "the one kind of work to measure")
	flag.Parse()
	if err := run(*rounds, *slice, *only); err != nil {
		fmt.Fprintln(os.Stderr, "interpreters:", err)
		os.Exit(1)
	}
}

// The ways, in the order of the columns.
const (
	native = iota
	metered
	unmetered
	javaScript
	ways
)

func run(rounds int, slice time.Duration, only string) error {
	fmt.Println("| work | native | script | of native | of goja | of unmetered |")
	fmt.Println("|---|---:|---:|---:|---:|---:|")
	for _, w := range works {
		if only != "" && only != w.name {
			continue
		}
		row, err := measure(w, rounds, slice)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Println(row)
	}
	if sink == 0 {
		return errors.New("the compiled way did nothing")
	}
	return nil
}

// measure returns the row of the table for one kind of work.
func measure(w work, rounds int, slice time.Duration) (string, error) {
	ready, err := w.ready()
	if err != nil {
		return "", err
	}
	var times [ways][]float64 // nanoseconds of a run, by round
	for range rounds {
		for way := range ways {
			t, err := turn(ready[way], slice)
			if err != nil {
				return "", err
			}
			times[way] = append(times[way], t)
		}
	}
	ratio := func(a, b int) float64 {
		list := make([]float64, rounds)
		for i := range list {
			list[i] = times[a][i] / times[b][i]
		}
		return median(list)
	}
	return fmt.Sprintf("| %s | %s | %s | %.0f | %.2f | %.2f |", w.about, shown(median(times[native])), shown(median(times[metered])),
		ratio(metered, native), ratio(metered, javaScript), ratio(metered, unmetered)), nil
}

// turn runs a way until it has used the time of a slice, and returns the
// nanoseconds of processor time of one run.
func turn(way func() error, slice time.Duration) (float64, error) {
	runtime.GC()
	began, err := processorTime()
	if err != nil {
		return 0, err
	}
	for n, next := 0, 1; ; next = min(next*2, 1024) {
		for range next {
			if err := way(); err != nil {
				return 0, err
			}
		}
		n += next
		now, err := processorTime()
		if err != nil {
			return 0, err
		}
		if now-began >= slice {
			return float64(now-began) / float64(n), nil
		}
	}
}

// processorTime is what the process has used.
func processorTime() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// shown is a time with three digits that count.
func shown(ns float64) string {
	for _, unit := range []struct {
		name string
		ns   float64
	}{{"ms", 1e6}, {"µs", 1e3}} {
		if ns >= unit.ns {
			return fmt.Sprintf("%.3g %s", ns/unit.ns, unit.name)
		}
	}
	return fmt.Sprintf("%.3g ns", ns)
}
