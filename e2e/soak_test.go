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

// soakFor is how long a soak loads the server, unless PICLOUD_SOAK says
// otherwise.
const soakFor = 20 * time.Second

const panicSource = `package main

import "github.com/picloud/picloud/sdk"

func Handle(*sdk.Context) (any, error) {
	var list []int
	return list[len(list)], nil
}
`

// soak is what the clients of a soak share.
type soak struct {
	*server
	t      *testing.T
	ctx    context.Context
	length time.Duration

	answered  atomic.Int64 // right answers
	refused   atomic.Int64 // of executions whose worker was killed
	broken    atomic.Int64 // connections that ended without an answer
	postponed atomic.Int64 // changes that were to be tried again
	saves     atomic.Int64
	killed    atomic.Int64
	restarts  atomic.Int64 // of the database
	turns     atomic.Int64 // how often the database went or came; odd while it is away
	late      atomic.Int64 // changes that were not live when they were acknowledged
	slowest   atomic.Int64 // nanoseconds that a user waited, since the last sample
	reloads   int

	mu     sync.Mutex
	kept   map[string]string // scripts that were saved, by name: what they answer
	rolled string            // what the script that is rolled back answers

	reasons map[string]int // why users were refused: how often
}

// Under a mixed load, with saves, rollbacks, reloads and killed workers, every
// answer is right, nothing that was acknowledged is lost, even when the server
// is killed in the end, and memory, goroutines and descriptors stay flat.
//
// Ten minutes of it: PICLOUD_SOAK=10m go test -run Soak -v -timeout 30m
//
// PICLOUD_SOAK_CSV names a file that the samples of each second are added to.
func TestSoak(t *testing.T) {
	newSoak(t, setup{}).run(nil)
}

// newSoak starts a server to be loaded.
func newSoak(t *testing.T, how setup) *soak {
	t.Helper()
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
	return &soak{server: start(t, how), t: t, length: length, kept: map[string]string{}, reasons: map[string]int{}}
}

// run loads the server while disturb, which ends with the context, does what it
// does.
func (s *soak) run(disturb func()) {
	s.deploy(s.t, "greet", greetSource, "/greet/:name")
	s.deploy(s.t, "panics", panicSource, "/panics")
	rolling := s.deploy(s.t, "rolling", textSource("version 1"), "/rolling")

	var group sync.WaitGroup
	defer group.Wait() // when it ends early too
	ctx, cancel := context.WithTimeout(s.t.Context(), s.length)
	defer cancel()
	s.ctx = ctx
	for client := range 4 {
		group.Go(func() { s.ask(client) })
	}
	group.Go(s.fail)
	group.Go(func() { s.roll(rolling.ID) })
	// What is counted of a script is kept for an hour, so their number must
	// not grow with the time.
	group.Go(func() { s.create(max(s.length/150, 200*time.Millisecond)) })
	group.Go(s.killWorkers)
	if disturb != nil {
		group.Go(disturb)
	}
	curve := s.watch()
	group.Wait()

	s.t.Logf("%d right answers, %d refused, %d broken off; %d saves, %d tries of them postponed; %d reloads, %d workers killed, %d restarts of the database",
		s.answered.Load(), s.refused.Load(), s.broken.Load(), s.saves.Load(), s.postponed.Load(), s.reloads, s.killed.Load(), s.restarts.Load())
	s.t.Logf("users were refused for %v; %d changes were live later than they were acknowledged", s.reasons, s.late.Load())
	s.t.Log("\n" + curve.table())
	curve.write(s.t)
	if s.answered.Load() < 100 || s.saves.Load() < 5 || s.killed.Load() == 0 || s.reloads == 0 {
		s.t.Error("that was no load")
	}
	if bad := s.refused.Load() + s.broken.Load(); bad*4 > s.answered.Load() {
		s.t.Errorf("%d requests of %d were refused or broken off", bad, bad+s.answered.Load())
	}
	curve.wantFlat(s.t)
	s.verify()
	if s.t.Failed() {
		s.t.Logf("the server complained:\n%.20000s", s.output.complaints())
	}
	s.kill(s.t)
	s.launch(s.t)
	s.verify()
}

// request gets a path until it is answered by the script, or the time is over.
func (s *soak) request(path string) (a answer, ok bool) {
	for s.ctx.Err() == nil {
		began := time.Now()
		a, err := s.do(http.MethodGet, s.site(path), nil)
		s.noteWait(time.Since(began))
		switch {
		case err != nil:
			s.broken.Add(1) // on a reload, an idle connection may be closed under a request
		case a.status == http.StatusBadGateway || a.status == http.StatusServiceUnavailable:
			var why problem
			if err := json.Unmarshal(a.body, &why); err != nil || why.Code != "crashed" && why.Code != "overloaded" {
				s.t.Errorf("a user was refused for another reason than a killed worker: %s", a)
				return answer{}, false
			}
			s.refused.Add(1)
			s.mu.Lock()
			s.reasons[strings.Split(path, "/")[1]+" "+why.Code]++
			s.mu.Unlock()
			s.pause(250 * time.Millisecond) // a script whose worker was killed too often rests
		default:
			return a, true
		}
	}
	return answer{}, false
}

// noteWait keeps the longest time that a user waited.
func (s *soak) noteWait(took time.Duration) {
	for {
		longest := s.slowest.Load()
		if int64(took) <= longest || s.slowest.CompareAndSwap(longest, int64(took)) {
			return
		}
	}
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

// watch takes a sample each second until the time is over, and reloads the
// config between them.
func (s *soak) watch() curve {
	const reloads, collections = 8, 30
	var c curve
	began := time.Now()
	collected := -1
	for at := time.Duration(0); at < s.length; at = time.Since(began) {
		if due := int(reloads * at / s.length); due > s.reloads {
			// Each config differs from the one before, or Caddy would not
			// reload.
			edits := append(slices.Clone(s.setup.edits), edit{"timeout 5s", fmt.Sprintf("timeout %ds", 10+due)})
			s.reload(s.t, edits...).succeeds(s.t)
			s.reloads = due
		}
		// Collecting garbage each second would be a load of its own.
		part := int(collections * at / s.length)
		c = append(c, s.sample(time.Since(began), part > collected, c))
		collected = part
		time.Sleep(min(time.Second-time.Since(began)%time.Second, s.length-time.Since(began)))
	}
	return c
}
