package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// soakFor is how long TestSoak loads the server, unless PICLOUD_SOAK says
// otherwise.
const soakFor = 20 * time.Second

const panicSource = `package main

import "github.com/picloud/picloud/sdk"

func Handle(*sdk.Context) (any, error) {
	var list []int
	return list[len(list)], nil
}
`

// soak is what the clients of TestSoak share.
type soak struct {
	*server
	t   *testing.T
	ctx context.Context

	answered atomic.Int64 // right answers
	refused  atomic.Int64 // of executions whose worker was killed
	broken   atomic.Int64 // connections that ended without an answer
	saves    atomic.Int64
	killed   atomic.Int64
	reloads  int

	mu   sync.Mutex
	kept map[string]string // scripts that were saved, by name: what they answer
}

// Under a mixed load, with saves, rollbacks, reloads and killed workers, every
// answer is right, nothing that was acknowledged is lost, even when the server
// is killed in the end, and memory, goroutines and descriptors stay flat.
//
// Ten minutes of it: PICLOUD_SOAK=10m go test -run Soak -v -timeout 15m
func TestSoak(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it reads /proc")
	}
	length := soakFor
	if text := os.Getenv("PICLOUD_SOAK"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	s := &soak{server: start(t, setup{}), t: t, kept: map[string]string{}}
	s.deploy(t, "greet", greetSource, "/greet/:name")
	s.deploy(t, "panics", panicSource, "/panics")
	rolling := s.deploy(t, "rolling", textSource("version 1"), "/rolling")

	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	s.ctx = ctx
	var group sync.WaitGroup
	for client := range 4 {
		group.Go(func() { s.ask(client) })
	}
	group.Go(s.fail)
	group.Go(func() { s.roll(rolling.ID) })
	// What is counted of a script is kept for an hour, so their number must
	// not grow with the time.
	group.Go(func() { s.change(max(length/150, 200*time.Millisecond)) })
	group.Go(s.killWorkers)
	curve := s.watch(length)
	group.Wait()

	t.Logf("%d right answers, %d refused, %d broken off; %d saves, %d reloads, %d workers killed",
		s.answered.Load(), s.refused.Load(), s.broken.Load(), s.saves.Load(), s.reloads, s.killed.Load())
	t.Log("\n" + curve.table())
	if s.answered.Load() < 100 || s.saves.Load() < 5 || s.killed.Load() == 0 || s.reloads == 0 {
		t.Error("that was no load")
	}
	if bad := s.refused.Load() + s.broken.Load(); bad*4 > s.answered.Load() {
		t.Errorf("%d requests of %d were refused or broken off", bad, bad+s.answered.Load())
	}
	curve.wantFlat(t)
	s.verify()
	s.kill(t)
	s.launch(t)
	s.verify()
}

// request gets a path until it is answered by the script, or the time is over.
func (s *soak) request(path string) (a answer, ok bool) {
	for s.ctx.Err() == nil {
		a, err := s.do(http.MethodGet, s.site(path), nil)
		switch {
		case err != nil:
			s.broken.Add(1) // on a reload, an idle connection may be closed under a request
		case a.status == http.StatusBadGateway || a.status == http.StatusServiceUnavailable:
			s.refused.Add(1)
			s.pause(250 * time.Millisecond) // a script whose worker was killed too often rests
		default:
			return a, true
		}
	}
	return answer{}, false
}

func (s *soak) pause(d time.Duration) {
	select {
	case <-s.ctx.Done():
	case <-time.After(d):
	}
}

// ask asks a script for answers that are all different.
func (s *soak) ask(client int) {
	for n := 0; s.ctx.Err() == nil; n++ {
		name := fmt.Sprintf("c%d-%d", client, n)
		a, ok := s.request("/greet/" + name + "?lang=" + name)
		if !ok {
			return
		}
		if want := fmt.Sprintf(`{"name":%q,"q":%q}`, name, name); a.status != http.StatusOK || string(a.body) != want {
			s.t.Errorf("want %s, got %s", want, a)
			return
		}
		s.answered.Add(1)
		s.pause(3 * time.Millisecond)
	}
}

// fail asks a script that panics.
func (s *soak) fail() {
	for s.ctx.Err() == nil {
		a, ok := s.request("/panics")
		if ok && a.status != http.StatusInternalServerError {
			s.t.Errorf("want status 500, got %s", a)
			return
		}
		s.pause(50 * time.Millisecond)
	}
}

// roll saves a script and rolls it back: what is acknowledged answers at once.
func (s *soak) roll(id string) {
	version := 1
	for s.ctx.Err() == nil {
		version++
		text := fmt.Sprint("version ", version)
		if !s.did(http.MethodPut, "/scripts/"+id, object{"name": "rolling", "source": textSource(text)}, http.StatusOK) || !s.wantText("/rolling", text) {
			return
		}
		back := 1 + rand.IntN(version-1)
		path := fmt.Sprintf("/scripts/%s/versions/%d/activate", id, back)
		if !s.did(http.MethodPost, path, nil, http.StatusOK) || !s.wantText("/rolling", fmt.Sprint("version ", back)) {
			return
		}
		s.pause(100 * time.Millisecond)
	}
}

