package logsink

import "sync"

// watchers are those who want to know that records were written.
type watchers struct {
	mu    sync.Mutex
	chans map[chan struct{}]struct{}
}

// Watch returns a channel that gets a value soon after records were written,
// one for however many, and a function that ends that. Who watches reads the
// records from the store: there they stay for as long as the watcher is slow,
// and neither Offer nor the writing waits for it.
func (s *Sink) Watch() (written <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	if s.watch.chans == nil {
		s.watch.chans = map[chan struct{}]struct{}{}
	}
	s.watch.chans[c] = struct{}{}
	return c, func() {
		s.watch.mu.Lock()
		defer s.watch.mu.Unlock()
		delete(s.watch.chans, c)
	}
}

// tell wakes all watchers that were not woken already.
func (w *watchers) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.chans {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
