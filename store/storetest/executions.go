package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// newExecution returns a record of an execution that started at a time.
func newExecution(start time.Time) store.Execution {
	start = start.UTC().Truncate(time.Microsecond)
	return store.Execution{
		ID:            store.NewIDAt(start),
		ScriptID:      store.NewID(),
		ScriptName:    "hello",
		Version:       3,
		RouteID:       store.NewID(),
		Method:        "POST",
		Host:          "example.com",
		Path:          "/a/b?c=d",
		RemoteIP:      "192.0.2.1",
		RequestBytes:  12,
		ResponseBytes: 34e9,
		Status:        200,
		Outcome:       "ok",
		StartedAt:     start,
		Duration:      5 * time.Millisecond,
		Queued:        2 * time.Microsecond,
		Warm:          3 * time.Millisecond,
		Operations:    50_000_000,
		Node:          "node-a",
		Weight:        1,
	}
}

func appendAll(t *testing.T, s store.Store, batch ...store.Execution) {
	t.Helper()
	if err := s.AppendExecutions(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func appendExecutions(t *testing.T, s store.Store) {
	ctx := t.Context()
	appendAll(t, s)
	start := time.Now()
	plain := newExecution(start.Add(-time.Second))
	plain.RouteID = store.ID{}
	full := newExecution(start)
	full.Status, full.Outcome, full.Error = 500, "error", "index out of range"
	full.LogsDropped = 7
	full.Logs = []store.LogLine{
		{Time: full.StartedAt.Add(123 * time.Nanosecond), Level: "INFO", Message: "first"},
		{Time: full.StartedAt, Level: "ERROR", Message: "", Attrs: map[string]string{"k": "v", "": "empty"}},
	}
	appendAll(t, s, plain, full)

	same(t, "plain", must(s.ExecutionByID(ctx, plain.ID))(t), plain)
	same(t, "full", must(s.ExecutionByID(ctx, full.ID))(t), full)
	same(t, "list with lines", must(s.ListExecutions(ctx, store.ExecutionQuery{Limit: 10, WithLogs: true}))(t),
		[]store.Execution{full, plain})
	full.Logs = nil
	same(t, "list", must(s.ListExecutions(ctx, store.ExecutionQuery{Limit: 10}))(t), []store.Execution{full, plain})

	for _, id := range []store.ID{store.NewID(), {}} {
		_, err := s.ExecutionByID(ctx, id)
		wantError(t, err, store.ErrNotFound)
	}
}

func duplicateExecutions(t *testing.T, s store.Store) {
	start := time.Now()
	first, second := newExecution(start), newExecution(start)
	appendAll(t, s, first)
	changed := first
	changed.Path = "/changed"
	appendAll(t, s, changed, second, second)
	same(t, "first", must(s.ExecutionByID(t.Context(), first.ID))(t), first)
	equal(t, "records", len(must(s.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 10}))(t)), 2)
}

func pageExecutions(t *testing.T, s store.Store) {
	start := time.Now()
	var batch []store.Execution
	for i := range 25 {
		batch = append(batch, newExecution(start.Add(time.Duration(i)*time.Millisecond)))
	}
	appendAll(t, s, batch[13:]...)
	appendAll(t, s, batch[:13]...)
	var got []store.ID
	var before store.ID
	for {
		page := must(s.ListExecutions(t.Context(), store.ExecutionQuery{Before: before, Limit: 10}))(t)
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			got = append(got, e.ID)
		}
		before = page[len(page)-1].ID
		appendAll(t, s, newExecution(start.Add(time.Hour))) // moves no page
	}
	equal(t, "count", len(got), len(batch))
	for i, id := range got {
		equal(t, "id", id, batch[len(batch)-1-i].ID)
	}
}

