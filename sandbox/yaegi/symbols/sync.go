package symbols

import "sync"

func syncStatic() table {
	return table{
		"Locker":    typ[sync.Locker](),
		"Mutex":     typ[Mutex](),
		"Once":      typ[Once](),
		"RWMutex":   typ[RWMutex](),
		"WaitGroup": typ[WaitGroup](),
		"OnceFunc":  fn(onceFunc),
	}
}

// Scripts have one goroutine. The types below keep count like those of package
// sync do, but panic where those would wait for ever, or end the process.

// Mutex is sync.Mutex.
type Mutex struct{ locked bool }

// Lock locks m, and panics if it is locked.
func (m *Mutex) Lock() {
	if !m.TryLock() {
		panic("sync: Lock of a locked Mutex would wait for ever: a script has one goroutine")
	}
}

// TryLock locks m unless it is locked, and reports whether it did.
func (m *Mutex) TryLock() bool {
	if m.locked {
		return false
	}
	m.locked = true
	return true
}

// Unlock unlocks m, and panics if it is not locked.
func (m *Mutex) Unlock() {
	if !m.locked {
		panic("sync: unlock of unlocked mutex")
	}
	m.locked = false
}

// RWMutex is sync.RWMutex.
type RWMutex struct {
	writer  bool
	readers int
}

// Lock locks m for writing, and panics if it is locked in any way.
func (m *RWMutex) Lock() {
	if !m.TryLock() {
		panic("sync: Lock of a locked RWMutex would wait for ever: a script has one goroutine")
	}
}

// TryLock locks m for writing unless it is locked, and reports whether it did.
func (m *RWMutex) TryLock() bool {
	if m.writer || m.readers > 0 {
		return false
	}
	m.writer = true
	return true
}

// Unlock ends Lock.
func (m *RWMutex) Unlock() {
	if !m.writer {
		panic("sync: Unlock of unlocked RWMutex")
	}
	m.writer = false
}

// RLock locks m for reading, and panics if it is locked for writing.
func (m *RWMutex) RLock() {
	if !m.TryRLock() {
		panic("sync: RLock of a locked RWMutex would wait for ever: a script has one goroutine")
	}
}

// TryRLock locks m for reading unless it is locked for writing, and reports
// whether it did.
func (m *RWMutex) TryRLock() bool {
	if m.writer {
		return false
	}
	m.readers++
	return true
}

// RUnlock ends one RLock.
func (m *RWMutex) RUnlock() {
	if m.readers == 0 {
		panic("sync: RUnlock of unlocked RWMutex")
	}
	m.readers--
}

// RLocker returns a Locker that calls RLock and RUnlock.
func (m *RWMutex) RLocker() sync.Locker { return readLocker{m} }

type readLocker struct{ m *RWMutex }

func (l readLocker) Lock()   { l.m.RLock() }
func (l readLocker) Unlock() { l.m.RUnlock() }

// Once is sync.Once.
type Once struct{ started, done bool }

// Do calls f unless Do was called before. It panics when f calls it.
func (o *Once) Do(f func()) {
	if o.done {
		return
	}
	if o.started {
		panic("sync: Once.Do called by its own function would wait for ever")
	}
	o.started = true
	defer func() { o.done = true }()
	f()
}

// onceFunc is sync.OnceFunc.
func onceFunc(f func()) func() {
	var once Once
	var failure any
	return func() {
		once.Do(func() {
			defer func() {
				if failure = recover(); failure != nil {
					panic(failure)
				}
			}()
			f()
		})
		if failure != nil {
			panic(failure)
		}
	}
}

// WaitGroup is sync.WaitGroup.
type WaitGroup struct{ n int }

// Add adds delta to the counter, and panics if it becomes negative.
func (w *WaitGroup) Add(delta int) {
	w.n += delta
	if w.n < 0 {
		panic("sync: negative WaitGroup counter")
	}
}

// Done takes one from the counter.
func (w *WaitGroup) Done() { w.Add(-1) }

// Wait panics unless the counter is zero.
func (w *WaitGroup) Wait() {
	if w.n > 0 {
		panic("sync: WaitGroup.Wait would wait for ever: a script has one goroutine")
	}
}

var (
	_ sync.Locker = (*Mutex)(nil)
	_ sync.Locker = (*RWMutex)(nil)
)
