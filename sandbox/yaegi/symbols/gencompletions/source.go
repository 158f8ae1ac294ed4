package main

import (
	"bytes"
	"errors"
	"go/ast"
	"go/build"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// maxDoc bounds a first sentence, in bytes.
const maxDoc = 80

// docLink is a name in brackets.
var docLink = regexp.MustCompile(`\[([*A-Za-z0-9_./]+)\]`)

// source is what the files of a package say about its symbols.
type source struct {
	fset   *token.FileSet
	funcs  map[string]*ast.FuncDecl // by name, methods by Type.Name
	types  map[string]typeText
	values map[string]string // constants and variables
}

// typeText is what the source says about a type.
type typeText struct {
	doc     string
	params  string            // type parameters, with their brackets
	members map[string]string // the sentences of fields and interface methods
	methods map[string]string // the signatures of interface methods
}

// readSource parses the package at path: one of the standard library, or the
// SDK.
func readSource(path string) (*source, error) {
	dir := filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(path))
	if rest, ok := strings.CutPrefix(path, "github.com/picloud/picloud/"); ok {
		_, file, _, ok := runtime.Caller(0)
		if !ok {
			return nil, errors.New("it is not known where the sources are")
		}
		dir = filepath.Join(filepath.Dir(file), "..", "..", "..", "..", filepath.FromSlash(rest))
	}
	found, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	s := &source{
		fset:   token.NewFileSet(),
		funcs:  map[string]*ast.FuncDecl{},
		types:  map[string]typeText{},
		values: map[string]string{},
	}
	for _, name := range found.GoFiles {
		file, err := parser.ParseFile(s.fset, filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				s.funcs[funcKey(d)] = d
			case *ast.GenDecl:
				s.declare(d)
			}
		}
	}
	return s, nil
}

// funcKey is Name, or Type.Name for a method.
func funcKey(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	for {
		switch u := t.(type) {
		case *ast.StarExpr:
			t = u.X
		case *ast.IndexExpr:
			t = u.X
		case *ast.IndexListExpr:
			t = u.X
		case *ast.Ident:
			return u.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

func (s *source) declare(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			text := typeText{doc: sentence(spec.Doc, spec.Comment)}
			if text.doc == "" && len(d.Specs) == 1 {
				text.doc = sentence(d.Doc)
			}
			if spec.TypeParams != nil {
				text.params = s.typeParams(spec.TypeParams)
			}
			text.members, text.methods = s.parts(spec)
			s.types[spec.Name.Name] = text
		case *ast.ValueSpec:
			text := sentence(spec.Doc, spec.Comment)
			if text == "" && len(d.Specs) == 1 {
				text = sentence(d.Doc)
			}
			for _, name := range spec.Names {
				s.values[name.Name] = text
			}
		}
	}
}

// parts returns the sentences of the fields or methods of a type, and the
// signatures of its methods when it is an interface.
func (s *source) parts(spec *ast.TypeSpec) (docs, methods map[string]string) {
	docs, methods = map[string]string{}, map[string]string{}
	var fields *ast.FieldList
	switch t := spec.Type.(type) {
	case *ast.StructType:
		fields = t.Fields
	case *ast.InterfaceType:
		fields = t.Methods
	default:
		return docs, methods
	}
	for _, f := range fields.List {
		for _, name := range f.Names {
			docs[name.Name] = sentence(f.Doc, f.Comment)
			if signature, ok := f.Type.(*ast.FuncType); ok {
				methods[name.Name] = "func (" + spec.Name.Name + ") " + name.Name + strings.TrimPrefix(s.print(signature), "func")
			}
		}
	}
	return docs, methods
}

// function returns the declaration and first sentence of a function, or of a
// method of a type. They are empty when the source has none: methods may come
// from embedded fields.
func (s *source) function(typeName, name string) (signature, text string) {
	key := name
	if typeName != "" {
		if signature := s.types[typeName].methods[name]; signature != "" {
			return signature, s.types[typeName].members[name]
		}
		key = typeName + "." + name
	}
	d, ok := s.funcs[key]
	if !ok {
		return "", ""
	}
	head := *d
	head.Doc, head.Body = nil, nil
	return s.print(&head), sentence(d.Doc)
}

// typeParams writes a list of type parameters with its brackets.
func (s *source) typeParams(list *ast.FieldList) string {
	text := s.print(&ast.FuncType{TypeParams: list, Params: &ast.FieldList{}})
	return strings.TrimSuffix(strings.TrimPrefix(text, "func"), "()")
}

// print writes a node in one line. A node that was parsed can be written.
func (s *source) print(node any) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, s.fset, node); err != nil {
		return ""
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// sentence is the first sentence of the first comment that has one.
func sentence(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if g == nil {
			continue
		}
		text := new(doc.Package).Synopsis(g.Text())
		text = strings.TrimSuffix(docLink.ReplaceAllString(text, "$1"), ":")
		if text == "" || strings.HasPrefix(text, "RFC ") {
			continue
		}
		if len(text) > maxDoc {
			text = text[:maxDoc]
			text = text[:strings.LastIndexByte(text, ' ')] + " …"
		}
		return text
	}
	return ""
}