func filterExecutions(t *testing.T, s store.Store) {
	start := time.Now().Truncate(time.Second)
	scripts, routes := []store.ID{store.NewID(), store.NewID()}, []store.ID{store.NewID(), store.NewID(), {}}
	var all []store.Execution
	for i := range 60 {
		e := newExecution(start.Add(time.Duration(i) * time.Minute))
		e.ScriptID, e.RouteID = scripts[i%2], routes[i%3]
		e.Status = []int{200, 301, 404, 499, 500, 503, 599}[i%7]
		e.Outcome = []string{"ok", "error", "timeout"}[i%3]
		all = append(all, e)
	}
	appendAll(t, s, all...)

	at := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
	for name, q := range map[string]store.ExecutionQuery{
		"all":                 {},
		"script":              {ScriptID: scripts[1]},
		"route":               {RouteID: routes[1]},
		"unknown script":      {ScriptID: store.NewID()},
		"outcome":             {Outcome: "timeout"},
		"unknown outcome":     {Outcome: "OK"},
		"status from":         {StatusMin: 404},
		"status to":           {StatusMax: 404},
		"status 4xx":          {StatusMin: 400, StatusMax: 499},
		"status 5xx":          {StatusMin: 500, StatusMax: 599},
		"status 5xx script":   {StatusMin: 500, ScriptID: scripts[0]},
		"status 501 and more": {StatusMin: 501},
		"since":               {Since: at(30)},
		"until":               {Until: at(30)},
		"window":              {Since: at(10), Until: at(20)},
		"empty window":        {Since: at(20), Until: at(20)},
		"between":             {Since: at(10).Add(time.Microsecond), Until: at(12)},
		"before":              {Before: all[7].ID},
		"everything":          {ScriptID: scripts[0], RouteID: routes[0], Outcome: "ok", StatusMin: 200, StatusMax: 599, Since: at(1), Until: at(59), Before: all[40].ID, Text: "b?c"},
	} {
		for _, limit := range []int{1, 7, 100} {
			q.Limit = limit
			var want []store.Execution
			for _, e := range slices.Backward(all) {
				if matches(q, e) && len(want) < limit {
					want = append(want, e)
				}
			}
			got := must(s.ListExecutions(t.Context(), q))(t)
			same(t, fmt.Sprintf("%s, limit %d", name, limit), got, want)
		}
	}
}

// matches is the meaning of a query, but for its text.
func matches(q store.ExecutionQuery, e store.Execution) bool {
	return (q.ScriptID.IsZero() || q.ScriptID == e.ScriptID) &&
		(q.RouteID.IsZero() || q.RouteID == e.RouteID) &&
		(q.Outcome == "" || q.Outcome == e.Outcome) &&
		e.Status >= q.StatusMin &&
		(q.StatusMax == 0 || e.Status <= q.StatusMax) &&
		(q.Since.IsZero() || !e.StartedAt.Before(q.Since)) &&
		(q.Until.IsZero() || e.StartedAt.Before(q.Until)) &&
		(q.Before.IsZero() || slices.Compare(e.ID[:], q.Before[:]) < 0)
}

func findExecutions(t *testing.T, s store.Store) {
	start := time.Now()
	ids := map[store.ID]string{}
	add := func(name string, change func(*store.Execution)) {
		e := newExecution(start)
		change(&e)
		ids[e.ID] = name
		appendAll(t, s, e)
	}
	line := func(message string, attrs map[string]string) func(*store.Execution) {
		return func(e *store.Execution) {
			e.Logs = []store.LogLine{
				{Time: e.StartedAt, Level: "INFO", Message: "nothing"},
				{Time: e.StartedAt, Level: "WARN", Message: message, Attrs: attrs},
			}
		}
	}
	add("path", func(e *store.Execution) { e.Path = "/50%_off" })
	add("error", func(e *store.Execution) { e.Error = `main.go:3: a\b "c"` })
	add("line", line("say \"Hi\" <to>\n日本\u2028 \\", nil))
	add("attr", line("", map[string]string{"time": "noon", "who": "O'Brien 100%"}))

	for text, want := range map[string]string{
		"50%_off":     "path",
		"%_":          "path",
		"50%off":      "",
		`a\b "C"`:     "error",
		`say "hi" <T`: "line",
		"<to>\n日本":    "line",
		"\u2028 \\":   "line",
		`\n`:          "",
		"noon":        "attr",
		"o'brien":     "attr",
		"100%":        "attr",
		"message":     "", // names are not text
		"WARN":        "",
		"who":         "",
		`","`:         "",
		"absent":      "",
		"\x00noon":    "attr",
	} {
		var got []string
		for _, e := range must(s.ListExecutions(t.Context(), store.ExecutionQuery{Text: text, Limit: 10}))(t) {
			got = append(got, ids[e.ID])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("text %q: got %v, want %q", text, got, want)
		}
	}
}

