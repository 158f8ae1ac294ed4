package cli

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// templates are the files of a new folder.
//
//go:embed template
var templates embed.FS

// sdkModule is the module that holds the SDK.
const sdkModule = "github.com/picloud/picloud"

// release is a version that the go command can fetch. What is built from a
// work tree has none, or one that was made up for it.
var release = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

// initialFiles are the files of a new folder by their paths in it.
var initialFiles = [...]struct{ path, template string }{
	{manifestName, "picloud.json.txt"},
	{"greet/greet.go", "greet.go.txt"},
	{"greet/greet_test.go", "greet_test.go.txt"},
}

func (p *program) initial() *cobra.Command {
	var module string
	cmd := p.command(&cobra.Command{
		Use:   "init FOLDER",
		Short: "Makes a folder with a script, its test, and its route",
		Long: `Makes a folder with a script, its test, and its route: a Go module that editors and
the go command understand, and that ` + "`scripts push`" + ` takes as it is. Nothing that is
there already is touched.`,
	}, func(_ context.Context, r *run) error {
		folder := r.arg(0)
		if module == "" {
			full, err := filepath.Abs(folder)
			if err != nil {
				return fmt.Errorf("finding the folder: %w", err)
			}
			module = moduleName(filepath.Base(full))
		}
		if strings.ContainsFunc(module, func(c rune) bool { return unfit(c) || c == ' ' || c == '\n' || c == '\t' || c == '"' }) {
			return usagef("--module %q is no path of a Go module: write it as example.com/scripts", module)
		}
		content := map[string]string{"go.mod": goMod(module, r.Version)}
		paths := []string{"go.mod"}
		for _, file := range initialFiles {
			text, err := fs.ReadFile(templates, "template/"+file.template)
			if err != nil {
				return fmt.Errorf("reading a template: %w", err)
			}
			content[file.path] = string(text)
			paths = append(paths, file.path)
		}
		if err := create(folder, paths, content); err != nil {
			return err
		}
		for _, path := range paths {
			r.say("%s", filepath.Join(folder, filepath.FromSlash(path)))
		}
		r.note(`
Next, in that folder:
  go mod tidy && go test ./...     fetches the SDK, and runs the test
  caddy picloud dev greet          serves the script on this machine, anew on each save
  caddy picloud scripts push .     saves it on the server, with its route`)
		return nil
	})
	cmd.Flags().StringVar(&module, "module", "", "the `path` of the Go module; the default is the folder's name")
	return cmd
}

// goMod returns the go.mod of a new folder. It requires the SDK of this program;
// without a version that can be fetched, `go mod tidy` takes the newest.
func goMod(module, version string) string {
	text := fmt.Sprintf("module %s\n\ngo 1.26.0\n", module)
	if release.MatchString(version) && !strings.HasPrefix(version, "v0.0.0") {
		text += fmt.Sprintf("\nrequire %s %s\n", sdkModule, version)
	}
	return text
}

// moduleName makes a folder's name the path of a module.
func moduleName(folder string) string {
	name := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
			return c
		case c >= 'A' && c <= 'Z':
			return c - 'A' + 'a'
		}
		return '-'
	}, folder)
	if name = strings.Trim(name, "-._"); name == "" {
		return "scripts"
	}
	return name
}

// create writes files, or none of them if one is there already.
func create(folder string, paths []string, content map[string]string) error {
	for _, path := range paths {
		path = filepath.Join(folder, filepath.FromSlash(path))
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			if err != nil {
				return fmt.Errorf("looking at what is there: %w", err)
			}
			return fmt.Errorf("%s is there already: choose another folder", path)
		}
	}
	for _, path := range paths {
		file := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return fmt.Errorf("making the folder: %w", err)
		}
		if err := writeSource(file, content[path]); err != nil {
			return fmt.Errorf("writing the folder: %w", err)
		}
	}
	return nil
}
