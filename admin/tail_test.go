package admin

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/store"
)

// following is an API over a store with a log sink, behind a real server.
type following struct {
	*fixture
	sink   *logsink.Sink
	ending chan struct{}
	server *httptest.Server
}

func newFollowing(t *testing.T) *following {
	t.Helper()
	f := &following{fixture: newFixture(t, nil), ending: make(chan struct{})}
	f.sink = logsink.New(f.store, logsink.Options{MaxDelay: time.Millisecond})
	t.Cleanup(func() { _ = f.sink.Close(context.Background()) })
	f.with(f.options)
	f.server = httptest.NewServer(f.handler)
	t.Cleanup(f.server.Close)
	return f
}

func (f *following) options(c *Config) {
	c.FlushLogs, c.Watch, c.Ending = f.sink.Flush, f.sink.Watch, f.ending
}

// end records the end of an execution.
func (f *following) end(path string, change func(e *store.Execution)) store.Execution {
	e := record(0, change)
	e.Path = path
	f.sink.Offer(e)
	return e
}

// client is one that follows the log.
type tailClient struct {
	t      *testing.T
	cancel context.CancelFunc
	events chan tailEvent
}

type tailEvent struct{ name, id, data string }

// follow connects a client. Its events arrive on a channel, which is closed
// when the stream ends.
func (f *following) follow(query string, header ...string) *tailClient {
	f.t.Helper()
	ctx, cancel := context.WithCancel(f.t.Context())
	f.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", f.server.URL+BasePath+"/logs:tail"+f.expand(query), nil)
	if err != nil {
		f.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	if got := response.Header.Get("Content-Type"); response.StatusCode != 200 || got != "text/event-stream" {
		body, _ := io.ReadAll(response.Body)
		f.t.Fatalf("%d, %s: %s", response.StatusCode, got, body)
	}
	c := &tailClient{t: f.t, cancel: cancel, events: make(chan tailEvent)}
	go func() {
		defer close(c.events)
		defer response.Body.Close()
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 8<<20)
		var e tailEvent
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				e.data = value
			case "":
				if e.name != "" {
					select {
					case c.events <- e:
					case <-ctx.Done():
						return
					}
				}
				e = tailEvent{}
			}
		}
	}()
	return c
}

// next returns the next event.
func (c *tailClient) next() tailEvent {
	c.t.Helper()
	select {
	case e := <-c.events:
		return e
	case <-time.After(20 * time.Second):
		c.t.Fatal("no event comes")
		return tailEvent{}
	}
}

// wants checks that the next events are executions with these paths.
func (c *tailClient) wants(paths ...string) (last string) {
	c.t.Helper()
	for _, path := range paths {
		e := c.next()
		if got := get(object(c.t, e.data), "path"); e.name != "execution" || got != path {
			c.t.Fatalf("got %s %v, want the execution of %s", e.name, e.data, path)
		}
		last = e.id
	}
	return last
}

func TestTail_SendsExecutionsAsTheyEnd(t *testing.T) {
	t.Parallel()
	f := newFollowing(t)
	f.end("/before", nil)
	c := f.follow("")
	e := f.end("/a", func(e *store.Execution) {
		e.Weight = 7
		e.Logs = []store.LogLine{{Time: e.StartedAt, Level: "info", Message: "two\nlines"}}
	})
	got := c.next()
	if got.name != "execution" || got.id != e.ID.String() {
		t.Errorf("got %+v", got)
	}
	want := f.must("GET", "/logs/"+e.ID.String(), "")
	if o := object(t, got.data); fmt.Sprint(o) != fmt.Sprint(want) {
		t.Errorf("got\n%v\nwant what GET answers\n%v", o, want)
	}
	f.end("/b", nil)
	f.end("/c", nil)
	c.wants("/b", "/c")
}