func executionTexts(t *testing.T, s store.Store) {
	e := newExecution(time.Now())
	const bad, good = "a\x00b\xff日\u0085", "ab\uFFFD日\u0085"
	e.ScriptName, e.Method, e.Host, e.Path, e.RemoteIP, e.Outcome, e.Error = bad, bad, bad, bad, bad, bad, bad
	e.Logs = []store.LogLine{{Time: e.StartedAt, Level: bad, Message: bad, Attrs: map[string]string{bad: bad}}}
	next := newExecution(time.Now())
	appendAll(t, s, e, next)
	equal(t, "caller's message", e.Logs[0].Message, bad)

	e.ScriptName, e.Method, e.Host, e.Path, e.RemoteIP, e.Outcome, e.Error = good, good, good, good, good, good, good
	e.Logs = []store.LogLine{{Time: e.StartedAt, Level: good, Message: good, Attrs: map[string]string{good: good}}}
	same(t, "cleaned", must(s.ExecutionByID(t.Context(), e.ID))(t), e)
	same(t, "next", must(s.ExecutionByID(t.Context(), next.ID))(t), next)
}

func deleteExecutions(t *testing.T, s store.Store) {
	ctx := t.Context()
	start := time.Now().Truncate(time.Second)
	const n = 2500
	var batch []store.Execution
	for i := range n {
		batch = append(batch, newExecution(start.Add(time.Duration(i)*time.Millisecond)))
	}
	appendAll(t, s, batch...)
	oldest := func() int {
		list := must(s.ListExecutions(ctx, store.ExecutionQuery{Limit: 2 * n}))(t)
		if len(list) == 0 {
			return n
		}
		return int(list[len(list)-1].StartedAt.Sub(start) / time.Millisecond)
	}
	for _, step := range []struct{ before, limit, deleted, oldest int }{
		{before: 0, limit: 100, deleted: 0, oldest: 0},
		{before: 5, limit: 100, deleted: 5, oldest: 5},
		{before: 100, limit: 10, deleted: 10, oldest: 15},
		{before: 100, limit: 0, deleted: 0, oldest: 15},
		{before: 2300, limit: 2100, deleted: 2100, oldest: 2115},
		{before: 9999, limit: 9999, deleted: 385, oldest: n},
	} {
		age := store.ExecutionAge{Before: start.Add(time.Duration(step.before) * time.Millisecond)}
		deleted := must(s.DeleteExecutions(ctx, age, step.limit))(t)
		equal(t, fmt.Sprintf("deleted by %+v", step), deleted, step.deleted)
		equal(t, fmt.Sprintf("oldest after %+v", step), oldest(), step.oldest)
	}
}

func concurrentExecutions(t *testing.T, s store.Store) {
	start := time.Now()
	const writers, batches, size = 3, 10, 20
	done := make(chan struct{})
	var readers sync.WaitGroup
	readers.Go(func() {
		for {
			list, err := s.ListExecutions(t.Context(), store.ExecutionQuery{Limit: writers * batches * size})
			if err != nil {
				t.Error(err)
				return
			}
			if len(list)%size != 0 {
				t.Errorf("%d records: a part of a batch", len(list))
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	parallel(writers, func(int) {
		for range batches {
			var batch []store.Execution
			for range size {
				batch = append(batch, newExecution(start))
			}
			if err := s.AppendExecutions(t.Context(), batch); err != nil {
				t.Error(err)
			}
		}
	})
	close(done)
	readers.Wait()
	equal(t, "records", len(must(s.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 1000}))(t)), writers*batches*size)
}
