package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// manifestName is the file of a folder that says more of its scripts.
const manifestName = "picloud.json"

// sourceFile is a source and where it is from.
type sourceFile struct {
	path   string
	source string
}

// manifest is what a picloud.json holds.
type manifest struct {
	Scripts []manifestScript `json:"scripts"`
}

// manifestScript is what a picloud.json says of one script.
type manifestScript struct {
	Name        string `json:"name"`
	File        string `json:"file"` // NAME.go, or the one file in NAME, if empty
	Description string `json:"description"`
	Enabled     *bool  `json:"enabled"`
	limits

	// Routes are those that the script has and no others. Nil leaves alone
	// those that it has.
	Routes []manifestRoute `json:"routes"`
}

// manifestRoute is a route in a picloud.json: an object, or short as a text.
type manifestRoute struct{ bundleRoute }

// UnmarshalJSON reads both forms.
func (m *manifestRoute) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		r, err := parseRoute(text)
		if err != nil {
			return err
		}
		m.bundleRoute = bundleRoute{Method: r.Method, Host: r.Host, Path: r.Path}
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(&m.bundleRoute)
}

// folder is a folder of scripts.
type folder struct {
	path    string
	scripts []manifestScript      // by name
	files   map[string]sourceFile // by the script's name
}

// readFolder reads the scripts of a folder.
func readFolder(path string) (*folder, error) {
	f := &folder{path: path, files: map[string]sourceFile{}}
	m, err := readManifest(filepath.Join(path, manifestName))
	if err != nil {
		return nil, err
	}
	found, crowded, err := findScripts(path)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{} // files, as found has them
	for _, s := range m.Scripts {
		if s.Name == "" && s.File != "" {
			s.Name = strings.TrimSuffix(filepath.Base(s.File), ".go")
		}
		if s.Name == "" {
			return nil, fmt.Errorf("%s: a script has neither a name nor a file", filepath.Join(path, manifestName))
		}
		if _, twice := f.files[s.Name]; twice {
			return nil, fmt.Errorf("%s: there are two scripts named %q", filepath.Join(path, manifestName), s.Name)
		}
		file, err := s.locate(path, found)
		if err != nil {
			return nil, err
		}
		taken[file] = true
		if err := f.add(s, file); err != nil {
			return nil, err
		}
	}
	for _, files := range crowded {
		if slices.ContainsFunc(files, func(file string) bool { return !taken[file] }) {
			return nil, severalError(files)
		}
	}
	for name, file := range found {
		if taken[file] {
			continue
		}
		if _, twice := f.files[name]; twice {
			return nil, fmt.Errorf("%s would be a second script named %q: rename it, or name it in %s", file, name, manifestName)
		}
		if err := f.add(manifestScript{Name: name}, file); err != nil {
			return nil, err
		}
	}
	if len(f.scripts) == 0 {
		return nil, fmt.Errorf("%s holds no scripts: a script is a .go file of package main, or a folder with one in it", path)
	}
	slices.SortFunc(f.scripts, func(a, b manifestScript) int { return strings.Compare(a.Name, b.Name) })
	return f, nil
}

// locate returns the file of a script.
func (s manifestScript) locate(folder string, found map[string]string) (string, error) {
	if s.File == "" {
		if file, ok := found[s.Name]; ok {
			return file, nil
		}
		return "", fmt.Errorf("%s: there is no file for the script %q: name it with \"file\"", filepath.Join(folder, manifestName), s.Name)
	}
	if !filepath.IsLocal(filepath.FromSlash(s.File)) {
		return "", fmt.Errorf("%s: the file %q of the script %q is not in the folder", filepath.Join(folder, manifestName), s.File, s.Name)
	}
	return filepath.Join(folder, filepath.FromSlash(s.File)), nil
}

func (f *folder) add(s manifestScript, file string) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading the script %q: %w", s.Name, err)
	}
	f.scripts = append(f.scripts, s)
	f.files[s.Name] = sourceFile{file, string(source)}
	return nil
}

// bundle returns the folder as it is imported.
func (f *folder) bundle() bundle {
	b := bundle{Format: bundleFormat}
	for _, s := range f.scripts {
		one := bundleScript{
			Name:        s.Name,
			Description: s.Description,
			Source:      f.files[s.Name].source,
			Enabled:     s.Enabled,
			limits:      s.limits,
		}
		if s.Routes != nil {
			one.Routes = make([]bundleRoute, 0, len(s.Routes))
			for _, r := range s.Routes {
				one.Routes = append(one.Routes, r.bundleRoute)
			}
		}
		b.Scripts = append(b.Scripts, one)
	}
	return b
}

// findScripts returns the files that are scripts, by the name that they would
// have: those of the folder, and those that are alone in a folder of it. Crowded
// are those that are not alone there: only a manifest can name them.
func findScripts(path string) (found map[string]string, crowded [][]string, err error) {
	found = map[string]string{}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the folder: %w", err)
	}
	add := func(name, file string) error {
		if other, twice := found[name]; twice {
			return fmt.Errorf("%s and %s would both be scripts named %q: rename one", other, file, name)
		}
		found[name] = file
		return nil
	}
	for _, entry := range entries {
		file := filepath.Join(path, entry.Name())
		switch {
		case isScript(entry, file):
			if err := add(strings.TrimSuffix(entry.Name(), ".go"), file); err != nil {
				return nil, nil, err
			}
		case entry.IsDir() && !ignored(entry.Name()):
			files, err := scriptsIn(file)
			if err != nil {
				return nil, nil, err
			}
			if len(files) > 1 {
				crowded = append(crowded, files)
			}
			if len(files) != 1 {
				continue
			}
			if err := add(entry.Name(), files[0]); err != nil {
				return nil, nil, err
			}
		}
	}
	return found, crowded, nil
}

// scriptsIn returns the files of a folder that are scripts, but not those of
// folders in it.
func scriptsIn(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, fmt.Errorf("reading the folder: %w", err)
	}
	var files []string
	for _, entry := range entries {
		if file := filepath.Join(path, entry.Name()); isScript(entry, file) {
			files = append(files, file)
		}
	}
	return files, nil
}

// severalError is for a folder whose scripts have no names.
func severalError(files []string) error {
	return fmt.Errorf("%s and %s are scripts in one folder: give each a folder of its own, or name all that are there in %s, each with its \"file\"",
		files[0], files[1], manifestName)
}

// ignored tells whether the go command would not look at a name.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "vendor"
}

// isScript tells whether a file is one to push. What cannot be parsed is: the
// server says what is wrong with it.
func isScript(entry fs.DirEntry, path string) bool {
	name := entry.Name()
	if entry.IsDir() || ignored(name) || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
		return false
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly)
	return err != nil || file.Name.Name == "main"
}

// readManifest reads a picloud.json. One that is not there is empty.
func readManifest(path string) (manifest, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return manifest{}, nil
	}
	if err != nil {
		return manifest{}, fmt.Errorf("reading the manifest: %w", err)
	}
	var m manifest
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&m)
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			err = errors.New("there is something behind the object")
		}
	}
	if err != nil {
		return manifest{}, fmt.Errorf("%s:%s: %w", path, place(content, decoder.InputOffset(), err), err)
	}
	return m, nil
}

// place returns the line and the column of an error of JSON.
func place(content []byte, offset int64, err error) string {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = max(syntax.Offset-1, 0)
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = max(wrong.Offset-1, 0)
	}
	before := content[:min(offset, int64(len(content)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Sprintf("%d:%d", line, column)
}
