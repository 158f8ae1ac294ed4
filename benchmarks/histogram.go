//go:build linux

package main

import (
	"math/bits"
	"time"
)

// histogram counts times, in steps of about one and a half percent. It takes
// the same room however many there are.
type histogram struct {
	counts [64 << stepBits]int64
	total  int64
}

// stepBits says into how many steps each doubling is divided.
const stepBits = 6

func (h *histogram) add(d time.Duration) {
	h.counts[stepOf(uint64(max(d, 0)))]++
	h.total++
}

// stepOf keeps the highest bits of a number and their place.
func stepOf(v uint64) int {
	if v < 1<<stepBits {
		return int(v)
	}
	shift := bits.Len64(v) - 1 - stepBits
	return (shift+1)<<stepBits | int(v>>shift)&(1<<stepBits-1)
}

// lowest is the smallest number of a step.
func lowest(step int) uint64 {
	shift := step>>stepBits - 1
	if shift < 0 {
		return uint64(step)
	}
	return (1<<stepBits | uint64(step)&(1<<stepBits-1)) << shift
}

// quantile is the time that a part of all took at most.
func (h *histogram) quantile(q float64) time.Duration {
	rank := int64(q * float64(h.total))
	for step, n := range h.counts {
		if rank -= n; rank < 0 {
			return time.Duration((lowest(step) + lowest(step+1)) / 2)
		}
	}
	return 0
}
