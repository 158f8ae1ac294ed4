package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// lowerGlobals moves the initialisation of global variables into a function,
// in the order that the type checker worked out.
func (s *source) lowerGlobals() {
	pos := s.file.Name.End()
	var body []ast.Stmt
	for _, in := range s.info.InitOrder {
		set := &ast.AssignStmt{TokPos: in.Rhs.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{in.Rhs}}
		for _, v := range in.Lhs {
			lhs := name(in.Rhs.Pos(), v.Name())
			if v.Name() != "_" {
				s.info.Uses[lhs] = v
			}
			set.Lhs = append(set.Lhs, lhs)
		}
		body = append(body, set)
	}
	body = append(slices.Clone(s.setup), body...)
	if len(body) == 0 {
		return
	}
	var decls []ast.Decl
	for _, d := range s.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			decls = append(decls, d)
			continue
		}
		for _, spec := range g.Specs {
			v := spec.(*ast.ValueSpec)
			for _, id := range v.Names {
				object := s.info.Defs[id]
				if id.Name == "_" || object == nil {
					continue
				}
				t := v.Type
				if t == nil {
					t = s.typeExpr(object.Type(), id.Pos())
				}
				decls = append(decls, &ast.GenDecl{
					TokPos: id.Pos(), Tok: token.VAR,
					Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{id}, Type: t}},
				})
			}
		}
	}
	initialise := &ast.FuncDecl{
		Name: name(pos, "init"),
		Type: &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos}},
		Body: block(pos, body...),
	}
	s.info.Defs[initialise.Name] = types.NewFunc(pos, s.pkg, "init", types.NewSignatureType(nil, nil, nil, nil, nil, false))
	s.file.Decls = insertAfterImports(decls, initialise)
}

// insertAfterImports puts a declaration before all but the imports.
func insertAfterImports(decls []ast.Decl, d ast.Decl) []ast.Decl {
	n := 0
	for n < len(decls) {
		if g, ok := decls[n].(*ast.GenDecl); !ok || g.Tok != token.IMPORT {
			break
		}
		n++
	}
	return append(append(append([]ast.Decl{}, decls[:n]...), d), decls[n:]...)
}
