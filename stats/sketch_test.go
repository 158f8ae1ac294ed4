package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func (s *sketch) observe(d time.Duration) { s.add(bucketOf(d), 1) }

func decode(encoded []byte) (*sketch, error) {
	s := new(sketch)
	return s, s.addEncoded(encoded)
}

func TestSketch_QuantilesAreWithinItsError(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for name, draw := range map[string]func() time.Duration{
		"uniform":     func() time.Duration { return time.Duration(random.Int64N(int64(time.Second))) },
		"exponential": func() time.Duration { return time.Duration(random.ExpFloat64() * float64(5*time.Millisecond)) },
		"heavy tail": func() time.Duration {
			return time.Duration(math.Exp(random.NormFloat64()*3) * float64(time.Millisecond))
		},
		"constant": func() time.Duration { return 1234 * time.Microsecond },
	} {
		t.Run(name, func(t *testing.T) {
			var s sketch
			values := make([]time.Duration, 10_000)
			for i := range values {
				values[i] = draw()
				s.observe(values[i])
			}
			slices.Sort(values)
			for _, q := range []float64{0, 0.01, 0.5, 0.9, 0.95, 0.99, 1} {
				want := values[max(int(math.Ceil(q*float64(len(values)))), 1)-1]
				got := s.quantile(q)
				if off := math.Abs(float64(got - want)); off > float64(want)/(2*subBuckets)+float64(time.Microsecond) {
					t.Errorf("quantile %v: %v, want about %v", q, got, want)
				}
			}
		})
	}
}

func TestSketch_TakesDurationsOutOfRange(t *testing.T) {
	t.Parallel()
	var s sketch
	if s.quantile(0.5) != 0 || s.total != 0 {
		t.Error("the empty sketch is not empty")
	}
	s.observe(-time.Second)
	s.observe(math.MaxInt64)
	if s.total != 2 || s.quantile(0) != 0 || s.quantile(1) < 18*time.Hour {
		t.Errorf("%d observed, from %v to %v", s.total, s.quantile(0), s.quantile(1))
	}
}

func TestSketch_BucketsAreInOrder(t *testing.T) {
	t.Parallel()
	for bucket := range buckets {
		if got := bucketOf(middle(bucket)); got != bucket {
			t.Fatalf("the middle of bucket %d, %v, is in bucket %d", bucket, middle(bucket), got)
		}
	}
}

func TestSketch_MergesWithoutLoss(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	var whole, left, right sketch
	for i := range 1000 {
		d := time.Duration(random.Int64N(int64(time.Minute)))
		whole.observe(d)
		if i%3 == 0 {
			left.observe(d)
		} else {
			right.observe(d)
		}
	}
	right.merge(&left)
	right.merge(new(sketch))
	if !slices.Equal(right.encode(), whole.encode()) {
		t.Error("the parts do not add up to the whole")
	}
}

func FuzzDecode(f *testing.F) {
	var s sketch
	f.Add(s.encode())
	for _, d := range []time.Duration{0, time.Millisecond, time.Second, time.Hour} {
		s.observe(d)
	}
	f.Add(s.encode())
	f.Add([]byte{})
	f.Add([]byte{version, 1, 0})
	f.Add([]byte{version, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1})
	f.Fuzz(func(t *testing.T, encoded []byte) {
		s, err := decode(encoded)
		if err != nil {
			return
		}
		again, err := decode(s.encode())
		if err != nil || again.total != s.total || !slices.Equal(again.encode(), s.encode()) {
			t.Fatalf("%x reads back as %v, %v", encoded, again, err)
		}
		if s.quantile(0) > s.quantile(1) {
			t.Fatalf("%x has its least above its greatest", encoded)
		}
	})
}

func BenchmarkSeries_Observe(b *testing.B) {
	r := NewRecorder(new(memory), Options{})
	defer r.Close(b.Context())
	s := r.Series(scriptID{1})
	now := time.Now()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for d := time.Microsecond; pb.Next(); d += time.Microsecond {
			s.Observe(now, d, false)
		}
	})
}
