package stats

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"time"
)

// A duration falls into one of the buckets by its microseconds: one for each
// number up to exact, then subBuckets for each power of two. So the middle of
// a bucket is at most 1/(2*subBuckets), 1.6 %, from what fell into it.
const (
	subBits    = 5
	subBuckets = 1 << subBits
	exact      = 2 * subBuckets

	// octaves above exact end at 2^36 µs, about 19 hours.
	octaves = 36 - subBits - 1
	buckets = exact + octaves*subBuckets
)

// bucketOf returns the bucket of a duration. What is out of range falls into
// the first or the last one.
func bucketOf(d time.Duration) int {
	us := uint64(max(d, 0) / time.Microsecond)
	if us < exact {
		return int(us)
	}
	shift := bits.Len64(us) - subBits - 1
	return min(exact+(shift-1)*subBuckets+int(us>>shift)-subBuckets, buckets-1)
}

// middle returns the duration that stands for those in a bucket.
func middle(bucket int) time.Duration {
	if bucket < exact {
		return time.Duration(bucket) * time.Microsecond
	}
	octave, sub := (bucket-exact)/subBuckets, (bucket-exact)%subBuckets
	low := uint64(subBuckets+sub) << (octave + 1)
	width := uint64(1) << (octave + 1)
	return time.Duration(low+width/2) * time.Microsecond
}

// sketch is a distribution of durations, exact to 1.6 %. Sketches can be added
// to one another without loss. The zero value is empty.
type sketch struct {
	counts []uint64 // by bucket, nil while empty
	total  uint64
}

// errSketch is what addEncoded makes of bytes that are no sketch.
var errSketch = errors.New("not a sketch of durations")

// merge adds what another sketch counted.
func (s *sketch) merge(other *sketch) {
	for bucket, n := range other.counts {
		if n > 0 {
			s.add(bucket, n)
		}
	}
}

func (s *sketch) add(bucket int, n uint64) {
	if s.counts == nil {
		s.counts = make([]uint64, buckets)
	}
	s.counts[bucket] += n
	s.total += n
}

// quantile returns the duration that the share q of all, from 0 to 1, do not
// exceed; 0 when there are none.
func (s *sketch) quantile(q float64) time.Duration {
	if s.total == 0 {
		return 0
	}
	rank := uint64(math.Ceil(q * float64(s.total)))
	rank = min(max(rank, 1), s.total)
	for bucket, n := range s.counts {
		if rank <= n {
			return middle(bucket)
		}
		rank -= n
	}
	return middle(buckets - 1)
}

// version is the first byte of an encoded sketch.
const version = 1

// encode returns the sketch as bytes: for each bucket that is not empty the
// distance from the one before and its count.
func (s *sketch) encode() []byte {
	encoded := []byte{version}
	last := -1
	for bucket, n := range s.counts {
		if n == 0 {
			continue
		}
		encoded = binary.AppendUvarint(encoded, uint64(bucket-last))
		encoded = binary.AppendUvarint(encoded, n)
		last = bucket
	}
	return encoded
}

// addEncoded adds what encode wrote. On an error it has added a part of it.
func (s *sketch) addEncoded(encoded []byte) error {
	if len(encoded) == 0 || encoded[0] != version {
		return errSketch
	}
	rest := encoded[1:]
	bucket := -1
	for len(rest) > 0 {
		step, size := binary.Uvarint(rest)
		if size <= 0 || step == 0 || step > buckets {
			return fmt.Errorf("%w: bad bucket", errSketch)
		}
		rest = rest[size:]
		n, size := binary.Uvarint(rest)
		if size <= 0 || n == 0 || n > math.MaxInt64-s.total {
			return fmt.Errorf("%w: bad count", errSketch)
		}
		rest = rest[size:]
		if bucket += int(step); bucket >= buckets {
			return fmt.Errorf("%w: no such bucket", errSketch)
		}
		s.add(bucket, n)
	}
	return nil
}
