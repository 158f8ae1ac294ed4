package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

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
			var s Sketch
			values := make([]time.Duration, 10_000)
			for i := range values {
				values[i] = draw()
				s.Observe(values[i])
			}
			slices.Sort(values)
			for _, q := range []float64{0, 0.01, 0.5, 0.9, 0.95, 0.99, 1} {
				want := values[max(int(math.Ceil(q*float64(len(values)))), 1)-1]
				got := s.Quantile(q)
				if off := math.Abs(float64(got - want)); off > float64(want)/(2*subBuckets)+float64(time.Microsecond) {
					t.Errorf("quantile %v: %v, want about %v", q, got, want)
				}
			}
		})
	}
}

func TestSketch_TakesDurationsOutOfRange(t *testing.T) {
	t.Parallel()
	var s Sketch
	if s.Quantile(0.5) != 0 || s.Count() != 0 {
		t.Error("the empty sketch is not empty")
	}
	s.Observe(-time.Second)
	s.Observe(math.MaxInt64)
	if s.Count() != 2 || s.Quantile(0) != 0 || s.Quantile(1) < 18*time.Hour {
		t.Errorf("%d observed, from %v to %v", s.Count(), s.Quantile(0), s.Quantile(1))
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
	var whole, left, right Sketch
	for i := range 1000 {
		d := time.Duration(random.Int64N(int64(time.Minute)))
		whole.Observe(d)
		if i%3 == 0 {
			left.Observe(d)
		} else {
			right.Observe(d)
		}
	}
	right.Merge(&left)
	right.Merge(new(Sketch))
	if !slices.Equal(right.Encode(), whole.Encode()) {
		t.Error("the parts do not add up to the whole")
	}
}

func FuzzDecode(f *testing.F) {
	var s Sketch
	f.Add(s.Encode())
	for _, d := range []time.Duration{0, time.Millisecond, time.Second, time.Hour} {
		s.Observe(d)
	}
	f.Add(s.Encode())
	f.Add([]byte{})
	f.Add([]byte{version, 1, 0})
	f.Add([]byte{version, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1})
	f.Fuzz(func(t *testing.T, encoded []byte) {
		s, err := Decode(encoded)
		if err != nil {
			return
		}
		again, err := Decode(s.Encode())
		if err != nil || again.Count() != s.Count() || !slices.Equal(again.Encode(), s.Encode()) {
			t.Fatalf("%x reads back as %v, %v", encoded, again, err)
		}
		if s.Quantile(0) > s.Quantile(1) {
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
