package process

import (
	"os"
	"sync"
	"time"
)

const (
	noiseKept   = 2 << 10  // bytes that are kept
	noiseBudget = 64 << 10 // bytes that are read in a second
)

// noise is what a worker writes to standard error: nothing, until it dies of a
// fatal error. The beginning is kept. A worker that writes on and on is left
// to fill its pipe, so that it costs nothing.
type noise struct {
	file *os.File
	done chan struct{}
	stop chan struct{}

	mu   sync.Mutex
	head []byte
}

func newNoise(file *os.File) *noise {
	n := &noise{file: file, done: make(chan struct{}), stop: make(chan struct{})}
	go n.read()
	return n
}

func (n *noise) read() {
	defer close(n.done)
	buf := make([]byte, 4<<10)
	since, budget := time.Now(), noiseBudget
	for {
		got, err := n.file.Read(buf)
		n.keep(buf[:got])
		if err != nil {
			return
		}
		// Many small writes cost as much as few large ones.
		budget -= max(got, len(buf)/4)
		if budget > 0 {
			continue
		}
		select {
		case <-time.After(time.Second - min(time.Since(since), time.Second)):
		case <-n.stop:
			return
		}
		since, budget = time.Now(), noiseBudget
	}
}

func (n *noise) keep(b []byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.head = append(n.head, b[:min(len(b), noiseKept-len(n.head))]...)
}

// finish waits until everything is read that a dead worker has left, or not
// worth reading.
func (n *noise) finish() {
	close(n.stop)
	// What another process still holds open does not keep us.
	_ = n.file.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	<-n.done
	_ = n.file.Close()
}

func (n *noise) text() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return string(n.head)
}
