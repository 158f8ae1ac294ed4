//go:build !linux

package walls

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/picloud/picloud/sandbox"
)

// Available returns the strongest options that this process has the privileges
// for: none are known here.
func Available() Options {
	return Options{}
}

// Early does nothing here: only what is passed on to a worker is open in it.
func Early(int) error {
	return nil
}

// Apply returns every wall as missing, since there is nothing here to make
// them with: a worker is isolation from crashes and from overuse only. With
// o.Require the error wraps ErrMissing.
func Apply(o Options) ([]sandbox.Wall, error) {
	reason := fmt.Errorf("on %s a worker only keeps crashes, loops and memory from the server: scripts must be trusted", runtime.GOOS)
	var walls []sandbox.Wall
	for _, name := range []string{Syscalls, Privileges, Inspection, Resources, Files, User, Namespaces} {
		walls = append(walls, wall(name, "", reason))
	}
	return walls, judge(walls, o)
}

// LimitMemory has the Go runtime collect harder from 0.9 times the limit on,
// in bytes. Nothing here ends a worker that needs more all the same: its
// parent must.
func LimitMemory(limit int64) error {
	if limit <= 0 {
		return errors.New("a memory limit must be more than 0")
	}
	debug.SetMemoryLimit(softLimit(limit))
	return nil
}
