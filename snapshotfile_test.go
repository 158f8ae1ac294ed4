package picloud

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/store"
)

// sampleSnapshot is a snapshot with something in every field.
func sampleSnapshot() store.Snapshot {
	at := time.Date(2026, 11, 23, 12, 0, 0, 1000, time.UTC)
	script := store.Script{
		ID: store.NewID(), Name: "näme", Description: "about", Enabled: true, Source: "package main // \u2028 <&>\n",
		Limits:  store.Limits{TimeoutMS: 1, MaxOperations: 2, MemoryLimitMB: 3, MaxConcurrency: 4},
		Version: 5, Revision: 6, CreatedAt: at, UpdatedAt: at.Add(time.Second),
	}
	return store.Snapshot{Revision: 7, Scripts: []store.Script{script}, Routes: []store.Route{{
		ID: store.NewID(), ScriptID: script.ID, HostKind: "pattern", Host: ":t.example.com", HostParamName: "t",
		PathKind: "exact", Path: "/a", Method: "GET", Guard: "true", CreatedAt: at,
		Binding: store.Binding{HostKind: "pattern", Host: "*.example.com", PathKind: "exact", Path: "/a", Method: "GET"},
	}}}
}

func newCopier(dir, target string) *copier {
	return &copier{path: filepath.Join(dir, snapshotFile), target: target, logger: slog.New(slog.DiscardHandler)}
}

func TestSnapshotFile_IsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	c := newCopier(dir, "postgres://a@b/c")
	if _, _, err := c.read(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before anything is written: %v", err)
	}
	now := time.Now().UTC().Truncate(time.Second)
	want := sampleSnapshot()
	for range 2 {
		want.Revision++
		if err := c.write(want, now); err != nil {
			t.Fatal(err)
		}
	}
	got, saved, err := c.read()
	if err != nil || !saved.Equal(now) || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v of %v, %v\nwant %+v of %v", got, saved, err, want, now)
	}
	info, err := os.Stat(c.path)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may use the file: %v, %v", info.Mode(), err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("files %v, %v", files, err)
	}
}

func TestSnapshotFile_RefusesWhatItDidNotWrite(t *testing.T) {
	t.Parallel()
	c := newCopier(t.TempDir(), "here")
	if err := c.write(sampleSnapshot(), time.Now()); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(c.path)
	if err != nil {
		t.Fatal(err)
	}
	header, body, _ := bytes.Cut(good, []byte("\n"))
	orphan := sampleSnapshot()
	orphan.Scripts = nil
	if err := c.write(orphan, time.Now()); err != nil {
		t.Fatal(err)
	}
	orphaned, err := os.ReadFile(c.path)
	if err != nil {
		t.Fatal(err)
	}
	with := func(old, new string) []byte {
		changed := strings.Replace(string(header), old, new, 1)
		if changed == string(header) {
			t.Fatalf("%s has no %s", header, old)
		}
		return []byte(changed + "\n" + string(body))
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)-10] ^= 1
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"empty":          {nil, "damaged"},
		"cut":            {good[:len(good)-1], "checksum"},
		"flipped":        {flipped, "checksum"},
		"header alone":   {header, "checksum"},
		"other format":   {with(snapshotFormat, "other"), "no copy"},
		"newer":          {with(`"version":1`, `"version":2`), "version 2"},
		"other store":    {with(`"here"`, `"there"`), "another store, there"},
		"without script": {orphaned, "no script"},
	} {
		if _, _, err := parseSnapshot(c.content, "here"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if _, _, err := parseSnapshot(good, "here"); err != nil {
		t.Error(err)
	}
}

func FuzzSnapshotFile(f *testing.F) {
	c := newCopier(f.TempDir(), "here")
	if err := c.write(sampleSnapshot(), time.Now()); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(c.path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("{}\n{}"))
	b := &backend{metrics: newMetrics(), logger: slog.New(slog.DiscardHandler)}
	f.Fuzz(func(t *testing.T, content []byte) {
		s, _, err := parseSnapshot(content, "here")
		if err != nil {
			return
		}
		// Whatever is taken can be served, and written again.
		b.build(s)
		if _, err := json.Marshal(s); err != nil {
			t.Error(err)
		}
	})
}

func TestBackend_ServesItsCopyUntilTheStoreReturns(t *testing.T) {
	modules := sharedModules(t, 2)
	dir := t.TempDir()
	b, err := openBackend(modules[0], dir, Logs{}, slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	create(t, b, "kept")
	eventually(t, "the route is live", func() bool { return b.table().Len() == 1 })
	if err := b.Destruct(); err != nil { // which keeps what waits to be kept
		t.Fatal(err)
	}
	other := startBackend(t, modules[1], t.TempDir())
	create(t, other, "missed")

	modules[0].down.Store(true)
	b = startBackend(t, modules[0], dir)
	if b.opened.Load() != nil || b.table().Len() != 1 || b.fallback.Load() == nil || b.storeState() != "local_snapshot" {
		t.Fatalf("opened %v, state %s", b.opened.Load(), b.storeState())
	}
	b.sink.Offer(store.Execution{ID: store.NewID(), ScriptID: store.NewID(), Node: "n", StartedAt: time.Now()})
	modules[0].down.Store(false)
	eventually(t, "it serves what it missed", func() bool { return b.table().Len() == 2 })
	eventually(t, "it says so", func() bool { return b.storeState() == "reachable" && b.fallback.Load() == nil })
	eventually(t, "the record of the time without the store is there", func() bool {
		records, err := other.opened.Load().store.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 10})
		return err == nil && len(records) == 1 && records[0].Node == "n"
	})
}

func TestBackend_ServesNothingFromADamagedCopy(t *testing.T) {
	t.Parallel()
	module := &sharedStore{}
	module.down.Store(true)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, snapshotFile), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := startBackend(t, module, dir)
	if b.deployed.Load() != nil || b.storeState() != "unreachable" {
		t.Errorf("a damaged copy is served, state %s", b.storeState())
	}
}

func TestBackend_KeepsRecordsWithinBoundsUntilTheStoreReturns(t *testing.T) {
	modules := sharedModules(t, 1)
	modules[0].down.Store(true)
	b := startBackend(t, modules[0], t.TempDir())
	const over = 100
	accepted := 0
	for range logsink.DefaultMaxRecords + over {
		if b.sink.Offer(store.Execution{ID: store.NewID(), ScriptID: store.NewID(), StartedAt: time.Now()}) {
			accepted++
		}
	}
	if got := b.sink.Stats(); accepted != logsink.DefaultMaxRecords || got.Dropped != over || got.Queued != logsink.DefaultMaxRecords {
		t.Errorf("%d were accepted, and the sink says %+v", accepted, got)
	}
	modules[0].down.Store(false)
	eventually(t, "what was accepted is written", func() bool { return b.sink.Stats().Written == int64(accepted) })
	if got := b.sink.Stats(); got.Dropped != over || got.Failed != 0 {
		t.Errorf("the sink says %+v", got)
	}
}
