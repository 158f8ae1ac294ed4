package picloud

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/picloud/picloud/store"
)

// sharedModule is implemented by the modules of stores that are elsewhere: a
// node may start while they cannot be reached.
type sharedModule interface {
	StoreModule

	// Target names what the store is in, the same after a restart. It must hold
	// no secret.
	Target() string
}

// fallback tells about the copy that is served while the store was not reached
// since the start.
type fallback struct {
	SavedAt  time.Time
	Revision int64
}

// copier keeps a copy of the scripts and routes of a shared store on this node.
// It keeps none of tokens, or of anything else that lets somebody in.
type copier struct {
	path    string // "" when nothing is kept
	target  string
	pending chan store.Snapshot
	logger  *slog.Logger
}

func (c *copier) init(module StoreModule, dir string, logger *slog.Logger) {
	c.pending, c.logger = make(chan store.Snapshot, 1), logger
	if shared, ok := module.(sharedModule); ok {
		c.path, c.target = filepath.Join(dir, snapshotFile), shared.Target()
	}
}

// offer has a snapshot written instead of one that still waits. There is one
// caller at a time.
func (c *copier) offer(s store.Snapshot) {
	select {
	case <-c.pending:
	default:
	}
	c.pending <- s
}

// work writes what is offered, the last of it also when ctx ends.
func (c *copier) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			select {
			case s := <-c.pending:
				c.keep(s)
			default:
			}
			return
		case s := <-c.pending:
			c.keep(s)
		}
		// Of many changes in a row the last one is enough.
		select {
		case <-ctx.Done():
		case <-time.After(copyPause):
		}
	}
}

func (c *copier) keep(s store.Snapshot) {
	if c.path == "" {
		return
	}
	if err := c.write(s, time.Now()); err != nil {
		c.logger.Error("the local copy of scripts and routes is not kept: without its store this node could not start",
			"file", c.path, "error", err)
	}
}

// snapshotHeader is the first line of the file. The rest is the snapshot.
type snapshotHeader struct {
	Format  string    `json:"format"`
	Version int       `json:"version"`
	Target  string    `json:"target"`
	SavedAt time.Time `json:"saved_at"`
	SHA256  string    `json:"sha256"` // of the rest
}

func (c *copier) write(s store.Snapshot, now time.Time) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	header, err := json.Marshal(snapshotHeader{
		Format: snapshotFormat, Version: snapshotVersion, Target: c.target, SavedAt: now.UTC(), SHA256: hex.EncodeToString(sum[:]),
	})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return err
	}
	return replaceFile(c.path, slices.Concat(header, []byte("\n"), body))
}

// read returns the copy, or fs.ErrNotExist when there is none.
func (c *copier) read() (store.Snapshot, time.Time, error) {
	if c.path == "" {
		return store.Snapshot{}, time.Time{}, fs.ErrNotExist
	}
	content, err := os.ReadFile(c.path)
	if err != nil {
		return store.Snapshot{}, time.Time{}, err
	}
	return parseSnapshot(content, c.target)
}

// parseSnapshot reads the file's content, which must be of that target.
func parseSnapshot(content []byte, target string) (store.Snapshot, time.Time, error) {
	fail := func(format string, args ...any) (store.Snapshot, time.Time, error) {
		return store.Snapshot{}, time.Time{}, fmt.Errorf(format, args...)
	}
	first, body, _ := bytes.Cut(content, []byte("\n"))
	var header snapshotHeader
	if err := json.Unmarshal(first, &header); err != nil || header.Format != snapshotFormat {
		return fail("it is no copy of scripts and routes, or damaged")
	}
	if header.Version != snapshotVersion {
		return fail("it is of version %d: this PiCloud reads version %d", header.Version, snapshotVersion)
	}
	if header.Target != target {
		return fail("it is of another store, %s", header.Target)
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != header.SHA256 {
		return fail("it is damaged: its checksum differs")
	}
	var s store.Snapshot
	if err := json.Unmarshal(body, &s); err != nil {
		return fail("it is damaged: %w", err)
	}
	known := make(map[store.ID]struct{}, len(s.Scripts))
	for i := range s.Scripts {
		known[s.Scripts[i].ID] = struct{}{}
	}
	for i := range s.Routes {
		if _, ok := known[s.Routes[i].ScriptID]; !ok {
			return fail("it is damaged: a route has no script")
		}
	}
	return s, header.SavedAt, nil
}

// fallBack serves the local copy until the store is reached.
func (b *backend) fallBack() {
	snapshot, saved, err := b.copies.read()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case err != nil:
		b.logger.Error("the local copy of scripts and routes cannot be served", "file", b.copies.path, "error", err)
		return
	}
	deployed := b.build(snapshot)
	b.fallback.Store(&fallback{SavedAt: saved, Revision: deployed.revision})
	b.publish(nil, deployed)
	b.logger.Warn("serving the local copy of scripts and routes until the store is reached",
		"saved_at", saved, "revision", deployed.revision, "scripts", len(deployed.scripts), "routes", deployed.table.Len())
}

// replaceFile writes a file that only this user can read, so that there is the
// old one or the new one whatever happens.
func replaceFile(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

const (
	snapshotFile    = "snapshot.json"
	snapshotFormat  = "picloud-snapshot"
	snapshotVersion = 1

	// copyPause is how long after a copy the next one is made, at least.
	copyPause = time.Second
)
