package storetest

import (
	"bytes"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// statsHour is the beginning of the hour that the tests count in.
var statsHour = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newStat(step time.Duration, start time.Time, script store.ID, run store.ID, count int64) store.Stat {
	return store.Stat{
		Step: step, Start: start, ScriptID: script, Run: run,
		Count: count, Errors: count / 2, Durations: []byte{1, byte(count)},
	}
}

func putStats(t *testing.T, s store.Store) {
	run, other, script := store.NewID(), store.NewID(), store.NewID()
	rows := []store.Stat{
		newStat(time.Minute, statsHour, store.ID{}, run, 10),
		newStat(time.Minute, statsHour, script, run, 10),
		newStat(time.Minute, statsHour.Add(time.Minute), script, run, 20),
		newStat(time.Minute, statsHour, script, other, 30),
		newStat(time.Hour, statsHour, script, run, 60),
	}
	must[any](nil, s.PutStats(t.Context(), rows))(t)
	must[any](nil, s.PutStats(t.Context(), nil))(t)

	list := func(q store.StatQuery) []store.Stat {
		t.Helper()
		return must(s.ListStats(t.Context(), q))(t)
	}
	hour := store.StatQuery{Step: time.Minute, Since: statsHour, Until: statsHour.Add(time.Hour)}
	of := func(script store.ID, each bool) store.StatQuery {
		q := hour
		q.ScriptID, q.EachScript = script, each
		return q
	}
	got := list(of(script, false))
	equal(t, "rows of the script", len(got), 3)
	equal(t, "the last one's start", got[2].Start, rows[2].Start)
	equal(t, "its count", got[2].Count, 20)
	equal(t, "its errors", got[2].Errors, 10)
	equal(t, "its run", got[2].Run, run)
	equal(t, "its step", got[2].Step, time.Minute)
	if !bytes.Equal(got[2].Durations, rows[2].Durations) {
		t.Fatalf("durations %x, want %x", got[2].Durations, rows[2].Durations)
	}
	twice := []store.Stat{rows[2], rows[2]}
	twice[0].Count = 21
	must[any](nil, s.PutStats(t.Context(), twice))(t)
	equal(t, "the count of what is there twice", list(of(script, false))[2].Count, 20)
	equal(t, "rows of each script", len(list(of(store.ID{}, true))), 3)
	equal(t, "rows of all scripts", len(list(of(store.ID{}, false))), 1)
	equal(t, "rows of another script", len(list(of(store.NewID(), false))), 0)

	until := of(script, false)
	until.Until = statsHour.Add(time.Minute)
	equal(t, "rows until the second minute", len(list(until)), 2)
	since := of(script, false)
	since.Since = statsHour.Add(time.Second)
	equal(t, "rows since the first second", len(list(since)), 1)

	// Written again, a row is replaced.
	rows[1].Count = 11
	must[any](nil, s.PutStats(t.Context(), rows[1:2]))(t)
	got = list(of(script, false))
	equal(t, "rows after writing one again", len(got), 3)
	var total int64
	for _, row := range got {
		total += row.Count
	}
	equal(t, "their sum", total, 11+20+30)
}

func deleteStats(t *testing.T, s store.Store) {
	run, script := store.NewID(), store.NewID()
	var rows []store.Stat
	for i := range 10 {
		rows = append(rows,
			newStat(time.Minute, statsHour.Add(time.Duration(i)*time.Minute), script, run, 1),
			newStat(time.Hour, statsHour.Add(time.Duration(i)*time.Hour), script, run, 1))
	}
	must[any](nil, s.PutStats(t.Context(), rows))(t)
	must[any](nil, s.DeleteStats(t.Context(), time.Minute, statsHour.Add(4*time.Minute)))(t)
	for step, want := range map[time.Duration]int{time.Minute: 6, time.Hour: 10} {
		got := must(s.ListStats(t.Context(), store.StatQuery{
			Step: step, Since: statsHour, Until: statsHour.Add(24 * time.Hour), ScriptID: script,
		}))(t)
		equal(t, "rows by "+step.String(), len(got), want)
	}
}
