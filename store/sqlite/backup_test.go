package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/picloud/picloud/store"
)

func TestBackup_RestoresElsewhereWhatItCopied(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir())
	var names []string
	for i := range 5 {
		names = append(names, fmt.Sprint("script-", i))
		if _, err := s.CreateScript(t.Context(), newScript(names[i])); err != nil {
			t.Fatal(err)
		}
	}
	want, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	contents, err := s.Backup(t.Context(), &copied)
	if err != nil {
		t.Fatal(err)
	}
	if contents.Scripts != 5 || contents.Revision != want.Revision || contents.Schema == 0 {
		t.Errorf("contents %+v", contents)
	}

	dir := filepath.Join(t.TempDir(), "new")
	restored, kept, err := Restore(t.Context(), dir, bytes.NewReader(copied.Bytes()))
	if err != nil || restored != contents || kept != "" {
		t.Fatalf("restored %+v, kept %q, %v", restored, kept, err)
	}
	again := openStore(t, dir)
	got, err := again.Snapshot(t.Context())
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v; %v", got, want, err)
	}
	if _, err := again.CreateScript(t.Context(), newScript("new")); err != nil {
		t.Error(err)
	}
	closeStore(t, again)
	leftovers(t, dir)
}

func TestBackup_IsConsistentWhileChangesAreMade(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir())
	script, err := s.CreateScript(t.Context(), newScript("busy"))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
			}
			script.Source = fmt.Sprint("package main // ", i)
			if _, err := s.UpdateScript(t.Context(), script, 0); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for range 10 {
		var copied bytes.Buffer
		contents, err := s.Backup(t.Context(), &copied)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if _, _, err := Restore(t.Context(), dir, &copied); err != nil {
			t.Fatal(err)
		}
		restored := openStore(t, dir)
		if revision, err := restored.Revision(t.Context()); err != nil || revision != contents.Revision {
			t.Errorf("revision %d, want %d; %v", revision, contents.Revision, err)
		}
		closeStore(t, restored)
	}
	close(done)
	wg.Wait()
}

func TestRestore_KeepsWhatWasThereBefore(t *testing.T) {
	t.Parallel()
	dir := filledDir(t)
	s := openStore(t, dir)
	var copied bytes.Buffer
	if _, err := s.Backup(t.Context(), &copied); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateScript(t.Context(), newScript("after the backup")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Restore(t.Context(), dir, bytes.NewReader(copied.Bytes())); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("restoring into a directory in use: %v", err)
	}
	closeStore(t, s)

	_, kept, err := Restore(t.Context(), dir, &copied)
	if err != nil {
		t.Fatal(err)
	}
	s = openStore(t, dir)
	if _, err := s.ScriptByName(t.Context(), "after the backup"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a script younger than the backup: %v", err)
	}
	list, err := s.ListExecutions(t.Context(), store.ExecutionQuery{Limit: 200})
	if err != nil || len(list) != 100 {
		t.Errorf("%d execution records are left of 100; %v", len(list), err)
	}
	closeStore(t, s)

	// The one before can be had back in the same way.
	old, err := os.Open(kept)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if _, _, err := Restore(t.Context(), dir, old); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, dir)
	if _, err := s.ScriptByName(t.Context(), "after the backup"); err != nil {
		t.Error(err)
	}
	closeStore(t, s)
}

// killedDir returns the directory of a store whose process was killed, and what
// it had acknowledged, some of which is in the journal only.
func killedDir(t *testing.T) (dir string, acknowledged []string) {
	t.Helper()
	dir = t.TempDir()
	c := startChild(t, dir)
	acknowledged = c.read(t, 100)
	acknowledged = append(acknowledged, c.kill(t)...)
	if len(read(t, filepath.Join(dir, configFile+"-wal"))) == 0 {
		t.Fatal("nothing is in the journal")
	}
	return dir, acknowledged
}

