package symbols

import (
	crand "crypto/rand"
	"encoding/binary"
	"math/rand"
)

func randStatic() table {
	return table{
		"NewSource": fn(rand.NewSource),

		"Rand":     typ[Rand](),
		"Source":   typ[rand.Source](),
		"Source64": typ[rand.Source64](),
	}
}

func randBound(h Host) table {
	r := &Rand{host: h}
	return table{
		"ExpFloat64":  fn(r.ExpFloat64),
		"Float32":     fn(r.Float32),
		"Float64":     fn(r.Float64),
		"Int":         fn(r.Int),
		"Int31":       fn(r.Int31),
		"Int31n":      fn(r.Int31n),
		"Int63":       fn(r.Int63),
		"Int63n":      fn(r.Int63n),
		"Intn":        fn(r.Intn),
		"NormFloat64": fn(r.NormFloat64),
		"Perm":        fn(r.Perm),
		"Shuffle":     fn(r.Shuffle),
		"Uint32":      fn(r.Uint32),
		"Uint64":      fn(r.Uint64),

		"New": fn(func(src rand.Source) *Rand { return &Rand{host: h, r: rand.New(src)} }),
	}
}

// Rand is rand.Rand with a cap on Perm. Without a source it seeds itself at
// random when it is first used: that costs too much to do for every interpreter.
type Rand struct {
	host Host
	r    *rand.Rand
}

func (r *Rand) rand() *rand.Rand {
	if r.r == nil {
		var seed [8]byte
		crand.Read(seed[:])
		r.r = rand.New(rand.NewSource(int64(binary.LittleEndian.Uint64(seed[:]))))
	}
	return r.r
}

// Seed starts the sequence that belongs to seed.
func (r *Rand) Seed(seed int64) { r.rand().Seed(seed) }

// ExpFloat64 returns an exponentially distributed number.
func (r *Rand) ExpFloat64() float64 { return r.rand().ExpFloat64() }

// NormFloat64 returns a normally distributed number.
func (r *Rand) NormFloat64() float64 { return r.rand().NormFloat64() }

// Float32 returns a number in [0.0, 1.0).
func (r *Rand) Float32() float32 { return r.rand().Float32() }

// Float64 returns a number in [0.0, 1.0).
func (r *Rand) Float64() float64 { return r.rand().Float64() }

// Int returns a number of 0 or more.
func (r *Rand) Int() int { return r.rand().Int() }

// Int31 returns a number of 0 or more.
func (r *Rand) Int31() int32 { return r.rand().Int31() }

// Int31n returns a number in [0, n).
func (r *Rand) Int31n(n int32) int32 { return r.rand().Int31n(n) }

// Int63 returns a number of 0 or more.
func (r *Rand) Int63() int64 { return r.rand().Int63() }

// Int63n returns a number in [0, n).
func (r *Rand) Int63n(n int64) int64 { return r.rand().Int63n(n) }

// Intn returns a number in [0, n).
func (r *Rand) Intn(n int) int { return r.rand().Intn(n) }

// Uint32 returns any number.
func (r *Rand) Uint32() uint32 { return r.rand().Uint32() }

// Uint64 returns any number.
func (r *Rand) Uint64() uint64 { return r.rand().Uint64() }

// Perm returns the numbers from 0 to n-1 in random order.
func (r *Rand) Perm(n int) []int {
	const most = 1_000_000
	if n > most {
		panic(&LimitError{"rand.Perm", "more than 1000000 numbers"})
	}
	if n > 0 {
		r.host.Allocate(8 * int64(n))
		r.host.Charge(int64(n) / 4)
	}
	return r.rand().Perm(n)
}

// Shuffle puts n elements in random order by calling swap.
func (r *Rand) Shuffle(n int, swap func(i, j int)) { r.rand().Shuffle(n, swap) }

// Read fills p.
func (r *Rand) Read(p []byte) (int, error) {
	pass(r.host, len(p))
	return r.rand().Read(p)
}
