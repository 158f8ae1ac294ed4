package symbols

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/traefik/yaegi/interp"
)

// recorder is a Host that counts, and panics once a budget is used up.
type recorder struct {
	ops, bytes int64
	printed    strings.Builder
	slept      time.Duration
	budget     int64 // of ops; zero is none
}

type overBudget struct{}

func (r *recorder) Charge(ops int64) {
	r.ops += ops
	if r.budget > 0 && r.ops > r.budget {
		panic(overBudget{})
	}
}
func (r *recorder) Allocate(bytes int64)  { r.bytes += bytes }
func (r *recorder) Print(text string)     { r.printed.WriteString(text) }
func (r *recorder) Sleep(d time.Duration) { r.slept += d }

// check type-checks a script and returns its imports.
func check(t testing.TB, source string) ([]string, error) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "script.go", source, 0)
	if err != nil {
		t.Fatalf("parsing: %v\n%s", err, source)
	}
	conf := types.Config{Importer: NewImporter()}
	_, err = conf.Check("main", fset, []*ast.File{file}, nil)
	var imports []string
	for _, i := range file.Imports {
		imports = append(imports, strings.Trim(i.Path.Value, `"`))
	}
	return imports, err
}

// run type-checks and runs a script, and returns what its function F does.
func run(t testing.TB, h Host, source string) any {
	t.Helper()
	imports, err := check(t, source)
	if err != nil {
		t.Fatalf("checking: %v\n%s", err, source)
	}
	i := interp.New(interp.Options{Stderr: io.Discard, GoPath: "/nonexistent", SourcecodeFilesystem: fstest.MapFS{}, Args: []string{}})
	if err := i.Use(Exports(h, imports)); err != nil {
		t.Fatalf("using the symbols: %v", err)
	}
	if _, err := i.Eval(source); err != nil {
		t.Fatalf("compiling: %v\n%s", err, source)
	}
	v, err := i.Eval("main.F")
	if err != nil {
		t.Fatalf("looking up F: %v", err)
	}
	f, ok := v.Interface().(func() any)
	if !ok {
		t.Fatalf("F is %s", v.Type())
	}
	return f()
}

func TestPackages_AllImport(t *testing.T) {
	t.Parallel()
	for _, p := range Packages() {
		pkg, err := NewImporter().Import(p)
		if err != nil {
			t.Errorf("%s: %v", p, err)
			continue
		}
		if pkg.Path() != p || len(pkg.Scope().Names()) == 0 || !pkg.Complete() {
			t.Errorf("%s: the package is %v with %d names", p, pkg, len(pkg.Scope().Names()))
		}
	}
}
