package logsink

import (
	"sync/atomic"
	"time"
)

// sampler decides which successes are recorded. Up to a rate all of them are;
// beyond it one in N is, chosen by chance and independently of what it is, so
// that sums over records times their weight come out right for every script.
//
// It takes no lock: a call costs a look at the clock and one addition. What a
// race makes a little inexact is how many are kept, never their weight.
type sampler struct {
	rate  float64 // successes a second that are all kept
	burst float64 // as many more may come at once
	epoch time.Time

	seen atomic.Int64 // successes ever
	kept atomic.Int64 // of them, those with a record

	// Of the current window.
	start  atomic.Int64  // since the epoch
	first  atomic.Int64  // seen when it began
	credit atomic.Int64  // how many may come before N grows
	every  atomic.Uint32 // N
}

// sampleWindow is for how long a rate is measured.
const sampleWindow = 250 * time.Millisecond

func newSampler(rate, burst int) *sampler {
	s := &sampler{rate: float64(rate), burst: float64(burst), epoch: time.Now()}
	s.every.Store(1)
	s.credit.Store(int64(s.burst + s.income(sampleWindow)))
	return s
}

// income is how many successes may come in a time.
func (s *sampler) income(d time.Duration) float64 { return s.rate * d.Seconds() }

// weight returns how many successes the record of the next one stands for, or
// 0 when others stand for it.
func (s *sampler) weight() int64 {
	now := int64(time.Since(s.epoch))
	start := s.start.Load()
	if elapsed := time.Duration(now - start); elapsed >= sampleWindow && s.start.CompareAndSwap(start, now) {
		s.roll(elapsed)
		start = now
	}
	number := s.seen.Add(1)
	seen := number - s.first.Load()
	every := s.every.Load()
	if every == 1 && seen > s.credit.Load() {
		// A window just begun says little about the rate.
		every = s.divisor(seen, max(time.Duration(now-start), sampleWindow/8))
		s.every.Store(every)
	}
	if every > 1 && shuffle(uint64(number))%uint64(every) != 0 {
		return 0
	}
	s.kept.Add(1)
	return int64(every)
}

// shuffle makes a number one that looks as if it came by chance: the finaliser
// of SplitMix64. What is recorded must not follow a rhythm of the requests.
func shuffle(x uint64) uint64 {
	x *= 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// roll begins a window after one that took so long.
func (s *sampler) roll(elapsed time.Duration) {
	total := s.seen.Load()
	seen := total - s.first.Swap(total)

	// A window is not judged before it is over: its credit has what will come
	// in until then.
	left := float64(s.credit.Load()) - s.income(sampleWindow) + s.income(elapsed) - float64(seen)
	left = min(max(left, 0), s.burst)
	every := uint32(1)
	if left == 0 {
		every = s.divisor(seen, elapsed)
	}
	s.credit.Store(int64(left + s.income(sampleWindow)))
	s.every.Store(every)
}

// divisor is the N that brings so many successes in a time down to the rate.
func (s *sampler) divisor(seen int64, elapsed time.Duration) uint32 {
	n := float64(seen) / s.income(elapsed)
	if n <= 1 {
		return 1
	}
	return uint32(min(n+1, 1<<30))
}

// skipped is how many successes have no record.
func (s *sampler) skipped() int64 {
	kept := s.kept.Load() // first, since what is kept was seen before
	return s.seen.Load() - kept
}
