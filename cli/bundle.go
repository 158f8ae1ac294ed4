package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// bundleFormat is the format of bundles that this program knows.
const bundleFormat = 1

// bundle is what is exported and imported.
type bundle struct {
	Format  int            `json:"format"`
	Scripts []bundleScript `json:"scripts"`
}

// bundleScript is a script in a bundle.
type bundleScript struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Source      string `json:"source"`
	Enabled     *bool  `json:"enabled,omitempty"`
	limits
	Routes []bundleRoute `json:"routes,omitzero"`
}

// bundleRoute is a route in a bundle.
type bundleRoute struct {
	Host          string `json:"host,omitempty"`
	HostParamName string `json:"host_param_name,omitempty"`
	Method        string `json:"method,omitempty"`
	Path          string `json:"path"`
	Guard         string `json:"guard,omitempty"`
}

// plan is what an import does, or would do.
type plan struct {
	Applied     bool                    `json:"applied"`
	Changes     []change                `json:"changes"`
	Diagnostics map[string][]diagnostic `json:"diagnostics"`
}

// change is one step of a plan.
type change struct {
	Action string   `json:"action"`
	Kind   string   `json:"kind"`
	Name   string   `json:"name"`
	ID     string   `json:"id"`
	Fields []string `json:"fields"`
}

// String returns the change in one line.
func (c change) String() string {
	sign := map[string]string{"create": "+", "update": "~", "delete": "-"}[c.Action]
	if sign == "" {
		sign = "="
	}
	line := fmt.Sprintf("%s %s %s %s", sign, c.Action, c.Kind, c.Name)
	if c.Action == "update" && len(c.Fields) > 0 {
		line += "  (" + strings.Join(c.Fields, ", ") + ")"
	}
	return line
}

// count returns how many changes of a kind there are.
func (p plan) count(action, kind string) int {
	n := 0
	for _, c := range p.Changes {
		if c.Action == action && c.Kind == kind {
			n++
		}
	}
	return n
}

// broken tells whether a source would be refused.
func (p plan) broken() bool {
	for _, list := range p.Diagnostics {
		if slices.ContainsFunc(list, func(d diagnostic) bool { return d.Severity != "warning" }) {
			return true
		}
	}
	return false
}

// applying is how a bundle is applied.
type applying struct {
	dryRun bool
	prune  bool
	yes    bool
}

func (a *applying) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVarP(&a.dryRun, "dry-run", "n", false, "only show what would change")
	cmd.Flags().BoolVar(&a.prune, "prune", false, "remove the scripts that are on the server only")
	cmd.Flags().BoolVarP(&a.yes, "yes", "y", false, "do not ask")
}

// bundleError is the refusal of a bundle.
type bundleError struct {
	error
	bundle bundle
	files  map[string]sourceFile // where the sources are from, by script
}

func (e *bundleError) Unwrap() error { return e.error }

// pointer finds what a problem says of the place in a bundle.
var pointer = regexp.MustCompile(`scripts\[(\d+)\](?:\.routes\[(\d+)\])?`)

// place says in the words of who wrote it where a bundle is wrong. Empty when
// that is not known.
func (e *bundleError) place(p *problem) string {
	at := p.Field
	if at == "" && len(p.Errors) > 0 {
		at = p.Errors[0].Location
	}
	found := pointer.FindStringSubmatch(at)
	if found == nil {
		return ""
	}
	i, err := strconv.Atoi(found[1])
	if err != nil || i >= len(e.bundle.Scripts) {
		return ""
	}
	s := e.bundle.Scripts[i]
	j, err := strconv.Atoi(found[2])
	if err != nil || j >= len(s.Routes) {
		return fmt.Sprintf("the script %q", s.Name)
	}
	one := s.Routes[j]
	return fmt.Sprintf("the route %s of the script %q", route{Method: one.Method, Host: one.Host, Path: one.Path, Guard: one.Guard}, s.Name)
}

// apply shows what a bundle changes, and changes it. What is sent is the bundle,
// with what this program does not know of it. Files are where the sources are
// from, by the name of the script.
func (r *run) apply(ctx context.Context, sent any, b bundle, files map[string]sourceFile, how applying) error {
	err := r.tryApply(ctx, sent, files, how)
	if _, ok := errors.AsType[*problem](err); ok {
		return &bundleError{err, b, files}
	}
	return err
}

func (r *run) tryApply(ctx context.Context, b any, files map[string]sourceFile, how applying) error {
	c, err := r.client()
	if err != nil {
		return err
	}
	parameters := url.Values{}
	if how.prune {
		parameters.Set("prune", "true")
	}
	dry := maps.Clone(parameters)
	dry.Set("dry_run", "true")
	wanted, err := r.propose(ctx, files, how, func() (answer, error) { return c.send(ctx, http.MethodPost, "/import", dry, b) })
	if err != nil || !wanted {
		return err
	}
	done, err := c.send(ctx, http.MethodPost, "/import", parameters, b)
	applied, err := decode[plan](done, err)
	if err != nil {
		return err
	}
	if r.json {
		r.printJSON(r.out, done.body)
	}
	if !applied.Applied {
		return coded(ExitRefused, fmt.Errorf("nothing was changed: the server has not applied it"))
	}
	if !r.json {
		r.say("done: %s", applied.summary())
	}
	return nil
}

