package logsink

import (
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/picloud/picloud/store"
)

// offerAt asks for the weight of successes that come at an even rate, and
// returns how many are recorded and what their weights add up to.
func offerAt(s *Sink, perSecond int, d time.Duration) (kept int, sum int64) {
	const step = 5 * time.Millisecond
	for elapsed := time.Duration(0); elapsed < d; elapsed += step {
		for range int(float64(perSecond) * step.Seconds()) {
			if weight := s.Weigh(false); weight > 0 {
				kept++
				sum += weight
			}
		}
		time.Sleep(step)
	}
	return kept, sum
}

// close ends a sink in a bubble of synctest.
func closeNow(t *testing.T, s *Sink) {
	t.Helper()
	if err := s.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWeigh_RecordsEverySuccessUpToTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(discard{}, Options{MaxSuccesses: 1000, Burst: 1})
		defer closeNow(t, s)
		kept, sum := offerAt(s, 1000, 30*time.Second)
		if kept != 30_000 || sum != 30_000 {
			t.Errorf("%d of 30000 were recorded, with the weight %d", kept, sum)
		}
		if stats := s.Stats(); stats.Sampled != 0 || stats.SampleEvery != 1 {
			t.Errorf("%+v", stats)
		}
	})
}

func TestWeigh_TakesABurst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(discard{}, Options{MaxSuccesses: 100, Burst: 5000})
		defer closeNow(t, s)
		for range 3 {
			if kept, sum := offerAt(s, 25_000, 200*time.Millisecond); kept != 5000 || sum != 5000 {
				t.Errorf("of a burst of 5000, %d were recorded with the weight %d", kept, sum)
			}
			time.Sleep(time.Minute) // credit grows back
		}
	})
}

func TestWeigh_SamplesSuccessesBeyondTheRateAndKeepsTheirSum(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const rate, seconds = 500, 60
		s := New(discard{}, Options{MaxSuccesses: rate, Burst: 1000})
		defer closeNow(t, s)
		var total int64
		for _, perSecond := range []int{10_000, 40_000, 3000} {
			before := s.Stats().Sampled
			kept, sum := offerAt(s, perSecond, seconds*time.Second)
			offered := int64(perSecond * seconds)
			total += offered
			// What a burst, the first window at a new rate and chance add.
			if limit := rate*seconds*11/10 + 4000; kept > limit || kept < rate*seconds/2 {
				t.Errorf("at %d a second %d were recorded, want %d at most and half of that at least", perSecond, kept, limit)
			}
			if off := math.Abs(float64(sum-offered)) / float64(offered); off > 0.05 {
				t.Errorf("at %d a second, the weights add up to %d of %d", perSecond, sum, offered)
			}
			stats := s.Stats()
			if sampled := stats.Sampled - before; sampled != offered-int64(kept) {
				t.Errorf("%d were sampled, want %d", sampled, offered-int64(kept))
			}
			if n := stats.SampleEvery; n < int64(perSecond/rate) || n > int64(perSecond/rate)+2 {
				t.Errorf("at %d a second, one in %d is recorded", perSecond, n)
			}
		}
		time.Sleep(5 * time.Second)
		if kept, sum := offerAt(s, 200, 10*time.Second); kept != 2000 || sum != 2000 {
			t.Errorf("afterwards %d of 2000 were recorded, with the weight %d", kept, sum)
		}
		if n := s.Stats().SampleEvery; n != 1 {
			t.Errorf("afterwards one in %d is recorded", n)
		}
	})
}

func TestWeigh_WeighsEachKindOfSuccessRightly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(discard{}, Options{MaxSuccesses: 500, Burst: 1})
		defer closeNow(t, s)
		var rare, often int64 // one in ten is rare
		for range 20_000 {
			for i := range 50 {
				if weight := s.Weigh(false); i%10 == 0 {
					rare += weight
				} else {
					often += weight
				}
			}
			time.Sleep(5 * time.Millisecond)
		}
		if off := math.Abs(float64(rare)/100_000 - 1); off > 0.1 {
			t.Errorf("the weights of the rare add up to %d, want about 100000", rare)
		}
		if off := math.Abs(float64(often)/900_000 - 1); off > 0.1 {
			t.Errorf("the weights of the others add up to %d, want about 900000", often)
		}
	})
}

func TestWeigh_KeepsWhatIsNotable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(discard{}, Options{MaxSuccesses: 1, Burst: 1})
		defer closeNow(t, s)
		offerAt(s, 10_000, time.Second)
		for range 1000 {
			if weight := s.Weigh(true); weight != 1 {
				t.Fatalf("the weight is %d", weight)
			}
		}
	})
}

func TestWeigh_RecordsAllWhenSamplingIsOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(discard{}, Options{MaxSuccesses: -1})
		defer closeNow(t, s)
		if kept, sum := offerAt(s, 100_000, time.Second); kept != 100_000 || sum != 100_000 {
			t.Errorf("%d were recorded with the weight %d", kept, sum)
		}
		if stats := s.Stats(); stats.Sampled != 0 || stats.SampleEvery != 1 {
			t.Errorf("%+v", stats)
		}
	})
}

func TestWeigh_CountsEverySuccessOfManyProducers(t *testing.T) {
	t.Parallel()
	s := New(discard{}, Options{MaxSuccesses: 100, Burst: 100})
	defer closeNow(t, s)
	const producers, each = 8, 20_000
	var kept [producers]int64
	var all sync.WaitGroup
	for p := range producers {
		all.Go(func() {
			for range each {
				if s.Weigh(false) > 0 {
					kept[p]++
				}
			}
		})
	}
	all.Wait()
	sampled := s.Stats().Sampled
	for _, n := range kept {
		sampled += n
	}
	if sampled != producers*each {
		t.Errorf("%d of %d are accounted for", sampled, producers*each)
	}
}

func TestWeigh_AllocatesNothing(t *testing.T) {
	s := New(discard{}, Options{MaxSuccesses: 1, Burst: 1})
	defer closeNow(t, s)
	if n := testing.AllocsPerRun(1000, func() { s.Weigh(false) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestWatch_TellsOfWhatWasWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		s := New(r, Options{})
		defer closeNow(t, s)
		written, stop := s.Watch()
		idle, stopIdle := s.Watch() // never read: it holds up nobody
		defer stopIdle()
		for range 3 {
			s.Offer(store.Execution{})
			select {
			case <-written:
				t.Fatal("told before it was written")
			default:
			}
			<-written
			if r.sizes() == "[]" {
				t.Fatal("told and not written")
			}
		}
		stop()
		stop()
		s.Offer(store.Execution{})
		time.Sleep(time.Second)
		select {
		case <-written:
			t.Error("told after the end")
		default:
		}
		if len(idle) != 1 {
			t.Errorf("the idle watcher has %d values, want one for all", len(idle))
		}
	})
}

func BenchmarkWeigh(b *testing.B) {
	run := func(b *testing.B, s *Sink) {
		defer s.Close(b.Context())
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				s.Weigh(false)
			}
		})
		b.ReportMetric(float64(s.Stats().SampleEvery), "one-in")
	}
	b.Run("sampling", func(b *testing.B) { run(b, New(discard{}, Options{})) })
	b.Run("every success", func(b *testing.B) { run(b, New(discard{}, Options{MaxSuccesses: -1})) })
}

// BenchmarkRecord is what one success costs: making its record, offering it
// and having it taken, with and without sampling.
func BenchmarkRecord(b *testing.B) {
	for name, rate := range map[string]int{"sampling": DefaultMaxSuccesses, "every success": -1} {
		b.Run(name, func(b *testing.B) {
			s := New(discard{}, Options{MaxSuccesses: rate})
			defer s.Close(b.Context())
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if weight := s.Weigh(false); weight > 0 {
						s.Offer(store.Execution{ScriptName: "greet", Path: "/greet/" + "alice", StartedAt: time.Now(), Weight: weight})
					}
				}
			})
		})
	}
}

func TestSetMaxSuccesses_ChangesTheRateAndKeepsTheCounts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(discard{}, Options{MaxSuccesses: 100, Burst: 1})
		defer closeNow(t, s)
		offerAt(s, 1000, time.Second)
		sampled := s.Stats().Sampled
		if sampled == 0 {
			t.Fatal("nothing is sampled")
		}
		s.SetMaxSuccesses(-1)
		if kept, sum := offerAt(s, 1000, time.Second); kept != 1000 || sum != 1000 {
			t.Errorf("of 1000 without a limit, %d were recorded with the weight %d", kept, sum)
		}
		if got := s.Stats(); got.Sampled != sampled || got.SampleEvery != 1 {
			t.Errorf("%+v, want %d sampled", got, sampled)
		}
		s.SetMaxSuccesses(50)
		if kept, _ := offerAt(s, 1000, 10*time.Second); kept > 1000 {
			t.Errorf("with another limit, %d of 10000 were recorded", kept)
		}
		if got := s.Stats().Sampled; got <= sampled {
			t.Errorf("%d sampled after %d", got, sampled)
		}
	})
}
