package main

import "sync"

// text is what is answered.
const text = "hello"

// goroutines fetches texts from goroutines that wait for who wants one, as a
// script waits that keeps its stack.
type goroutines struct {
	idle sync.Pool // of *waiting
	stop chan struct{}
}

// waiting is a goroutine that waits.
type waiting struct {
	ask  chan struct{}
	told chan string
}

func newGoroutines() *goroutines {
	g := &goroutines{stop: make(chan struct{})}
	g.idle.New = func() any {
		w := &waiting{ask: make(chan struct{}, 1), told: make(chan string, 1)}
		go w.serve(g.stop)
		return w
	}
	return g
}

func (w *waiting) serve(stop chan struct{}) {
	for {
		select {
		case <-w.ask:
			w.told <- text
		case <-stop:
			return
		}
	}
}

func (g *goroutines) fetch() (string, error) {
	w := g.idle.Get().(*waiting)
	w.ask <- struct{}{}
	got := <-w.told
	g.idle.Put(w)
	return got, nil
}

// Close ends the goroutines.
func (g *goroutines) Close() error {
	close(g.stop)
	return nil
}
