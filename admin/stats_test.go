package admin

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func TestStats(t *testing.T) {
	t.Parallel()
	hours := func(f *fixture) {
		script := store.NewID()
		f.vars["counted"] = script.String()
		row := func(id store.ID) store.Stat {
			return store.Stat{
				Step: time.Hour, Start: time.Now().Add(-25 * time.Hour).Truncate(time.Hour), ScriptID: id, Run: store.NewID(),
				Count: 4, Errors: 1, Durations: []byte{1, 11, 4}, // four times 10 µs
			}
		}
		if err := f.store.PutStats(f.t.Context(), []store.Stat{row(script), row(store.ID{})}); err != nil {
			f.t.Fatal(err)
		}
	}
	points := func(want int) func(f *fixture, rec *httptest.ResponseRecorder) {
		return func(f *fixture, rec *httptest.ResponseRecorder) {
			if got := len(object(f.t, rec.Body.String())["points"].([]any)); got != want {
				f.t.Errorf("%d points, want %d", got, want)
			}
		}
	}
	const four = `"count":4,"errors":1,"p50_ms":0.01,"p95_ms":0.01,"p99_ms":0.01`
	run(t, []scenario{
		{name: "of the last hour by default", path: "/stats", status: 200, after: points(60), setup: hours,
			contains: []string{`"step_seconds":60`, `"scripts":[]`}, excludes: []string{four}},
		{name: "of a day", path: "/stats?window=24h", status: 200, after: points(96)},
		{name: "of a week", path: "/stats?window=7d", status: 200, after: points(168), setup: hours,
			contains: []string{`"total":{` + four, `"scripts":[{"script_id":"{counted}",` + four}},
		{name: "of a month", path: "/stats?window=30d", status: 200, after: points(120), setup: hours,
			contains: []string{`"total":{` + four}},
		{name: "of one script", path: "/stats?window=7d&script_id={counted}", status: 200, setup: hours,
			contains: []string{`"total":{` + four, `"scripts":[]`}},
		{name: "of a script that never ran", path: "/stats?window=7d&script_id={unknown}", status: 200, setup: hours,
			contains: []string{`"total":{"count":0,"errors":0,`}},
		{name: "of an unknown window", path: "/stats?window=2h", status: 422, code: "validation"},
		{name: "of what is no id", path: "/stats?script_id=x", status: 422},
	})
}
