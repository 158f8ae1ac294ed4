package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"
)

// roll saves a script and rolls it back: what is acknowledged answers at once.
func (s *soak) roll(id string) {
	texts := map[int]string{1: "version 1"} // of versions that were acknowledged
	for n := 2; s.ctx.Err() == nil; n++ {
		text := fmt.Sprint("version ", n)
		saved, ok := s.change(http.MethodPut, "/scripts/"+id, object{"name": "rolling", "source": textSource(text)}, http.StatusOK)
		if !ok || !s.rolls(saved, text) {
			return
		}
		// It may not be n: a try that was not acknowledged may have made one too.
		var made script
		if err := json.Unmarshal(saved.body, &made); err != nil {
			s.t.Error(err)
			return
		}
		texts[made.Version] = text
		versions := slices.Collect(maps.Keys(texts))
		back := versions[rand.IntN(len(versions))]
		rolled, ok := s.change(http.MethodPost, fmt.Sprintf("/scripts/%s/versions/%d/activate", id, back), nil, http.StatusOK)
		if !ok || !s.rolls(rolled, texts[back]) {
			return
		}
		s.pause(100 * time.Millisecond)
	}
}

// rolls wants the script that is rolled back to answer a text from now on.
func (s *soak) rolls(by change, text string) bool {
	s.mu.Lock()
	s.rolled = text
	s.mu.Unlock()
	return s.live(by, "/rolling", text)
}

// create creates scripts with routes and deletes old ones.
func (s *soak) create(every time.Duration) {
	type made struct{ id, name string }
	var all []made
	for n := 0; s.ctx.Err() == nil; n++ {
		name, text := fmt.Sprint("kept-", n), fmt.Sprint("kept ", n)
		if _, ok := s.change(http.MethodPost, "/scripts", object{"name": name, "source": textSource(text)}, http.StatusCreated); !ok {
			return
		}
		id, ok := s.idOf(name)
		if !ok {
			return
		}
		bound, ok := s.change(http.MethodPost, "/scripts/"+id+"/routes", object{"path": "/kept/" + name}, http.StatusCreated)
		if !ok {
			return
		}
		s.keep(name, text)
		all = append(all, made{id, name})
		if !s.live(bound, "/kept/"+name, text) {
			return
		}
		if len(all) > 10 {
			if _, ok := s.change(http.MethodDelete, "/scripts/"+all[0].id, nil, http.StatusNoContent); !ok {
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

// change is a change that was acknowledged.
type change struct {
	answer
	turns int64 // soak.turns before the try that was acknowledged
	sure  bool  // it was that try that made it
}

// change makes a change, again and again until it is acknowledged.
func (s *soak) change(method, path string, body any, status int) (made change, ok bool) {
	for again := false; ; again = true {
		turns := s.turns.Load()
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
			return change{answer: a, turns: turns, sure: a.status == status}, true
		case a.status == http.StatusServiceUnavailable: // a config is being loaded, or the database is away
			s.postponed.Add(1)
		default:
			s.t.Errorf("want status %d, got %s", status, a)
			return change{}, false
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// idOf returns the id of a script.
func (s *soak) idOf(name string) (id string, ok bool) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		a, err := s.tryAPI(http.MethodGet, "/scripts?limit=200", nil)
		if err != nil || a.status == http.StatusServiceUnavailable {
			continue
		}
		var scripts page[script]
		if err := json.Unmarshal(a.body, &scripts); err != nil || a.status != http.StatusOK {
			s.t.Errorf("%s: %v", a, err)
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

// live wants a change to be live: a path answers a text at once. When the
// database went or came meanwhile, or a try was made that was not acknowledged,
// the server may follow the change a little later, as it does those of other
// nodes.
func (s *soak) live(by change, path, text string) bool {
	a, ok := s.request(path)
	switch {
	case !ok:
		return false
	case a.status == http.StatusOK && string(a.body) == text:
		s.answered.Add(1)
		return true
	case by.sure && by.turns%2 == 0 && by.turns == s.turns.Load():
		s.t.Errorf("want %q at once, got %s", text, a)
		return false
	}
	s.late.Add(1)
	return s.becomesText(path, text)
}

// becomesText waits for a path to answer a text.
func (s *soak) becomesText(path, text string) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if a, ok := s.request(path); !ok || a.status == http.StatusOK && string(a.body) == text {
			return ok
		}
	}
	s.t.Errorf("%s was saved, and does not answer %q after %s", path, text, patience)
	return false
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
	eventually(s.t, "the script that was rolled back answers "+s.rolled, func() bool {
		return string(s.get(s.t, "/rolling").body) == s.rolled
	})
}
