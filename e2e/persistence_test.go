package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

func TestPersistence_RestartKeepsEverything(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	greet := s.deploy(t, "greet", greetSource, "/greet/:name")
	s.api(t, http.MethodPut, "/scripts/"+greet.ID, object{"name": "greet", "source": textSource("second")}).want(t, http.StatusOK)
	s.api(t, http.MethodPost, "/scripts/"+greet.ID+"/versions/1/activate", nil).want(t, http.StatusOK)
	answered := s.get(t, "/greet/alice?lang=en").wantBody(t, `{"name":"alice","q":"en"}`)

	scripts := s.api(t, http.MethodGet, "/scripts/"+greet.ID, nil).want(t, http.StatusOK)
	routes := s.api(t, http.MethodGet, "/routes", nil).want(t, http.StatusOK)
	versions := s.api(t, http.MethodGet, "/scripts/"+greet.ID+"/versions", nil).want(t, http.StatusOK)
	record := s.api(t, http.MethodGet, "/logs/"+answered.execution(t), nil).want(t, http.StatusOK)
	s.terminate(t)
	s.launch(t)

	s.api(t, http.MethodGet, "/scripts/"+greet.ID, nil).wantBody(t, string(scripts.body)).wantHeader(t, "ETag", scripts.header.Get("ETag"))
	s.api(t, http.MethodGet, "/routes", nil).wantBody(t, string(routes.body))
	s.api(t, http.MethodGet, "/scripts/"+greet.ID+"/versions", nil).wantBody(t, string(versions.body))
	s.api(t, http.MethodGet, "/logs/"+answered.execution(t), nil).wantBody(t, string(record.body))
	s.get(t, "/greet/bob").wantBody(t, `{"name":"bob","q":""}`)
	s.api(t, http.MethodPost, "/scripts/"+greet.ID+"/routes", object{"path": "/greet/:who"}).
		wantProblem(t, http.StatusConflict, "route_conflict")
}

func TestPersistence_SIGTERMLosesNoRecord(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "greet", greetSource, "/greet/:name")
	s.deploy(t, "slow", slowSource, "/slow")

	// Clients ask until the server is gone. What was answered must be there.
	var mu sync.Mutex
	var answered []string
	var count atomic.Int64
	var group sync.WaitGroup
	for client := range 6 {
		group.Go(func() {
			for n := 0; ; n++ {
				path := fmt.Sprintf("/greet/%d-%d", client, n)
				if client == 0 {
					path = "/slow?ms=100"
				}
				a, err := s.do(http.MethodGet, s.site(path), nil)
				if err != nil {
					return
				}
				if a.status != http.StatusOK {
					t.Errorf("want 200, got %s", a)
					return
				}
				mu.Lock()
				answered = append(answered, a.header.Get("X-Picloud-Execution-Id"))
				mu.Unlock()
				count.Add(1)
			}
		})
	}
	eventually(t, "500 requests are answered", func() bool { return count.Load() >= 500 })
	s.terminate(t)
	group.Wait()

	s.launch(t)
	recorded := map[string]bool{}
	for _, id := range ids(s.logs(t, nil)) {
		recorded[id] = true
	}
	lost := slices.DeleteFunc(answered, func(id string) bool { return recorded[id] })
	if len(lost) > 0 {
		t.Errorf("of %d answered executions %d have no record: %q", count.Load(), len(lost), lost)
	}
}

// acknowledged is what the admin API said it had saved.
type acknowledged struct {
	mu       sync.Mutex
	versions map[string]int    // of scripts, by id
	routes   map[string]string // paths, by id
	count    int
}

func (a *acknowledged) script(id string, version int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.versions[id] = max(version, a.versions[id])
	a.count++
}

func (a *acknowledged) route(id, path string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.routes[id] = path
	a.count++
}

func (a *acknowledged) total() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.count
}

func TestPersistence_KillLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	saved := &acknowledged{versions: map[string]int{}, routes: map[string]string{}}
	for round := range 4 {
		var group sync.WaitGroup
		for writer := range 3 {
			group.Go(func() { s.writeUntilGone(t, saved, fmt.Sprintf("r%d-w%d", round, writer)) })
		}
		goal := saved.total() + 10 + 7*round
		eventually(t, "enough is saved", func() bool { return saved.total() >= goal || t.Failed() })
		s.kill(t)
		group.Wait()
		s.launch(t)
		s.has(t, saved)
		if t.Failed() {
			return
		}
	}
}

// writeUntilGone saves scripts and routes until the server does not answer.
func (s *server) writeUntilGone(t *testing.T, saved *acknowledged, name string) {
	for n := 0; ; n++ {
		path := fmt.Sprintf("/%s/%d", name, n)
		input := object{"name": fmt.Sprintf("%s-%d", name, n), "source": textSource(path)}
		made, ok := save[script](t, s, http.MethodPost, "/scripts", input)
		if !ok {
			return
		}
		saved.script(made.ID, made.Version)
		bound, ok := save[route](t, s, http.MethodPost, "/scripts/"+made.ID+"/routes", object{"path": path})
		if !ok {
			return
		}
		saved.route(bound.ID, path)
		input["source"] = textSource(path) + "\n// Changed.\n"
		made, ok = save[script](t, s, http.MethodPut, "/scripts/"+made.ID, input)
		if !ok {
			return
		}
		saved.script(made.ID, made.Version)
	}
}

// save makes a change, unless the server is gone.
func save[T any](t *testing.T, s *server, method, path string, input object) (saved T, ok bool) {
	a, err := s.tryAPI(method, path, input)
	if err != nil {
		return saved, false
	}
	if a.status != http.StatusCreated && a.status != http.StatusOK {
		t.Errorf("want it saved, got %s", a)
		return saved, false
	}
	if err := json.Unmarshal(a.body, &saved); err != nil {
		t.Errorf("%v in %s", err, a)
		return saved, false
	}
	return saved, true
}

// has wants the server to have all that was saved, and to serve it.
func (s *server) has(t *testing.T, saved *acknowledged) {
	t.Helper()
	versions := map[string]int{}
	for _, one := range list[script](t, s, "/scripts", nil) {
		versions[one.ID] = one.Version
	}
	for id, version := range saved.versions {
		if versions[id] < version {
			t.Errorf("script %s is at version %d, but %d was acknowledged", id, versions[id], version)
		}
	}
	paths := map[string]string{}
	for _, one := range list[route](t, s, "/routes", url.Values{"limit": {"50"}}) {
		paths[one.ID] = one.Path
	}
	for id, path := range saved.routes {
		if paths[id] != path {
			t.Errorf("route %s has path %q, but %q was acknowledged", id, paths[id], path)
			continue
		}
		s.get(t, path).wantBody(t, path)
	}
}
