package sandbox

import (
	"math"
	"testing"
	"time"
)

func TestMeter_StopsWhenTheBudgetIsUsedUp(t *testing.T) {
	t.Parallel()
	m := NewMeter(Limits{Operations: 10}, nil)
	if err := m.Spend(10); err != nil || m.Used() != 10 {
		t.Fatalf("within the budget: %v, %d used", err, m.Used())
	}
	m.Refund(4)
	if m.Used() != 6 {
		t.Errorf("%d used after a refund", m.Used())
	}
	if err := m.Spend(5); err == nil || err.Outcome != OperationLimit {
		t.Errorf("over the budget: %v", err)
	}
	select {
	case <-m.Halted():
	default:
		t.Error("not halted")
	}
}

func TestMeter_TakesWhatDoesNotFitForTooMuch(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{-1, math.MinInt64, math.MaxInt64} {
		m := NewMeter(Limits{}, nil)
		if err := m.Spend(n); err == nil {
			t.Errorf("Spend(%d) is allowed", n)
		}
		m = NewMeter(Limits{}, nil)
		if err := m.Allocate(n); err == nil || err.Outcome != MemoryLimit {
			t.Errorf("Allocate(%d): %v", n, err)
		}
	}
}

func TestMeter_TheFirstStopCounts(t *testing.T) {
	t.Parallel()
	m := NewMeter(Limits{Timeout: time.Second}, nil)
	if !m.Stop(Timeout) || m.Stop(Canceled) {
		t.Error("Stop reports the wrong one")
	}
	if err := m.Spend(1); err == nil || err.Outcome != Timeout {
		t.Errorf("got %v", err)
	}
}

func TestMeter_AsksForASampleWhileMuchIsAllocated(t *testing.T) {
	t.Parallel()
	samples := 0
	m := NewMeter(Limits{Memory: 1000}, func() { samples++ })
	for range 10 {
		if err := m.Allocate(100); err != nil {
			t.Fatal(err)
		}
	}
	if samples < 2 || samples > 5 {
		t.Errorf("%d samples", samples)
	}
}
