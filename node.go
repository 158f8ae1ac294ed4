package picloud

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/admin"
	"github.com/picloud/picloud/store"
)

// nodeDir is the folder of what a node keeps for itself, and of a store on its
// disk that names no other: it is on the node's own disk, also when Caddy's
// storage is shared.
func nodeDir() string { return filepath.Join(caddy.AppDataDir(), "picloud") }

// self is this node, as the store keeps it and the API shows it.
type self struct {
	id      store.ID
	started time.Time
	node    atomic.Pointer[store.Node] // what the config says of it
	changed chan struct{}              // has room for one: the store should know

	// silent tells that a shared store does not answer.
	silent atomic.Bool
}

func (s *self) init(dir string, logger *slog.Logger) {
	id, err := nodeID(dir)
	if err != nil {
		logger.Warn("this node has another id after a restart, because its id cannot be kept", "error", err)
	}
	s.id, s.started, s.changed = id, time.Now(), make(chan struct{}, 1)
}

// describe sets what a config says of the node.
func (s *self) describe(n store.Node) {
	n.ID, n.StartedAt = s.id, s.started
	s.node.Store(&n)
	s.tell()
}

// tell has the store told soon.
func (s *self) tell() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// node is this node as it is now.
func (b *backend) node() store.Node {
	var n store.Node
	if described := b.self.node.Load(); described != nil {
		n = *described
	}
	if deployed := b.deployed.Load(); deployed != nil {
		n.Revision = deployed.revision
	}
	return n
}

// report keeps this node in the store, until ctx ends: now and then if other
// nodes look there, else when the config changes.
func (b *backend) report(ctx context.Context, o *openedStore) {
	shared := o.watcher != nil
	forgotten := time.Duration(0)
	if shared {
		forgotten = nodeForgotten
		defer b.leave(ctx, o)
	}
	err := b.attempt(ctx, func(ctx context.Context) error { return o.store.DeleteStaleNodes(ctx, forgotten) })
	for {
		var beat <-chan time.Time
		if shared {
			// Many changes in a row are told together. Nothing is changed here
			// while the store does not answer, so it is tried often then.
			pause, wait := beatPause, beatInterval-beatPause
			if err != nil {
				pause, wait = beatRetry, 0
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
				beat = time.After(wait)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-b.self.changed:
		case <-beat:
		}
		before := err
		err = b.attempt(ctx, func(ctx context.Context) error { return o.store.KeepNode(ctx, b.node()) })
		b.self.silent.Store(shared && errors.Is(err, store.ErrUnavailable))
		if ctx.Err() == nil && err != nil && before == nil {
			b.logger.Warn("the store cannot be told of this node", "error", err)
		}
	}
}

// attempt does something with the store that can as well be done later.
func (b *backend) attempt(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, beatPatience)
	defer cancel()
	return do(ctx)
}

// leave takes this node out of the store when it ends.
func (b *backend) leave(ctx context.Context, o *openedStore) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leavePatience)
	defer cancel()
	if err := o.store.DeleteNode(ctx, b.self.id); err != nil {
		b.logger.Debug("the store still lists this node", "error", err)
	}
}

// node is what the config says of this node.
func (g *generation) node() store.Node {
	n := store.Node{Name: g.app.nodeName, Version: productVersion(), Role: g.app.Role}
	for _, wall := range walls(g.executor) {
		if wall.Stands {
			n.Walls = append(n.Walls, wall.Name)
		}
	}
	return n
}

// storeState tells how a node stands to its store.
func (b *backend) storeState() string {
	switch {
	case b.fallback.Load() != nil:
		return admin.StoreSnapshot
	case b.opened.Load() == nil, b.self.silent.Load():
		return admin.StoreUnreachable
	default:
		return admin.StoreReachable
	}
}

// nodeID returns the id of the node whose folder this is. On an error it is one
// that nobody will know again.
func nodeID(dir string) (store.ID, error) {
	path := filepath.Join(dir, nodeIDFile)
	text, err := os.ReadFile(path)
	if err == nil {
		if id, err := store.ParseID(strings.TrimSpace(string(text))); err == nil {
			return id, nil
		}
		// An empty file, perhaps, as a crash leaves behind.
	} else if !errors.Is(err, fs.ErrNotExist) {
		return store.NewID(), err
	}
	id := store.NewID()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return id, err
	}
	return id, replaceFile(path, []byte(id.String()+"\n"))
}

// roleOf returns the role that a config names.
func roleOf(configured string) (string, error) {
	switch configured {
	case "":
		return roleAll, nil
	case roleAll, roleIngress, roleManager:
		return configured, nil
	default:
		return "", fmt.Errorf("role %q: want all, ingress or manager", configured)
	}
}

// nameOf returns the node's name: the configured one, or that of the host.
func nameOf(configured string) (string, error) {
	name := caddy.NewReplacer().ReplaceAll(configured, "")
	if name == "" {
		if configured != "" {
			return "", fmt.Errorf("node %q is empty", configured)
		}
		host, err := os.Hostname()
		if err != nil {
			return "", fmt.Errorf("this host has no name (%w): name the node in the config", err)
		}
		name = host
	}
	if len(name) > maxNodeName || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", fmt.Errorf("node %q: want a name of at most %d bytes, on one line", name, maxNodeName)
	}
	return name, nil
}

// The roles of a node.
const (
	roleAll     = "all"
	roleIngress = "ingress" // nobody changes anything here
	roleManager = "manager" // no script answers users here
)

const (
	nodeIDFile  = "node_id"
	maxNodeName = 255

	// beatInterval is how often the store is told that a node lives, beatPause
	// how long it is not told again, beatRetry how long after it did not answer,
	// and beatPatience how long that may take.
	beatInterval = 10 * time.Second
	beatPause    = time.Second
	beatRetry    = 250 * time.Millisecond
	beatPatience = 5 * time.Second

	// leavePatience is how long it may take to tell that a node has ended.
	leavePatience = time.Second

	// nodeForgotten is when a node that has not been heard of is deleted.
	nodeForgotten = 24 * time.Hour
)