func TestTail_HasTheFiltersOfTheList(t *testing.T) {
	t.Parallel()
	f := newFollowing(t)
	wanted, other := store.NewID(), store.NewID()
	executions := []func(e *store.Execution){
		func(e *store.Execution) { e.ScriptID = wanted },
		func(e *store.Execution) { e.RouteID = wanted },
		func(e *store.Execution) { e.ScriptID = other },
		func(e *store.Execution) { e.Outcome, e.Status = "timeout", 504 },
		func(e *store.Execution) { e.Status = 404 },
		func(e *store.Execution) { e.Error = "Needle" },
		func(e *store.Execution) { e.Logs = []store.LogLine{{Message: "a needle"}} },
		func(e *store.Execution) {
			e.Logs = []store.LogLine{{Message: "x", Attrs: map[string]string{"k": "NEEDLE"}}}
		},
		func(e *store.Execution) {
			e.Logs = []store.LogLine{{Message: "x", Attrs: map[string]string{"needle": "v"}}}
		},
		func(e *store.Execution) { e.Duration = time.Minute },
	}
	queries := []string{
		"script_id=" + wanted.String(), "route_id=" + wanted.String(), "outcome=timeout", "status_class=5xx", "status_class=4",
		"text=needle", "filter=duration_ms+%3E+1000", "outcome=ok&status_class=2&text=needle&filter=status+%3D%3D+200",
		"since=2026-01-01T00:00:00Z", "until=2026-01-01T00:00:00Z",
	}
	var clients []*tailClient
	for _, q := range queries {
		clients = append(clients, f.follow("?"+q))
	}
	for i, change := range executions {
		f.end(fmt.Sprintf("/%d", i), change)
	}
	f.must("GET", "/logs", "") // flushes
	for i, q := range queries {
		var want []string
		for _, item := range f.must("GET", "/logs?"+q, "")["items"].([]any) {
			want = append(want, get(item, "path").(string))
		}
		slices.Sort(want)
		var got []string
		for range want {
			got = append(got, get(object(t, clients[i].next().data), "path").(string))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: followed %v, listed %v", q, got, want)
		}
		if q[0] != 'u' && len(want) == 0 || q[0] == 'u' && len(want) > 0 {
			t.Errorf("%s selects %v", q, want)
		}
	}
	for i, c := range clients {
		select {
		case e := <-c.events:
			t.Errorf("%s: one more: %v", queries[i], e)
		default:
		}
	}
}

func TestTail_GoesOnWhereTheClientWasWithoutGapOrDuplicate(t *testing.T) {
	t.Parallel()
	f := newFollowing(t)
	const total = 500
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range total {
			// Ids are not in the order of the ends.
			f.end(fmt.Sprintf("/%d", i), func(e *store.Execution) {
				e.ID = store.NewIDAt(time.Now().Add(-time.Duration(i*7919%1000) * time.Millisecond))
			})
			if i%50 == 0 {
				time.Sleep(5 * time.Millisecond)
			}
		}
	}()
	f.end("/first", nil)
	f.must("GET", "/logs", "")
	position, err := f.store.FollowExecutions(t.Context(), store.ExecutionQuery{Limit: 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	last := position.Executions[0].ID.String()
	seen := map[string]int{position.Executions[0].Path: 1}
	for n, round := 1, 0; n < total+1; round++ {
		query, header := "", []string{"Last-Event-ID", last}
		if round%2 == 1 {
			query, header = "?after="+last, nil
		}
		c := f.follow(query, header...)
		for range min(37, total+1-n) {
			e := c.next()
			seen[get(object(t, e.data), "path").(string)]++
			last = e.id
			n++
		}
		c.cancel()
	}
	<-done
	for path, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", path, n)
		}
	}
	if len(seen) != total+1 {
		t.Errorf("%d executions came, want %d", len(seen), total+1)
	}
}

func TestTail_EndsWhenTheConfigurationDoes(t *testing.T) {
	t.Parallel()
	f := newFollowing(t)
	c := f.follow("")
	f.end("/last", nil)
	c.wants("/last")
	close(f.ending)
	if e := c.next(); e.name != "end" || e.data != `{"reason":"reload"}` {
		t.Errorf("got %+v", e)
	}
	if e, open := <-c.events; open {
		t.Errorf("after the end comes %+v", e)
	}
}

func TestTail_TellsAClientThatIsFarBehindWhatItMisses(t *testing.T) {
	t.Parallel()
	f := newFollowing(t)
	first := f.end("/first", nil)
	f.must("GET", "/logs", "")
	batch := make([]store.Execution, maxBehind+5)
	for i := range batch {
		batch[i] = record(i, nil)
		batch[i].Path = fmt.Sprintf("/%d", i)
	}
	if err := f.store.AppendExecutions(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	c := f.follow("?after=" + first.ID.String())
	if e := c.next(); e.name != "dropped" || e.data != `{"count":5}` {
		t.Errorf("got %+v", e)
	}
	c.wants("/5", "/6")
}

func TestTail_RefusesWhatItCannotFollow(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{name: "no id", path: "/logs:tail?after=x", status: 422, code: "bad_id", contains: []string{"query.after"}},
		{name: "no id in the header", path: "/logs:tail", header: []string{"Last-Event-ID", "x"}, status: 422, code: "bad_id", contains: []string{"header.Last-Event-ID"}},
		{name: "a bad filter", path: "/logs:tail?filter=%28", status: 422, code: "invalid_filter"},
		{name: "a bad status", path: "/logs:tail?status_class=9", status: 422, code: "validation"},
		{name: "a cursor", path: "/logs:tail?cursor=x", status: 422, code: "validation"},
		{name: "too many", path: "/logs:tail", status: 503, code: "too_many_tails", setup: func(f *fixture) {
			full := make(chan struct{}, 1)
			full <- struct{}{}
			f.with(func(*Config) {}).api.tails = full
		}},
	})
}

func TestTail_HeadHasNoStream(t *testing.T) {
	t.Parallel()
	f := newFollowing(t)
	response, err := http.Head(f.server.URL + BasePath + "/logs:tail")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 200 || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
}
