package yaegi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/picloud/picloud/sdk"
)

// TestCorpus_GoldensAreWhatGoGives keeps the goldens honest: the real type
// checker and compiler must still give what they hold.
func TestCorpus_GoldensAreWhatGoGives(t *testing.T) {
	if testing.Short() && !*update {
		t.Skip("builds every program of the corpus")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("needs the go command: ", err)
	}
	names := corpusNames(t)
	got := nativeCheck(t, names)
	maps.Copy(got, nativeRun(t, names, got))
	for _, name := range names {
		if *update {
			if err := os.WriteFile(filepath.Join(corpusDir, name+".golden"), []byte(got[name]), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want := readCorpus(t, name+".golden"); got[name] != want {
			t.Errorf("%s.golden is stale: go gives\n%s\nnot\n%s", name, got[name], want)
		}
	}
}

// nativeCheck type-checks the programs with go/types against the packages that
// the compiler built, and returns a golden for each one that is not valid or
// has no entry point.
func nativeCheck(t *testing.T, names []string) map[string]string {
	t.Helper()
	goldens := map[string]string{}
	fset := token.NewFileSet()
	files := map[string]*ast.File{}
	imports := map[string]bool{modulePath + "/sdk": true}
	for _, name := range names {
		file, err := parser.ParseFile(fset, "script.go", readCorpus(t, name+".go"), parser.SkipObjectResolution|parser.ParseComments)
		if list, ok := errors.AsType[scanner.ErrorList](err); ok {
			list.Sort()
			goldens[name] = invalidGolden(list[0].Pos.Line, list[0].Pos.Column, list[0].Msg)
			continue
		}
		files[name] = file
		for _, spec := range file.Imports {
			if p := strings.Trim(spec.Path.Value, "\"`"); !strings.Contains(p, "nowhere") {
				imports[p] = true
			}
		}
	}
	imp := importer.ForCompiler(fset, "gc", exportData(t, slices.Sorted(maps.Keys(imports))))
	for name, file := range files {
		var first *types.Error
		conf := types.Config{Importer: imp, GoVersion: "go1.26", Error: func(err error) {
			var e types.Error
			// A message that starts with a tab continues the one before.
			if errors.As(err, &e) && !strings.HasPrefix(e.Msg, "\t") && (first == nil || e.Pos < first.Pos) {
				first = &e
			}
		}}
		pkg, _ := conf.Check("main", fset, []*ast.File{file}, nil)
		if first != nil {
			pos := fset.PositionFor(first.Pos, false)
			goldens[name] = invalidGolden(pos.Line, pos.Column, first.Msg)
			continue
		}
		if file.Name.Name != "main" || !hasEntryPoint(pkg) {
			goldens[name] = "no entry point\n"
		}
	}
	return goldens
}

func invalidGolden(line, column int, message string) string {
	return fmt.Sprintf("invalid %d:%d: %s\n", line, column, strings.ReplaceAll(message, "\n", " | "))
}

func hasEntryPoint(pkg *types.Package) bool {
	fn, ok := pkg.Scope().Lookup("Handle").(*types.Func)
	if !ok {
		return false
	}
	sig := fn.Signature()
	var form []string
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			form = append(form, types.TypeString(v.Type(), nil))
		}
		form = append(form, ";")
	}
	if sig.TypeParams().Len() > 0 || sig.Variadic() {
		return false
	}
	switch strings.ReplaceAll(strings.Join(form, " "), "interface{}", "any") {
	case "*github.com/picloud/picloud/sdk.Context ; any error ;",
		"*github.com/picloud/picloud/sdk.Context ; any ;",
		"net/http.ResponseWriter *net/http.Request ; ;":
		return true
	}
	return false
}

// exportData finds the compiled form of packages through the go command.
func exportData(t *testing.T, paths []string) importer.Lookup {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}"}, paths...)...)
	cmd.Stderr = os.Stderr
	list, err := cmd.Output()
	if err != nil {
		t.Fatal("go list: ", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(list)) {
		if p, file, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && file != "" {
			files[p] = file
		}
	}
	return func(p string) (io.ReadCloser, error) {
		file, ok := files[p]
		if !ok {
			return nil, fmt.Errorf("package %s is not in std", p)
		}
		return os.Open(file)
	}
}

// nativeRun builds every program that is not in known into one binary and runs
// it: each becomes a package of its own, in an overlay over this module.
func nativeRun(t *testing.T, names []string, known map[string]string) map[string]string {
	t.Helper()
	sources := map[string]string{}
	for _, name := range names {
		if _, ok := known[name]; !ok {
			sources[name] = readCorpus(t, name+".go")
		}
	}
	return nativeAnswers(t, sources)
}

// nativeAnswers builds programs into one binary and runs it.
func nativeAnswers(t *testing.T, sources map[string]string) map[string]string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay := map[string]string{}
	add := func(virtual, text string) {
		file := filepath.Join(dir, fmt.Sprintf("f%d.go", len(overlay)))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(root, "zcorpus", virtual)] = file
	}
	var imports, table strings.Builder
	for i, name := range slices.Sorted(maps.Keys(sources)) {
		source := strings.Replace(sources[name], "package main\n", "package "+nativeMain+"\n", 1)
		add(filepath.Join(name, "script.go"), source)
		fmt.Fprintf(&imports, "\tp%d %q\n", i, modulePath+"/zcorpus/"+name)
		fmt.Fprintf(&table, "\t%q: p%d.Handle,\n", name, i)
	}
	add("main.go", readCorpus(t, "native/main.go"))
	add("table.go", "package main\n\nimport (\n"+imports.String()+")\n\nvar table = map[string]any{\n"+table.String()+"}\n")
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	overlayFile := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlayFile, data, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "corpus")
	build := exec.Command("go", "build", "-overlay", overlayFile, "-o", binary, "./zcorpus")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the corpus: %v\n%s", err, out)
	}
	request, err := json.Marshal(corpusRequest())
	if err != nil {
		t.Fatal(err)
	}
	run := exec.Command(binary)
	run.Stdin = bytes.NewReader(request)
	run.Env = []string{"TZ=UTC"}
	var stderr bytes.Buffer
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("running the corpus: %v\n%s", err, stderr.String())
	}
	var results map[string]struct {
		Response     *sdk.Response
		Error, Panic string
	}
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatal(err)
	}
	goldens := map[string]string{}
	for name, r := range results {
		goldens[name] = strings.ReplaceAll(runGolden(r.Response, r.Error, r.Panic), nativeMain+".", "main.")
	}
	return goldens
}
