package process

import (
	"bytes"
	"os"
	"strconv"
	"sync"
)

// threads tells how many threads a worker has, where the system says so.
type threads struct {
	mu   sync.Mutex
	file *os.File
}

func newThreads(pid int) *threads {
	// It is opened before the worker makes itself unreadable. Elsewhere than
	// on Linux there is no such file.
	file, err := os.Open("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return &threads{}
	}
	return &threads{file: file}
}

// count is 0 where it is not known.
func (t *threads) count() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.file == nil {
		return 0
	}
	var buf [1024]byte
	n, err := t.file.ReadAt(buf[:], 0)
	if n == 0 && err != nil {
		return 0
	}
	return threadsIn(buf[:n])
}

// threadsIn is the number of threads in a stat file, see proc_pid_stat(5). The
// second field is a name, which may hold anything.
func threadsIn(stat []byte) int64 {
	const behindName = 17
	_, rest, _ := bytes.Cut(stat[max(bytes.LastIndexByte(stat, ')'), 0):], []byte(" "))
	at := 0
	for field := range bytes.FieldsSeq(rest) {
		if at == behindName {
			return number(field)
		}
		at++
	}
	return 0
}

func (t *threads) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.file != nil {
		_ = t.file.Close() // it was only read
		t.file = nil
	}
}
