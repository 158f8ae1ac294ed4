package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/sqlite"
)

// contents is what a backup holds, for programs.
type contents struct {
	File     string `json:"file,omitempty"`
	Bytes    int64  `json:"bytes,omitempty"`
	Dir      string `json:"dir,omitempty"`
	Kept     string `json:"kept,omitempty"`
	Schema   int    `json:"schema"`
	Revision int64  `json:"revision"`
	Scripts  int    `json:"scripts"`
	Routes   int    `json:"routes"`
}

func contentsOf(c store.Contents) contents {
	return contents{Schema: c.Schema, Revision: c.Revision, Scripts: c.Scripts, Routes: c.Routes}
}

// String says it in words.
func (c contents) String() string {
	return fmt.Sprintf("%s and %s (revision %d, schema %d)",
		plural(c.Scripts, "script"), plural(c.Routes, "route"), c.Revision, c.Schema)
}

func (p *program) backup() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "backup FILE",
		Short: "Writes a copy of everything but the log to a file",
		Long: "Writes a copy of everything but the log to a file, or to standard output for -: scripts with all their versions,\n" +
			"routes, tokens and the audit. The server goes on meanwhile. The copy is of one moment, and read through before\n" +
			"it takes the place of a file that is there. Keep it as safe as the server: it holds the sources, and hashes of\n" +
			"tokens. A server on PostgreSQL has pg_dump for it.",
	}, func(ctx context.Context, r *run) error {
		file := r.arg(0)
		temporary, err := newBeside(file)
		if err != nil {
			return fmt.Errorf("writing the backup: %w", err)
		}
		defer func() { _ = os.Remove(temporary.Name()) }() // it is gone when all went well
		err = r.download(ctx, temporary)
		if err = errors.Join(err, temporary.Close()); err != nil {
			return err
		}
		found, err := sqlite.Inspect(ctx, temporary.Name())
		if err != nil {
			return fmt.Errorf("what the server has sent is no good backup, and %s is as it was: %w", file, err)
		}
		about := contentsOf(found)
		if file == "-" {
			r.noteContents(about, "backed up %s", about)
			return r.printFile(temporary.Name())
		}
		info, err := os.Stat(temporary.Name())
		if err != nil {
			return fmt.Errorf("writing the backup: %w", err)
		}
		if err := os.Rename(temporary.Name(), file); err != nil {
			return fmt.Errorf("writing the backup: %w", err)
		}
		about.File, about.Bytes = file, info.Size()
		return r.sayContents(about, "wrote %s to %s: %s", size(about.Bytes), file, about)
	})
}

// newBeside makes a file that can be renamed to another, which nobody else can
// read.
func newBeside(file string) (*os.File, error) {
	if file == "-" {
		return os.CreateTemp("", "picloud-backup-*")
	}
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file: write to - for standard output", file)
	}
	return os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
}

// download writes a backup to a file, down to the disk.
func (r *run) download(ctx context.Context, to *os.File) error {
	c, err := r.client()
	if err != nil {
		return err
	}
	response, err := c.open(ctx, "GET", "/backup", nil, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(to, response.Body); err != nil {
		return fmt.Errorf("the backup broke off: %w", err)
	}
	if err := to.Sync(); err != nil {
		return fmt.Errorf("writing the backup: %w", err)
	}
	return nil
}

// printFile writes a file to the output.
func (r *run) printFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the backup: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	_, err = io.Copy(r.out, file)
	return err
}

// sayContents prints what a backup holds, as JSON or in words.
func (r *run) sayContents(c contents, format string, args ...any) error {
	if !r.json {
		r.say(format, args...)
		return nil
	}
	document, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	r.printJSON(r.out, document)
	return nil
}

// noteContents is for when the output is the backup.
func (r *run) noteContents(c contents, format string, args ...any) {
	if !r.json {
		r.note(format, args...)
		return
	}
	if document, err := json.Marshal(c); err == nil { // numbers always marshal
		r.printJSON(r.err, document)
	}
}

func (p *program) restore() *cobra.Command {
	var dir string
	cmd := p.command(&cobra.Command{
		Use:   "restore FILE",
		Short: "Puts a backup in the place of what a server has",
		Long: "Puts a backup in the place of what a server has: scripts, routes, tokens and the audit. The log stays. The server\n" +
			"has to be stopped: while one has the folder, nothing is changed, and the command ends with 5. What was there is\n" +
			"kept beside it. The backup is read through first; one that is damaged, or of a\n" +
			"newer version that this one cannot read, changes nothing.",
	}, func(ctx context.Context, r *run) error {
		file := r.arg(0)
		backup, err := os.Open(file)
		if err != nil {
			return fmt.Errorf("reading the backup: %w", err)
		}
		defer func() { _ = backup.Close() }() // it is only read
		if err := wantFolder(dir); err != nil {
			return err
		}
		found, kept, err := sqlite.Restore(ctx, dir, backup)
		switch {
		case errors.Is(err, store.ErrLocked):
			return coded(ExitConflict, fmt.Errorf("nothing was changed: stop the server first: %w", err))
		case err != nil && kept != "":
			return fmt.Errorf("%w; what was there is at %s", err, kept)
		case err != nil:
			return fmt.Errorf("nothing was changed: %w", err)
		}
		about := contentsOf(found)
		about.Dir, about.Kept = dir, kept
		if kept != "" {
			kept = "; what was there is at " + kept
		}
		return r.sayContents(about, "restored %s to %s%s", about, dir, kept)
	})
	cmd.Flags().StringVar(&dir, "dir", p.DataDir, "`folder` of the server's store, if its config names one")
	return cmd
}

// wantFolder refuses a folder whose parent does not exist: that is a mistake,
// and not a new server.
func wantFolder(dir string) error {
	if dir == "" {
		return usagef("--dir is missing")
	}
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if _, err := os.Stat(filepath.Dir(dir)); err != nil {
		return fmt.Errorf("there is no folder %s, nor what it would be in: name that of the server with --dir", dir)
	}
	return nil
}
