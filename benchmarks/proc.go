//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// children are the processes that a process has started.
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

// processTime is the CPU time that a process has used.
func processTime(pid int) (used time.Duration, err error) {
	// schedstat would be finer, but forgets threads that have ended.
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The name may hold anything; what follows it may not.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 14 {
		return 0, fmt.Errorf("/proc/%d/stat cannot be read here", pid)
	}
	for _, field := range fields[11:13] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		used += time.Duration(ticks) * time.Second / ticksPerSecond
	}
	return used, nil
}

// ticksPerSecond is the unit of CPU times in /proc, on every Linux there is.
const ticksPerSecond = 100

// pss is how many bytes a process holds, with its share of what it shares.
func pss(pid int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	kib, err := value(string(text), "Pss:")
	return kib << 10, err
}

// value reads a number that follows its name.
func value(text, name string) (int64, error) {
	_, rest, found := strings.Cut(text, "\n"+name)
	if !found {
		return 0, fmt.Errorf("want %s in %.200q", name, text)
	}
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0, fmt.Errorf("%s has no value", name)
	}
	return strconv.ParseInt(fields[0], 10, 64)
}

// activity is what processes have done since they were started.
type activity struct {
	wakeUps int64         // a thread waited and went on
	cpu     time.Duration // by the kernel's own account of each thread
	reads   int64         // system calls that read or wrote anything
	writes  int64
}

func (a activity) since(before activity) activity {
	return activity{a.wakeUps - before.wakeUps, a.cpu - before.cpu, a.reads - before.reads, a.writes - before.writes}
}

func (a activity) plus(b activity) activity {
	return activity{a.wakeUps + b.wakeUps, a.cpu + b.cpu, a.reads + b.reads, a.writes + b.writes}
}

// activityOf reads what a process has done.
func activityOf(pid int) (a activity, err error) {
	folder := fmt.Sprintf("/proc/%d", pid)
	calls, err := os.ReadFile(filepath.Join(folder, "io"))
	if err != nil {
		return a, err
	}
	if a.reads, err = value("\n"+string(calls), "syscr:"); err != nil {
		return a, err
	}
	if a.writes, err = value("\n"+string(calls), "syscw:"); err != nil {
		return a, err
	}
	tasks, err := os.ReadDir(filepath.Join(folder, "task"))
	if err != nil {
		return a, err
	}
	for _, task := range tasks {
		status, err := os.ReadFile(filepath.Join(folder, "task", task.Name(), "status"))
		if err != nil {
			continue // the thread has ended
		}
		switches, err := value(string(status), "voluntary_ctxt_switches:")
		if err != nil {
			return a, err
		}
		a.wakeUps += switches
		times, err := os.ReadFile(filepath.Join(folder, "task", task.Name(), "schedstat"))
		if err != nil {
			continue
		}
		var ran int64
		if _, err := fmt.Sscan(string(times), &ran); err != nil {
			return a, err
		}
		a.cpu += time.Duration(ran)
	}
	return a, nil
}