// change creates scripts with routes and deletes old ones.
func (s *soak) change(every time.Duration) {
	type made struct{ id, name string }
	var all []made
	for n := 0; s.ctx.Err() == nil; n++ {
		name, text := fmt.Sprint("kept-", n), fmt.Sprint("kept ", n)
		if !s.did(http.MethodPost, "/scripts", object{"name": name, "source": textSource(text)}, http.StatusCreated) {
			return
		}
		id, ok := s.idOf(name)
		if !ok {
			return
		}
		if !s.did(http.MethodPost, "/scripts/"+id+"/routes", object{"path": "/kept/" + name}, http.StatusCreated) {
			return
		}
		s.keep(name, text)
		all = append(all, made{id, name})
		if !s.wantText("/kept/"+name, text) {
			return
		}
		if len(all) > 10 {
			if !s.did(http.MethodDelete, "/scripts/"+all[0].id, nil, http.StatusNoContent) {
				return
			}
			s.keep(all[0].name, "")
			all = all[1:]
		}
		s.pause(every)
	}
}

// keep notes what a script answers, or that it is gone.
func (s *soak) keep(name, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text == "" {
		delete(s.kept, name)
		return
	}
	s.kept[name] = text
}

// did makes a change and reports whether it was acknowledged.
func (s *soak) did(method, path string, body any, status int) bool {
	for again := false; ; again = true {
		a, err := s.tryAPI(method, path, body)
		switch {
		case err != nil:
			// A reload may have closed the connection, and the change may have
			// been made or not: the next try shows.
			s.broken.Add(1)
		case a.status == status,
			again && method == http.MethodPost && a.status == http.StatusConflict,
			again && method == http.MethodDelete && a.status == http.StatusNotFound:
			s.saves.Add(1)
			return true
		case strings.Contains(string(a.body), "signal: killed"):
			s.refused.Add(1) // the worker that checks the source
		case a.status != http.StatusServiceUnavailable: // a config is being loaded
			s.t.Errorf("want status %d, got %s", status, a)
			return false
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// idOf returns the id of a script.
func (s *soak) idOf(name string) (id string, ok bool) {
	for range 100 {
		a, err := s.tryAPI(http.MethodGet, "/scripts?limit=200", nil)
		if err != nil || a.status != http.StatusOK {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		var scripts page[script]
		if err := json.Unmarshal(a.body, &scripts); err != nil {
			s.t.Error(err)
			return "", false
		}
		for _, one := range scripts.Items {
			if one.Name == name {
				return one.ID, true
			}
		}
		break
	}
	s.t.Errorf("the script %s was saved and is not there", name)
	return "", false
}

// wantText wants a path to answer a text now.
func (s *soak) wantText(path, text string) bool {
	a, ok := s.request(path)
	if ok && (a.status != http.StatusOK || string(a.body) != text) {
		s.t.Errorf("want %q at once, got %s", text, a)
		return false
	}
	if ok {
		s.answered.Add(1)
	}
	return ok
}

// killWorkers kills one of the server's processes now and then.
func (s *soak) killWorkers() {
	for s.ctx.Err() == nil {
		s.pause(2 * time.Second)
		workers := children(s.command.Process.Pid)
		if len(workers) == 0 {
			continue
		}
		if syscall.Kill(workers[rand.IntN(len(workers))], syscall.SIGKILL) == nil {
			s.killed.Add(1)
		}
	}
}

// watch takes samples until the time is over, and reloads the config between
// them.
func (s *soak) watch(length time.Duration) curve {
	const samples = 15
	var c curve
	began := time.Now()
	for i := range samples {
		next := began.Add(length * time.Duration(i+1) / samples)
		if i%2 == 1 {
			// Each config differs from the one before, or Caddy would not
			// reload.
			s.reload(s.t, edit{"timeout 5s", fmt.Sprintf("timeout %ds", 10+i)}).succeeds(s.t)
			s.reloads++
		}
		time.Sleep(time.Until(next))
		c = append(c, s.sample(time.Since(began)))
	}
	return c
}

// verify wants what was acknowledged to be there, and to answer.
func (s *soak) verify() {
	s.t.Helper()
	var names []string
	for _, one := range list[script](s.t, s.server, "/scripts", nil) {
		if strings.HasPrefix(one.Name, "kept-") {
			names = append(names, one.Name)
		}
	}
	slices.Sort(names)
	var want []string
	for name, text := range s.kept {
		want = append(want, name)
		eventually(s.t, name+" answers what was saved", func() bool {
			return string(s.get(s.t, "/kept/"+name).body) == text
		})
	}
	slices.Sort(want)
	if !slices.Equal(names, want) {
		s.t.Errorf("want the scripts %v, got %v", want, names)
	}
}
