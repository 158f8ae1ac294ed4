//go:build unix

package e2e

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// traffic asks a server for a path all the time.
type traffic struct {
	served  atomic.Int64
	failed  atomic.Int64
	slowest atomic.Int64 // nanoseconds
	stop    func()
}

func startTraffic(t *testing.T, s *server, path, body string) *traffic {
	t.Helper()
	load := new(traffic)
	ending := make(chan struct{})
	var clients sync.WaitGroup
	for range 2 {
		clients.Go(func() {
			for {
				select {
				case <-ending:
					return
				case <-time.After(5 * time.Millisecond):
				}
				began := time.Now()
				got, err := s.do(http.MethodGet, s.site(path), nil)
				load.slowest.Store(max(load.slowest.Load(), int64(time.Since(began))))
				if err != nil || got.status != http.StatusOK || string(got.body) != body {
					load.failed.Add(1)
					t.Errorf("a user got %s, %v", got, err)
					return
				}
				load.served.Add(1)
			}
		})
	}
	load.stop = sync.OnceFunc(func() {
		close(ending)
		clients.Wait()
	})
	t.Cleanup(load.stop)
	return load
}

// goesOn waits until so many more requests were answered.
func (l *traffic) goesOn(t *testing.T, more int64) {
	t.Helper()
	from := l.served.Load()
	eventually(t, "users are answered", func() bool { return l.served.Load() >= from+more || l.failed.Load() > 0 })
}

// sinkState is what GET /config tells of the way of records, and of the store.
type sinkState struct {
	Store struct {
		State string `json:"state"`
	} `json:"store"`
	LogSink struct {
		Queued  int64 `json:"queued"`
		Written int64 `json:"written"`
		Dropped int64 `json:"dropped"`
		Sampled int64 `json:"sampled"`
	} `json:"log_sink"`
}

func (s *server) sink(t *testing.T) sinkState {
	t.Helper()
	return decode[sinkState](t, s.api(t, http.MethodGet, "/config", nil).want(t, http.StatusOK))
}

// refuses wants a change to be refused for want of the database, and returns
// how long that took.
func (s *server) refuses(t *testing.T, path string, body any) time.Duration {
	t.Helper()
	began := time.Now()
	got := s.api(t, http.MethodPost, path, body)
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("want 503 with Retry-After, got %s", got)
	}
	return time.Since(began)
}

func TestCluster_ServesUsersWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	a, b := start(t, db.node("a")), start(t, db.node("b"))
	id := a.deploy(t, "kept", textSource("kept"), "/kept").ID
	eventually(t, "both serve the route", func() bool { return b.get(t, "/kept").status == http.StatusOK })
	first := a.sink(t).LogSink
	before := first.Written + first.Queued + first.Sampled + first.Dropped
	load := startTraffic(t, a, "/kept", "kept")
	routes := "/scripts/" + id + "/routes"

	for i, fault := range []struct {
		name  string
		begin func(t *testing.T) (end func())
	}{
		{"stopped", func(t *testing.T) func() {
			db.run(t, "down")
			return func() { db.run(t, "up") }
		}},
		{"frozen", db.freeze},
	} {
		path := fmt.Sprintf("/after%d", i)
		load.goesOn(t, 20)
		end := fault.begin(t)
		first := a.refuses(t, routes, object{"path": path})
		eventually(t, "the node knows", func() bool { return a.sink(t).Store.State == "unreachable" })
		again := a.refuses(t, routes, object{"path": path})
		load.goesOn(t, 20)
		if queued := a.sink(t).LogSink.Queued; queued == 0 {
			t.Errorf("%s: no record waits", fault.name)
		}
		end()
		began := time.Now()
		eventually(t, "changes are taken again", func() bool {
			status := a.api(t, http.MethodPost, routes, object{"path": path}).status
			return status == http.StatusCreated || status == http.StatusConflict
		})
		changed := time.Since(began)
		eventually(t, "the other node follows", func() bool { return b.get(t, path).status == http.StatusOK })
		t.Logf("database %s: a change got 503 after %v, and after %v once the node knew; after its return, changes after %v, all nodes after %v; users saw nothing, slowest answer %v",
			fault.name, first.Round(time.Millisecond), again.Round(time.Millisecond), changed.Round(time.Millisecond),
			time.Since(began).Round(time.Millisecond), time.Duration(load.slowest.Swap(0)).Round(time.Millisecond))
	}

	load.stop()
	eventually(t, "all records are written", func() bool { return a.sink(t).LogSink.Queued == 0 })
	sink := a.sink(t).LogSink
	if sink.Dropped != 0 || sink.Written+sink.Sampled-before != load.served.Load() {
		t.Errorf("%d answers, and of their records %+v", load.served.Load(), sink)
	}
}

