// Package walls keeps a worker process from what is not its own: files,
// sockets, other processes, and more memory than its script may have.
//
// The parent calls [Prepare] on the command that starts a worker. The worker
// calls [Early] first of all, [Apply] when it has everything it needs and
// before it reads a byte of any script, and [LimitMemory] once it knows whose
// script it runs. Nothing can be undone afterwards.
//
// On Linux the system call filter carries the weight: it needs no privilege
// and is in every kernel built for servers. The other walls stand behind it.
// Elsewhere there is no filter, and a worker is isolation from crashes and
// from overuse only; Apply says so.
package walls

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sandbox"
)

// Names of the walls, in the order in which Apply reports them.
const (
	// Syscalls is the filter that lets only a few dozen system calls through.
	// It is required.
	Syscalls = "system calls"

	// Privileges is that no new privileges can be gained and no capability is
	// held.
	Privileges = "privileges"

	// Inspection is that no process of the same user can read the worker's
	// memory, and that a crash leaves no dump. It is required.
	Inspection = "inspection"

	// Resources is that no file can be written or opened and only so many
	// threads started. It is required.
	Resources = "resources"

	// Files is Landlock: no files, TCP ports, abstract sockets or signals to
	// others, as far as the kernel knows of them.
	Files = "files"

	// User is that the worker runs as a user that owns nothing.
	User = "user"

	// Namespaces is that the worker sees no processes, interfaces, shared
	// memory or mounts but its own.
	Namespaces = "namespaces"
)

// ErrMissing says that a required wall does not stand.
var ErrMissing = errors.New("a required wall does not stand")

// Options are what the walls depend on. The zero value asks for what needs no
// privilege. The parent passes the options with which the worker was started
// on to the worker.
type Options struct {
	// Require makes Apply fail when a required wall does not stand.
	Require bool `json:"require,omitempty"`

	// Namespaces starts the worker in process, network, IPC and mount
	// namespaces of its own. It takes CAP_SYS_ADMIN.
	Namespaces bool `json:"namespaces,omitempty"`

	// UID and GID are the user and group that the worker runs as; it gets no
	// supplementary groups. 0 keeps those of the parent.
	UID uint32 `json:"uid,omitempty"`
	GID uint32 `json:"gid,omitempty"`
}

// Weaker returns the options to try when a worker could not be started with o,
// and whether there are any: first without namespaces, which containers often
// forbid, then as the parent's own user. A command that failed to start cannot
// be started again: make a new one and Prepare that.
func (o Options) Weaker() (Options, bool) {
	switch {
	case o.Namespaces:
		o.Namespaces = false
	case o.UID != 0 || o.GID != 0:
		o.UID, o.GID = 0, 0
	default:
		return o, false
	}
	return o, true
}

// required tells whether Options.Require insists on the wall.
func required(name string) bool {
	switch name {
	case Syscalls, Inspection, Resources:
		return true
	}
	return false
}

// judge returns the error of Apply for the walls as they are.
func judge(walls []sandbox.Wall, o Options) error {
	if !o.Require {
		return nil
	}
	var missing []string
	for _, w := range walls {
		if required(w.Name) && !w.Stands {
			missing = append(missing, w.Name+" ("+w.Detail+")")
		}
	}
	if missing == nil {
		return nil
	}
	return fmt.Errorf("%w: %s; allow weaker isolation in the configuration to run without", ErrMissing, strings.Join(missing, ", "))
}

// wall describes one measure by what became of it.
func wall(name, detail string, err error) sandbox.Wall {
	if err != nil {
		return sandbox.Wall{Name: name, Detail: err.Error()}
	}
	return sandbox.Wall{Name: name, Stands: true, Detail: detail}
}

// softLimit is where the collector begins to work harder: 0.9 times the limit.
func softLimit(limit int64) int64 {
	return limit / 10 * 9
}
