package symbols

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"runtime"

	"github.com/picloud/picloud/sandbox/yaegi/symbols/library"
	"github.com/picloud/picloud/sandbox/yaegi/symbols/library/native"
)

// nativePath is what the packages of package library import and scripts cannot.
const nativePath = "github.com/picloud/picloud/sandbox/yaegi/symbols/library/native"

// Source is what scripts can use as source: generic functions, and those that
// return iterators. It is read-only.
type Source struct {
	// Functions are the declarations of functions, by the object that the
	// checked script refers to or that another of them refers to.
	Functions map[types.Object]*ast.FuncDecl

	// Types are the declarations of generic types.
	Types map[types.Object]*ast.TypeSpec

	// Info is what the type checker found out about them.
	Info *types.Info
}

// Library returns the source that [NewImporter]'s packages refer to.
func Library() *Source { return exposed().source }

// OnlySource reports whether the package at path has nothing but source, so
// that nothing is left to import when that is compiled into a script.
func OnlySource(path string) bool {
	e, ok := catalog()[path]
	return ok && e.static == nil && e.bound == nil
}

// addSource checks the packages of package library against the exposed
// packages, and adds to these what they declare.
func addSource(exposed map[string]*types.Package) (*Source, error) {
	s := &Source{
		Functions: map[types.Object]*ast.FuncDecl{},
		Types:     map[types.Object]*ast.TypeSpec{},
		Info: &types.Info{
			Types:      map[ast.Expr]types.TypeAndValue{},
			Instances:  map[*ast.Ident]types.Instance{},
			Defs:       map[*ast.Ident]types.Object{},
			Uses:       map[*ast.Ident]types.Object{},
			Implicits:  map[ast.Node]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
		},
	}
	for _, name := range library.Names() {
		if err := s.add(exposed, name); err != nil {
			return nil, fmt.Errorf("package library/%s: %w", name, err)
		}
	}
	return s, nil
}

func (s *Source) add(exposed map[string]*types.Package, name string) error {
	text, err := library.Sources.ReadFile(name + "/" + name + ".go")
	if err != nil {
		return err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name+".go", text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	config := types.Config{
		GoVersion: "go1.26",
		Importer:  mapImporter(exposed),
		Sizes:     types.SizesFor("gc", runtime.GOARCH),
	}
	pkg, err := config.Check(name, fset, []*ast.File{file}, s.Info)
	if err != nil {
		return err
	}
	into := exposed[name]
	if OnlySource(name) {
		into, exposed[name] = pkg, pkg
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			object := s.Info.Defs[d.Name]
			s.Functions[object] = d
			if object.Exported() && into != pkg {
				alias := types.NewFunc(token.NoPos, into, d.Name.Name, object.(*types.Func).Signature())
				s.Functions[alias] = d
				into.Scope().Insert(alias)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				t, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				object := s.Info.Defs[t.Name]
				s.Types[object] = t
			}
		}
	}
	return nil
}

// mapImporter imports what it holds.
type mapImporter map[string]*types.Package

// Import returns the package at path.
func (m mapImporter) Import(path string) (*types.Package, error) {
	if pkg, ok := m[path]; ok {
		return pkg, nil
	}
	return nil, fmt.Errorf("package %q is not available to scripts", path)
}

func nativeBound(h Host) table {
	return table{
		"Sort": fn(func(x any) {
			sorting(h, reflect.ValueOf(x).Len())
			native.Sort(x)
		}),
		"Index": fn(func(x, v any) int {
			scanning(h, reflect.ValueOf(x).Len())
			return native.Index(x, v)
		}),
	}
}
