package process

import (
	"bytes"
	"os"
	"strconv"
	"sync"
)

// gauge tells how much memory a worker holds that is its own, where the system
// says so.
type gauge struct {
	mu   sync.Mutex
	file *os.File
	base int64
}

func newGauge(pid int) *gauge {
	// It is opened before the worker makes itself unreadable. Elsewhere than
	// on Linux there is no such file.
	file, err := os.Open("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return &gauge{}
	}
	return &gauge{file: file}
}

// begin takes what the worker holds now as nothing.
func (g *gauge) begin() {
	g.base = g.total()
}

// grown is how many bytes the worker holds more than when it began. It is 0
// where that is not known.
func (g *gauge) grown() int64 {
	return max(g.total()-g.base, 0)
}

func (g *gauge) total() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.file == nil {
		return 0
	}
	var buf [128]byte
	n, err := g.file.ReadAt(buf[:], 0)
	if n == 0 && err != nil {
		return 0
	}
	// What is shared is the program itself.
	var resident, shared int64
	fields := 0
	for field := range bytes.FieldsSeq(buf[:n]) {
		switch fields {
		case 1:
			resident = number(field)
		case 2:
			shared = number(field)
		}
		fields++
	}
	return (resident - shared) * int64(os.Getpagesize())
}

func number(field []byte) int64 {
	v := int64(0)
	for _, c := range field {
		if c < '0' || c > '9' {
			return 0
		}
		v = 10*v + int64(c-'0')
	}
	return v
}

func (g *gauge) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.file != nil {
		_ = g.file.Close() // it was only read
		g.file = nil
	}
}