func TestCluster_NodeStartsWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	a, b := start(t, db.node("a")), start(t, db.node("b"))
	id := a.deploy(t, "kept", textSource("kept"), "/kept").ID
	eventually(t, "both serve the route", func() bool { return b.get(t, "/kept").status == http.StatusOK })
	a.terminate(t)
	b.api(t, http.MethodPost, "/scripts/"+id+"/routes", object{"path": "/later"}).want(t, http.StatusCreated)
	db.run(t, "down")

	t.Run("and serves its last copy", func(t *testing.T) {
		a.launch(t)
		a.get(t, "/kept").wantBody(t, "kept")
		a.get(t, "/later").wantProblem(t, http.StatusNotFound, "no_route")
		contains(t, string(a.get(t, "/healthz").want(t, http.StatusOK).body), "ok\n", "local copy")
		if state := a.sink(t).Store.State; state != "local_snapshot" {
			t.Errorf("state %q", state)
		}
		a.refuses(t, "/scripts/"+id+"/routes", object{"path": "/never"})
		contains(t, a.output.String(), "serving the local copy of scripts and routes")
	})

	fresh := server{home: t.TempDir(), setup: db.node("fresh"), client: a.client}
	fresh.public, fresh.admin = address(freePort(t)), address(freePort(t))
	fresh.configure(t, fresh.setup.edits...)
	fresh.process = execute(t, fresh.env(fresh.home), "run", "--config", fresh.config())
	t.Cleanup(func() { fresh.end(t) })
	t.Run("and without a copy asks for patience", func(t *testing.T) {
		eventually(t, "it answers", func() bool {
			got, err := fresh.do(http.MethodGet, fresh.site("/kept"), nil)
			if err != nil {
				return false
			}
			got.wantProblem(t, http.StatusServiceUnavailable, "not_ready")
			return true
		})
		fresh.get(t, "/healthz").want(t, http.StatusServiceUnavailable)
		fresh.api(t, http.MethodGet, "/scripts", nil).wantProblem(t, http.StatusServiceUnavailable, "not_ready")
	})

	t.Run("and has everything when it returns", func(t *testing.T) {
		db.run(t, "up")
		for _, s := range []*server{a, &fresh} {
			eventually(t, "the node serves what it missed", func() bool { return s.get(t, "/later").status == http.StatusOK })
			s.get(t, "/healthz").wantBody(t, "ok\n")
			if state := s.sink(t).Store.State; state != "reachable" {
				t.Errorf("state %q", state)
			}
		}
		// What was executed meanwhile is on record.
		eventually(t, "the records are there", func() bool {
			items := list[execution](t, a, "/logs", nil)
			for _, e := range items {
				if e.Path == "/kept" {
					return true
				}
			}
			return false
		})
		a.api(t, http.MethodPost, "/scripts/"+id+"/routes", object{"path": "/new"}).want(t, http.StatusCreated)
		eventually(t, "the others follow", func() bool { return fresh.get(t, "/new").status == http.StatusOK })
	})
}
