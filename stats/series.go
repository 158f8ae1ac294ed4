package stats

import (
	"sync/atomic"
	"time"
)

// Series counts the executions of one script. It is safe for concurrent use,
// and takes no lock but once a minute.
type Series struct {
	recorder *Recorder
	script   scriptID
	current  atomic.Pointer[minute]
}

// minute is what one minute counts while it lasts.
type minute struct {
	start    int64 // seconds since 1970
	count    atomic.Int64
	errors   atomic.Int64
	duration [buckets]atomic.Uint32
}

// Observe counts an execution that ended at a time.
func (s *Series) Observe(at time.Time, d time.Duration, failed bool) {
	start := at.Unix() / minuteSeconds * minuteSeconds
	m := s.current.Load()
	// A late one counts for the minute that has begun meanwhile.
	if m == nil || m.start < start {
		m = s.recorder.begin(s, start)
	}
	m.count.Add(1)
	if failed {
		m.errors.Add(1)
	}
	m.duration[bucketOf(d)].Add(1)
}

// tally is what a series counted over some time.
type tally struct {
	count  int64
	errors int64
	sketch sketch
}

// read adds what the minute has counted so far.
func (t *tally) read(m *minute) {
	t.count += m.count.Load()
	t.errors += m.errors.Load()
	for bucket := range m.duration {
		if n := m.duration[bucket].Load(); n > 0 {
			t.sketch.add(bucket, uint64(n))
		}
	}
}

// merge adds another tally.
func (t *tally) merge(other *tally) {
	t.count += other.count
	t.errors += other.errors
	t.sketch.merge(&other.sketch)
}

const (
	minuteSeconds = 60
	hourSeconds   = 3600
)