// propose shows what an import would change, which look asks the server, and
// tells whether that is wanted.
func (r *run) propose(ctx context.Context, files map[string]sourceFile, how applying, look func() (answer, error)) (bool, error) {
	var agreed *plan // what a person has agreed to
	for {
		preview, err := look()
		planned, err := decode[plan](preview, err)
		if err != nil {
			return false, err
		}
		if agreed != nil {
			if planned.same(*agreed) {
				return true, nil
			}
			r.note("the server has changed meanwhile: this is what would change now")
		}
		if !r.json {
			r.showDiagnostics(planned.Diagnostics, files)
			r.showPlan(planned)
		}
		if planned.broken() || how.dryRun || planned.idle() {
			if r.json {
				r.printJSON(r.out, preview.body)
			}
			if planned.broken() {
				return false, coded(ExitRefused, errBroken)
			}
			return false, nil
		}
		if asked, err := r.confirm(ctx, planned, how); err != nil || !asked {
			return err == nil, err
		}
		// A person takes a while, and an import cannot be made to depend on what
		// was shown. To look once more leaves others only milliseconds to change
		// something that nobody has seen.
		agreed = &planned
	}
}

// idle tells whether nothing changes.
func (p plan) idle() bool {
	return !slices.ContainsFunc(p.Changes, func(c change) bool { return c.Action != "unchanged" })
}

// same tells whether two plans change the same. Something new has another id in
// each plan.
func (p plan) same(other plan) bool {
	return slices.EqualFunc(p.Changes, other.Changes, func(a, b change) bool {
		return a.Action == b.Action && a.Kind == b.Kind && a.Name == b.Name && (a.ID == b.ID || a.Action == "create") && slices.Equal(a.Fields, b.Fields)
	})
}

// summary counts the changes.
func (p plan) summary() string {
	var parts []string
	for _, kind := range []string{"script", "route"} {
		for _, action := range []string{"create", "update", "delete"} {
			if n := p.count(action, kind); n > 0 {
				parts = append(parts, fmt.Sprintf("%s %sd", plural(n, kind), action))
			}
		}
	}
	return strings.Join(parts, ", ")
}

// showPlan prints the steps, with the routes of a script below it if the
// server lists them so.
func (r *run) showPlan(p plan) {
	for _, c := range p.Changes {
		if c.Action != "unchanged" || c.Kind == "script" {
			r.say("%s", clean(c.String()))
		}
	}
	if p.idle() {
		r.say("nothing to change")
	}
}

// showDiagnostics prints what is wrong with sources.
func (r *run) showDiagnostics(all map[string][]diagnostic, files map[string]sourceFile) {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		file, known := files[name]
		if !known {
			file.path = name
		}
		printDiagnostics(r.err, file.path, file.source, all[name])
	}
}

// confirm asks for consent, and tells whether it did. Without a person to ask,
// only the removal of scripts needs it.
func (r *run) confirm(ctx context.Context, p plan, how applying) (asked bool, err error) {
	removed := p.count("delete", "script")
	switch {
	case how.yes:
		return false, nil
	case !r.json && r.Interactive(r.in):
		return r.ask(ctx, "Apply that?")
	case removed > 0:
		return false, usagef("--prune would remove %s: nothing was changed; add --yes to do that", plural(removed, "script"))
	}
	return false, nil
}

func (p *program) export() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "export [FILE]",
		Short: "Writes all scripts and routes to a file, or prints them",
		Long: "Writes all scripts with their limits and routes to a file, or prints them. Earlier versions,\n" +
			"tokens and the log are not part of it. `import` takes what this writes.",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		a, err := c.get(ctx, "/export", nil)
		b, err := decode[bundle](a, err)
		if err != nil {
			return err
		}
		file := r.arg(0)
		if file == "" || file == "-" {
			r.printJSON(r.out, a.body)
			return nil
		}
		content, err := json.MarshalIndent(a.body, "", "  ")
		if err != nil {
			return fmt.Errorf("writing the export: %w", err)
		}
		if err := writeFile(file, append(content, '\n')); err != nil {
			return fmt.Errorf("writing the export: %w", err)
		}
		r.note("wrote %s to %s", plural(len(b.Scripts), "script"), file)
		return nil
	})
}

// writeFile replaces a file in one step: a half-written export must not take
// the place of a whole one.
func writeFile(path string, content []byte) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		// A pipe or a device.
		return os.WriteFile(path, content, 0o600)
	}
	next, err := newBeside(path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(next.Name()))
		}
	}()
	_, err = next.Write(content)
	if err == nil {
		err = next.Sync()
	}
	if err = errors.Join(err, next.Close()); err != nil {
		return err
	}
	return os.Rename(next.Name(), path)
}

func (p *program) importing() *cobra.Command {
	var how applying
	cmd := p.command(&cobra.Command{
		Use:   "import FILE",
		Short: "Takes scripts and routes from a file that export has written",
		Long: "Takes scripts and routes from a file that export has written, or from standard input for -, all in one\n" +
			"step or none of them. Scripts are recognised by their names. The changes are shown first.",
	}, func(ctx context.Context, r *run) error {
		content, err := r.readFile(r.arg(0))
		if err != nil {
			return err
		}
		var b bundle
		if err := json.Unmarshal([]byte(content), &b); err != nil {
			return fmt.Errorf("%s:%s: that is no export: %w", r.arg(0), place([]byte(content), 0, err), err)
		}
		if b.Format != bundleFormat {
			return fmt.Errorf("%s has the format %d: this program takes format %d", r.arg(0), b.Format, bundleFormat)
		}
		files := make(map[string]sourceFile, len(b.Scripts))
		for _, s := range b.Scripts {
			files[s.Name] = sourceFile{s.Name, s.Source}
		}
		// As it is: there may be more in it than this program knows.
		return r.apply(ctx, json.RawMessage(content), b, files, how)
	})
	how.flags(cmd)
	return cmd
}
