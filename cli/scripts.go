package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

func (p *program) scripts() *cobra.Command {
	return p.group(&cobra.Command{
		Use:   "scripts",
		Short: "Lists, saves and removes scripts, and goes back to earlier versions",
	},
		p.scriptsList(),
		p.scriptsGet(),
		p.scriptsVersions(),
		p.scriptsCheck(),
		p.scriptsPush(),
		p.scriptsRollback(),
		p.scriptsRemove(),
	)
}

func (p *program) scriptsList() *cobra.Command {
	var text string
	cmd := p.command(&cobra.Command{
		Use:   "list",
		Short: "Lists the scripts by name",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		items, err := c.items(ctx, "/scripts", query("q", text), 0)
		if err == nil && r.json {
			return r.printItems(items)
		}
		list, err := decodeAll[script](items, err)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			r.note("there are no scripts")
			return nil
		}
		rows := [][]string{{"NAME", "VERSION", "STATE", "LIMITS", "UPDATED", "DESCRIPTION"}}
		for _, s := range list {
			state := "enabled"
			if !s.Enabled {
				state = "disabled"
			}
			rows = append(rows, []string{
				s.Name, strconv.FormatInt(s.Version, 10), state, s.limits.String(), r.when(s.UpdatedAt), s.Description,
			})
		}
		return r.table(rows)
	})
	cmd.Flags().StringVarP(&text, "query", "q", "", "only scripts with this `text` in their name or description")
	return cmd
}

// String lists the limits that are set.
func (l limits) String() string {
	var parts []string
	add := func(value int64, format string) {
		if value != 0 {
			parts = append(parts, fmt.Sprintf(format, value))
		}
	}
	add(l.TimeoutMS, "%d ms")
	add(l.MaxOperations, "%d operations")
	add(l.MemoryLimitMB, "%d MiB")
	add(l.MaxConcurrency, "%d at once")
	return strings.Join(parts, ", ")
}

func (p *program) scriptsGet() *cobra.Command {
	var number int64
	var file string
	cmd := p.command(&cobra.Command{
		Use:               "get NAME",
		ValidArgsFunction: p.completeScripts(false),
		Short:             "Prints the source of a script",
		Long: "Prints the source of a script's live version, or of another one with --version.\n" +
			"With --json it prints the script with its limits and its description.",
	}, func(ctx context.Context, r *run) error {
		if err := r.eitherOutput(file); err != nil {
			return err
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		found, err := c.script(ctx, r.arg(0))
		if err != nil {
			return err
		}
		path := "/scripts/" + found.ID
		if number != 0 {
			path += "/versions/" + strconv.FormatInt(number, 10)
		}
		a, err := c.get(ctx, path, nil)
		if err == nil && r.json {
			r.printJSON(r.out, a.body)
			return nil
		}
		s, err := decode[script](a, err)
		if err != nil {
			return err
		}
		if file == "" {
			r.out.printf("%s", s.Source)
			return nil
		}
		if err := writeSource(file, s.Source); err != nil {
			return fmt.Errorf("writing the source: %w", err)
		}
		r.note("wrote version %d of %s to %s", s.Version, clean(found.Name), file)
		return nil
	})
	cmd.Flags().Int64Var(&number, "version", 0, "the `number` of the version; the default is the live one")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to a `file`")
	return cmd
}

// writeSource writes a file that all may read whom the umask lets: sources are
// no secrets.
func writeSource(path, source string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = file.WriteString(source)
	return errors.Join(err, file.Close())
}

func (p *program) scriptsVersions() *cobra.Command {
	return p.command(&cobra.Command{
		Use:               "versions NAME",
		ValidArgsFunction: p.completeScripts(false),
		Short:             "Lists the versions of a script, newest first",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		s, err := c.script(ctx, r.arg(0))
		if err != nil {
			return err
		}
		items, err := c.items(ctx, "/scripts/"+s.ID+"/versions", nil, 0)
		if err == nil && r.json {
			return r.printItems(items)
		}
		list, err := decodeAll[version](items, err)
		if err != nil {
			return err
		}
		rows := [][]string{{"VERSION", "STATE", "SAVED"}}
		for _, v := range list {
			state := ""
			if v.Live {
				state = "live"
			}
			rows = append(rows, []string{strconv.FormatInt(v.Version, 10), state, r.when(v.CreatedAt)})
		}
		return r.table(rows)
	})
}

func (p *program) scriptsCheck() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "check FILE...",
		Short: "Checks sources as saving them would, without saving them",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		failed := false
		for _, file := range r.args {
			source, err := r.readFile(file)
			if err != nil {
				return err
			}
			a, err := c.send(ctx, http.MethodPost, "/scripts:check", nil, map[string]string{"source": source})
			result, err := decode[struct {
				OK          bool         `json:"ok"`
				Diagnostics []diagnostic `json:"diagnostics"`
			}](a, err)
			if err != nil {
				return err
			}
			failed = failed || !result.OK
			if r.json {
				r.printJSON(r.out, a.body)
				continue
			}
			printDiagnostics(r.err, file, source, result.Diagnostics)
			if result.OK {
				r.say("%s: ok", file)
			}
		}
		if failed {
			return coded(ExitRefused, errSaid)
		}
		return nil
	})
}

