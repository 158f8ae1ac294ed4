package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

func (p *program) scriptsPush() *cobra.Command {
	var name string
	var how applying
	cmd := p.command(&cobra.Command{
		Use:   "push FILE|FOLDER",
		Short: "Saves a script from a file, or all scripts of a folder with their routes",
		Long: `Saves a script from a file: it is created, or gets a new version. It is named
after the file, without .go, unless --name says otherwise. What else the script
has stays as it is: its description, its limits and its routes.

From a folder all scripts are saved in one step, or none if one of them is
refused. The changes are shown first; pushing the same folder again changes
nothing. Each .go file of the folder is a script, and so is each folder in it
that holds one .go file; tests and files that are not package main are not.
The file ` + manifestName + ` gives scripts their routes and limits:

  {"scripts": [{"name": "greet", "timeout_ms": 500, "routes": ["GET /greet/:name"]}]}

Scripts that are on the server but not in the folder are left alone, unless
--prune removes them.`,
	}, func(ctx context.Context, r *run) error {
		path := r.arg(0)
		info, err := os.Stat(path)
		if path != "-" && err != nil {
			return fmt.Errorf("reading what to push: %w", err)
		}
		if path != "-" && info.IsDir() {
			if name != "" {
				return usagef("--name is for a file: the scripts of a folder are named by its %s", manifestName)
			}
			f, err := readFolder(path)
			if err != nil {
				return err
			}
			b := f.bundle()
			return r.apply(ctx, b, b, f.files, how)
		}
		if how.prune {
			return usagef("--prune is for a folder: a file says nothing of other scripts")
		}
		if name == "" {
			if path == "-" {
				return usagef("--name must name what comes in")
			}
			name = strings.TrimSuffix(filepath.Base(path), ".go")
		}
		source, err := r.readFile(path)
		if err != nil {
			return err
		}
		return r.pushFile(ctx, name, sourceFile{path, source}, how.dryRun)
	})
	cmd.Flags().StringVar(&name, "name", "", "the script's `name`, if it is not the file's")
	how.flags(cmd)
	return cmd
}

// pushFile creates a script or replaces its source.
func (r *run) pushFile(ctx context.Context, name string, file sourceFile, dryRun bool) error {
	c, err := r.client()
	if err != nil {
		return err
	}
	found, err := c.script(ctx, name)
	if err != nil && !missing(err) {
		return err
	}
	exists := err == nil
	var a answer
	var before script
	if exists {
		a, err = c.get(ctx, "/scripts/"+found.ID, nil)
		if before, err = decode[script](a, err); err != nil {
			return err
		}
	}
	switch {
	case exists && before.Source == file.source:
		if r.json {
			r.printJSON(r.out, a.body)
			return nil
		}
		r.say("= unchanged %s (version %d)", clean(before.Name), before.Version)
		return nil
	case dryRun:
		return r.previewFile(ctx, c, name, exists, file)
	}
	saved, err := c.save(ctx, name, found.ID, a, file.source)
	after, err := decode[script](saved, err)
	if err != nil {
		return &sourceError{err, file.path, file.source}
	}
	if r.json {
		r.printJSON(r.out, saved.body)
		return nil
	}
	if exists {
		r.say("~ updated %s: version %d is live", clean(after.Name), after.Version)
		return nil
	}
	r.say("+ created %s: version %d is live", clean(after.Name), after.Version)
	if routes, err := c.items(ctx, "/scripts/"+after.ID+"/routes", nil, 1); err == nil && len(routes) == 0 {
		r.note("no request reaches it yet: bind it to a path with `routes add %s /%s`", quoteArg(after.Name), quoteArg(strings.ReplaceAll(after.Name, " ", "-")))
	}
	return nil
}

// save creates a script, or replaces the source of the one with this id, which
// is as the answer has it.
func (c *client) save(ctx context.Context, name, id string, before answer, source string) (answer, error) {
	if id == "" {
		return c.send(ctx, http.MethodPost, "/scripts", nil, map[string]string{"name": name, "source": source})
	}
	in, err := withSource(before, source)
	if err != nil {
		return answer{}, err
	}
	return c.send(ctx, http.MethodPut, "/scripts/"+id, nil, in, ifMatch(before)...)
}

// withSource returns a script as it is, also where this program does not know
// what it has, but for its source.
func withSource(a answer, source string) (map[string]json.RawMessage, error) {
	fields, err := decode[map[string]json.RawMessage](a, nil)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(source)
	if err != nil {
		return nil, fmt.Errorf("writing the source: %w", err)
	}
	fields["source"] = text
	return fields, nil
}

// previewFile tells what pushing a file would do.
func (r *run) previewFile(ctx context.Context, c *client, name string, exists bool, file sourceFile) error {
	result, err := decode[struct {
		OK          bool         `json:"ok"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}](c.send(ctx, http.MethodPost, "/scripts:check", nil, map[string]string{"source": file.source}))
	if err != nil {
		return err
	}
	one := change{Action: "create", Kind: "script", Name: name}
	if exists {
		one.Action, one.Fields = "update", []string{"source"}
	}
	if r.json {
		document, err := json.Marshal(plan{
			Changes:     []change{one},
			Diagnostics: map[string][]diagnostic{name: result.Diagnostics},
		})
		if err != nil {
			return fmt.Errorf("writing the plan: %w", err)
		}
		r.printJSON(r.out, document)
	} else {
		printDiagnostics(r.err, file.path, file.source, result.Diagnostics)
		if result.OK {
			r.say("%s", clean(one.String()))
		}
	}
	if !result.OK {
		return coded(ExitRefused, errBroken)
	}
	return nil
}

// quoteArg returns text as a shell takes it as one word.
func quoteArg(text string) string {
	if strings.ContainsAny(text, " \t*?[]{}()<>|&;$`\\\"'!#~") {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	return text
}
