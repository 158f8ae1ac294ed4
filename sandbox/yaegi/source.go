package yaegi

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// fileName is the name of every script in positions.
const fileName = "script.go"

// source is a script on its way from text to something that runs.
type source struct {
	text    string
	report  *report
	tokens  *token.File
	file    *ast.File
	info    *types.Info
	pkg     *types.Package
	imports []string
	form    form

	// What rewriting needs.
	importNames map[string]string   // by path
	labels      map[ast.Stmt]string // of loops
	temps       int

	// tests are the assertions that type switches were turned into: nothing
	// looks at their values where they fail.
	tests map[*ast.AssignStmt]bool

	// hidden has the places where code of the library seems to be.
	hidden map[token.Pos]bool

	// instances has what Go calls the copies of generic types.
	instances map[string]string

	// types are those whose values are boxed, and setup is what runs before
	// the initialisers of global variables.
	types   []*symbols.Type
	goTypes []types.Type // the same
	setup   []ast.Stmt
	lines   *lineTable
}

// analyze parses and checks text. What is wrong is in the report of the
// source, and what is nil was not reached.
func analyze(text string) (s *source) {
	s = &source{text: text, report: &report{text: text}, hidden: map[token.Pos]bool{}, instances: map[string]string{}, tests: map[*ast.AssignStmt]bool{}}
	defer func() {
		if recover() != nil {
			s.report.atOffset(0, codeUnsupported, "this source cannot be checked: simplify it")
		}
	}()
	if !s.report.bounded() || !s.parse() {
		return s
	}
	s.checkImports()
	s.report.constantLengths(s.file)
	if s.report.failed() {
		return s
	}
	s.checkSyntax()
	s.checkTypes()
	if s.info == nil || s.hasTypeErrors() {
		return s
	}
	s.checkEntryPoint()
	if s.report.failed() {
		s.reject()
		return s
	}
	s.importNamesOf()
	s.prepareTypes()
	s.expandGenerics()
	s.forwardEmbedded()
	s.openIterators()
	if s.report.failed() {
		return s
	}
	s.openValues()
	s.reject()
	return s
}

func (s *source) parse() bool {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, fileName, s.text, parser.SkipObjectResolution)
	if file != nil {
		s.tokens = fset.File(file.FileStart)
	}
	s.report.tokens = s.tokens
	if err != nil {
		list, ok := errors.AsType[scanner.ErrorList](err)
		if !ok {
			s.report.atOffset(0, codeSyntax, err.Error())
			return false
		}
		for _, e := range list {
			s.report.atOffset(e.Pos.Offset, codeSyntax, e.Msg)
		}
		return false
	}
	s.file = file
	if file.Name.Name != "main" {
		s.report.add(file.Name, codeEntryPoint, "a script is of package main")
	}
	return true
}

// checkImports reports imports that are not on the allow-list.
func (s *source) checkImports() {
	for _, spec := range s.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		switch {
		case err != nil:
			s.report.add(spec.Path, codeSyntax, "invalid import path")
		case !symbols.Allowed(path):
			way := symbols.Instead(path)
			if way == "" {
				way = "the language reference lists those that are"
			}
			s.report.add(spec.Path, codeImport, fmt.Sprintf("package %q is not available to scripts: %s", path, way))
		case spec.Name != nil && spec.Name.Name == ".":
			s.report.add(spec, codeImport, "dot imports are not supported: import the package by its name")
		case spec.Name != nil && spec.Name.Name == "_":
			s.report.add(spec, codeImport, "blank imports have no use in a script: remove it")
		case !slices.Contains(s.imports, path):
			s.imports = append(s.imports, path)
		}
	}
}

// checkTypes runs the type checker, which reports what a compiler would.
func (s *source) checkTypes() {
	s.runChecker(func(err error) {
		e, ok := errors.AsType[types.Error](err)
		if !ok {
			s.report.atOffset(0, codeType, err.Error())
			return
		}
		if strings.HasPrefix(e.Msg, "\t") { // continues the error before
			return
		}
		if denied := s.denied(e.Msg); denied != "" {
			s.report.at(e.Pos, codeType, denied)
			return
		}
		s.report.at(e.Pos, codeType, e.Msg)
	})
}

// denied is what to say instead of an error about a name that the standard
// library has and scripts cannot use, or "".
func (s *source) denied(message string) string {
	qualified, ok := strings.CutPrefix(message, "undefined: ")
	if !ok {
		return ""
	}
	pkg, name, _ := strings.Cut(qualified, ".")
	for _, spec := range s.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || spec.Name != nil && spec.Name.Name != pkg || spec.Name == nil && path[strings.LastIndexByte(path, '/')+1:] != pkg {
			continue
		}
		return symbols.Denied(path, name)
	}
	return ""
}

// recheck finds the types in the rewritten file.
func (s *source) recheck() {
	s.runChecker(func(err error) {
		if e, ok := errors.AsType[types.Error](err); !ok || !e.Soft {
			panic(err)
		}
	})
}

func (s *source) runChecker(report func(error)) {
	s.info = &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Instances:  map[*ast.Ident]types.Instance{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Implicits:  map[ast.Node]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	config := types.Config{
		GoVersion: "go1.26",
		Importer:  symbols.NewImporter(),
		Sizes:     types.SizesFor("gc", runtime.GOARCH),
		Error:     report,
	}
	fset := token.NewFileSet()
	fset.AddExistingFiles(s.tokens)
	s.pkg, _ = config.Check("main", fset, []*ast.File{s.file}, s.info) // errors went to report
}

func (s *source) hasTypeErrors() bool {
	return slices.ContainsFunc(s.report.list, func(d sandbox.Diagnostic) bool { return d.Code == codeType })
}