func (p *program) scriptsRollback() *cobra.Command {
	return p.command(&cobra.Command{
		Use:               "rollback NAME [VERSION]",
		ValidArgsFunction: p.completeScripts(false),
		Short:             "Makes an earlier version of a script live",
		Long: "Makes an earlier version of a script live: the one before the live one, or the one that is named.\n" +
			"The change is refused if somebody else changes the script at the same time.",
	}, func(ctx context.Context, r *run) error {
		var number int64
		if text := r.arg(1); text != "" {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil || n < 1 {
				return usagef("%q is no version: versions are numbers from 1", text)
			}
			number = n
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		found, err := c.script(ctx, r.arg(0))
		if err != nil {
			return err
		}
		a, err := c.get(ctx, "/scripts/"+found.ID, nil)
		s, err := decode[script](a, err)
		if err != nil {
			return err
		}
		if number == 0 {
			if number, err = c.versionBefore(ctx, s); err != nil {
				return err
			}
		}
		if number == s.Version {
			r.note("version %d of %s is live already", number, clean(s.Name))
			return nil
		}
		path := fmt.Sprintf("/scripts/%s/versions/%d", s.ID, number)
		after, err := c.send(ctx, http.MethodPost, path+"/activate", nil, nil, ifMatch(a)...)
		if err != nil {
			if old, got := decode[version](c.get(ctx, path, nil)); got == nil {
				err = &sourceError{err, fmt.Sprintf("%s (version %d)", s.Name, number), old.Source}
			}
			return err
		}
		if r.json {
			r.printJSON(r.out, after.body)
			return nil
		}
		r.say("%s: version %d is live; it was version %d", clean(s.Name), number, s.Version)
		return nil
	})
}

// versionBefore returns the highest version below the live one.
func (c *client) versionBefore(ctx context.Context, s script) (int64, error) {
	list, err := decodeAll[version](c.items(ctx, "/scripts/"+s.ID+"/versions", nil, 0))
	if err != nil {
		return 0, err
	}
	for _, v := range list {
		if v.Version < s.Version {
			return v.Version, nil
		}
	}
	return 0, fmt.Errorf("%s has no version before version %d, which is live", s.Name, s.Version)
}

func (p *program) scriptsRemove() *cobra.Command {
	var yes bool
	cmd := p.command(&cobra.Command{
		Use:               "rm NAME...",
		ValidArgsFunction: p.completeScripts(false),
		Aliases:           []string{"remove", "delete"},
		Short:             "Removes scripts, with their versions and routes",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		for _, name := range r.args {
			s, err := c.script(ctx, name)
			if err != nil {
				return err
			}
			if !yes && r.Interactive(r.in) {
				sure, err := r.ask(ctx, fmt.Sprintf("Remove %s with its %s and its routes?", clean(s.Name), plural(int(s.Version), "version")))
				if err != nil || !sure {
					return err
				}
			}
			if _, err := c.send(ctx, http.MethodDelete, "/scripts/"+s.ID, nil, nil); err != nil {
				return err
			}
			if !r.json {
				r.say("removed %s", clean(s.Name))
			}
		}
		return nil
	})
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	return cmd
}

// script returns the script with a name, or with an id, without its source.
func (c *client) script(ctx context.Context, name string) (script, error) {
	list, err := decodeAll[script](c.items(ctx, "/scripts", query("q", name), 0))
	if err != nil {
		return script{}, err
	}
	for _, s := range list {
		if s.Name == name {
			return s, nil
		}
	}
	if looksLikeID(name) {
		return decode[script](c.get(ctx, "/scripts/"+name, nil))
	}
	return script{}, unknownScript(name)
}

// unknownScript is the error for a name that no script has.
func unknownScript(name string) error {
	return coded(ExitRefused, &missingError{fmt.Sprintf("there is no script %q: `scripts list` shows them", name)})
}

// missingError says that there is no such object.
type missingError struct{ text string }

func (e *missingError) Error() string { return e.text }

// ifMatch returns the header that lets a change only pass if nothing has
// happened since the answer.
func ifMatch(a answer) []string {
	if tag := a.header.Get("ETag"); tag != "" {
		return []string{"If-Match", tag}
	}
	return nil
}

// query returns parameters, given as names and values in turn, without those
// that are empty.
func query(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return values
}

// looksLikeID tells whether text is a UUID.
func looksLikeID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i, c := range text {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !strings.ContainsRune("0123456789abcdefABCDEF", c) {
			return false
		}
	}
	return true
}

// missing tells whether err says that there is no such object.
func missing(err error) bool {
	if _, ok := errors.AsType[*missingError](err); ok {
		return true
	}
	p, ok := errors.AsType[*problem](err)
	return ok && p.Status == http.StatusNotFound && p.Code != "not_picloud"
}