func TestRestore_TakesNothingFromAnOrphanedJournal(t *testing.T) {
	t.Parallel()
	source := openStore(t, t.TempDir())
	if _, err := source.CreateScript(t.Context(), newScript("good")); err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	contents, err := source.Backup(t.Context(), &copied)
	if err != nil {
		t.Fatal(err)
	}

	dir, _ := killedDir(t)
	path := filepath.Join(dir, configFile)
	journal := read(t, path+"-wal")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Dir: dir}); !errors.Is(err, store.ErrCorrupt) {
		t.Fatalf("opened without its file: %v", err)
	}
	if _, kept, err := Restore(t.Context(), dir, &copied); err != nil || kept != "" {
		t.Fatalf("kept %q, %v", kept, err)
	}
	s := openStore(t, dir)
	defer closeStore(t, s)
	list, err := s.ListScripts(t.Context(), store.ScriptQuery{Limit: 10})
	if err != nil || len(list) != 1 || list[0].Name != "good" {
		t.Errorf("scripts %v; %v", list, err)
	}
	if revision, err := s.Revision(t.Context()); err != nil || revision != contents.Revision {
		t.Errorf("revision %d, want %d; %v", revision, contents.Revision, err)
	}
	aside, err := filepath.Glob(path + ".before-restore-*-wal")
	if err != nil || len(aside) != 1 || !bytes.Equal(read(t, aside[0]), journal) {
		t.Errorf("the journal is not kept: %v, %v", aside, err)
	}
}

func TestRestore_KeepsWhatWasOnlyInTheJournal(t *testing.T) {
	t.Parallel()
	source := openStore(t, t.TempDir())
	var copied bytes.Buffer
	if _, err := source.Backup(t.Context(), &copied); err != nil {
		t.Fatal(err)
	}
	dir, acknowledged := killedDir(t)
	_, kept, err := Restore(t.Context(), dir, &copied)
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.Open(kept)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if _, _, err := Restore(t.Context(), dir, old); err != nil {
		t.Fatal(err)
	}
	verify(t, dir, acknowledged)
}

func TestRestore_PutsBackWhatItCannotReplace(t *testing.T) {
	t.Parallel()
	for _, missing := range []bool{false, true} {
		dir := filledDir(t)
		path := filepath.Join(dir, configFile)
		want := "journal"
		if missing {
			write(t, path+"-wal", []byte(want))
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			path += "-wal"
		} else {
			want = string(read(t, path))
		}
		kept, err := swap(t.Context(), dir, t.TempDir()) // where nothing is
		if err == nil || kept != "" {
			t.Errorf("kept %q, %v", kept, err)
		}
		if string(read(t, path)) != want {
			t.Errorf("%s is not as it was", path)
		}
		if aside, err := filepath.Glob(filepath.Join(dir, "*.before-restore-*")); err != nil || len(aside) > 0 {
			t.Errorf("left aside: %v, %v", aside, err)
		}
	}
}

func TestRestore_RefusesWhatIsNoBackup(t *testing.T) {
	t.Parallel()
	whole := read(t, filepath.Join(filledDir(t), configFile))
	for name, content := range map[string][]byte{
		"nothing":          {},
		"text":             []byte(strings.Repeat("text ", 1000)),
		"a truncated file": whole[:len(whole)/2/4096*4096],
		"the log database": read(t, filepath.Join(filledDir(t), logsFile)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filledDir(t)
			before := read(t, filepath.Join(dir, configFile))
			if _, _, err := Restore(t.Context(), dir, bytes.NewReader(content)); err == nil {
				t.Fatal("it is restored")
			}
			if !bytes.Equal(read(t, filepath.Join(dir, configFile)), before) {
				t.Error("the configuration has changed")
			}
			leftovers(t, dir)
		})
	}
}

// leftovers fails the test when temporary files are left.
func leftovers(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			t.Errorf("%s is left", entry.Name())
		}
	}
}
