//go:build unix

package e2e

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The same as TestSoak over PostgreSQL, which is stopped and started all the
// time, both as an operator stops it and as a crash does. Users do not notice,
// and a change that was acknowledged stands.
func TestSoak_WithRestartsOfTheDatabase(t *testing.T) {
	db := startDatabase(t)
	s := newSoak(t, db.node("soak"))
	s.run(func() { s.restartDatabase(db) })
	if s.restarts.Load() < 2 || s.postponed.Load() == 0 {
		t.Errorf("%d restarts of the database, for which %d changes were postponed", s.restarts.Load(), s.postponed.Load())
	}
	eventually(t, "all records are written", func() bool { return s.sink(t).LogSink.Queued == 0 })
	if sink := s.sink(t).LogSink; sink.Dropped != 0 {
		t.Errorf("records were lost: %+v", sink)
	}
	db.run(t, "down")
	db.run(t, "up")
	s.verify()
}

// restartDatabase stops the database and starts it again, in turns in good
// order and as a crash does, until the time is over. It leaves it running.
func (s *soak) restartDatabase(db *database) {
	for n := 0; s.ctx.Err() == nil; n++ {
		s.pause(s.length/40 + time.Duration(rand.Int64N(int64(s.length/20))))
		s.turns.Add(1)
		if n%2 == 0 {
			if err := db.shutDown(); err != nil {
				s.t.Errorf("stopping the database: %v", err)
				return
			}
		} else {
			db.run(s.t, "down")
		}
		s.pause(time.Duration(rand.Int64N(int64(min(s.length/10, 5*time.Second)))))
		db.run(s.t, "up")
		s.turns.Add(1)
		s.restarts.Add(1)
	}
}

// shutDown stops the database as a service manager does: what is in progress is
// rolled back, and connections are closed.
func (db *database) shutDown() error {
	path := filepath.Join(db.dir, "data", "postmaster.pid")
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		return err
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil
		}
	}
	return fmt.Errorf("it still runs after %s", patience)
}
