package admin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

func TestBackup_SendsACopyThatOpens(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("kept")
	rec := f.send(http.MethodGet, "/backup", "")
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != backupType {
		t.Fatalf("%d %s", rec.Code, rec.Header())
	}
	dir := filepath.Join(t.TempDir(), "restored")
	if _, _, err := sqlite.Restore(t.Context(), dir, bytes.NewReader(rec.Body.Bytes())); err != nil {
		t.Fatal(err)
	}
	restored, err := sqlite.Open(t.Context(), sqlite.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	if _, err := restored.ScriptByName(t.Context(), "kept"); err != nil {
		t.Error(err)
	}
}

// plainStore is a store without backups of its own.
type plainStore struct{ store.Store }

func TestBackup_IsRefusedByStoresWithoutBackups(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(s store.Store) store.Store { return plainStore{s} })
	scenario{path: "/backup", status: http.StatusNotImplemented, code: codeNoBackup}.run(f)
}

// failingBackup fails before or after its first byte.
type failingBackup struct {
	store.Store
	before []byte
}

func (b failingBackup) Backup(_ context.Context, w io.Writer) (store.Contents, error) {
	if len(b.before) > 0 {
		if _, err := w.Write(b.before); err != nil {
			return store.Contents{}, err
		}
	}
	return store.Contents{}, errors.Join(store.ErrUnavailable, errors.New("the disk is full"))
}

func TestBackup_TellsOfItsFailure(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(s store.Store) store.Store { return failingBackup{s, nil} })
	scenario{path: "/backup", status: http.StatusServiceUnavailable, code: codeUnavailable}.run(f)

	f = newFixture(t, func(s store.Store) store.Store { return failingBackup{s, []byte("half")} })
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("half a copy ends with %v, want the connection broken", v)
		}
	}()
	f.send(http.MethodGet, "/backup", "")
}
