package admin

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// backupType is the media type of a copy of SQLite's.
const backupType = "application/vnd.sqlite3"

func (a *api) registerBackup(h huma.API) {
	const path = "/backup"
	register(h, a, operation{
		method: http.MethodGet, path: path, id: "get-backup", tag: tagSystem, scope: auth.Admin,
		summary: "Download a backup",
		about: "A consistent copy of everything but execution records and counts, made while the server goes on, and read through before it is sent. " +
			"It holds the sources of all scripts, and the hashes of tokens. Only the embedded store can do it; other databases have tools for it: " +
			"then the answer is 501 with the code no_backup.",
		errors: []int{http.StatusNotImplemented},
	}, a.backup)
	h.OpenAPI().Paths[BasePath+path].Get.Responses["200"] = &huma.Response{
		Description: "The copy, a database file of SQLite.",
		Content: map[string]*huma.MediaType{backupType: {
			Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"},
		}},
	}
}

func (a *api) backup(context.Context, *struct{}) (*huma.StreamResponse, error) {
	backuper, ok := a.Store.(store.Backuper)
	if !ok {
		return nil, newProblem(http.StatusNotImplemented, codeNoBackup,
			"this store has no backups of its own: use the tools of the database, such as pg_dump, or export scripts and routes")
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		out := &download{header: w.Header(), w: w}
		if _, err := backuper.Backup(r.Context(), out); err != nil {
			if out.begun {
				// Only breaking the connection tells that the copy is not whole.
				panic(http.ErrAbortHandler)
			}
			a.problem(r.Context(), err).write(w)
		}
	}}, nil
}

// download sends a file, whose head goes out with the first byte.
type download struct {
	header http.Header
	w      io.Writer
	begun  bool
}

// Write implements io.Writer.
func (d *download) Write(p []byte) (int, error) {
	if !d.begun {
		d.begun = true
		d.header.Set("Content-Type", backupType)
		d.header.Set("Content-Disposition", `attachment; filename="picloud.db"`)
	}
	return d.w.Write(p)
}
