package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// forwardEmbedded declares the methods that a struct gets from an interface
// that is embedded in it, which the interpreter does not find.
func (s *source) forwardEmbedded() {
	var added []ast.Decl
	for _, d := range s.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, spec := range g.Specs {
			t := spec.(*ast.TypeSpec)
			object := s.info.Defs[t.Name]
			if object == nil {
				continue
			}
			named, ok := object.Type().(*types.Named)
			if !ok || named.TypeParams().Len() > 0 {
				continue
			}
			added = append(added, s.forwarders(named, t.Pos())...)
		}
	}
	if len(added) == 0 {
		return
	}
	s.file.Decls = append(s.file.Decls, added...)
	s.recheck()
}

func (s *source) forwarders(t *types.Named, pos token.Pos) []ast.Decl {
	outer, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var out []ast.Decl
	methods := types.NewMethodSet(types.NewPointer(t))
	for sel := range methods.Methods() {
		f := sel.Obj().(*types.Func)
		recv := f.Signature().Recv()
		if len(sel.Index()) < 2 || recv == nil || !types.IsInterface(recv.Type()) {
			continue
		}
		self := s.temp()
		var path ast.Expr = name(pos, self)
		from := types.Type(outer)
		for _, i := range sel.Index()[:len(sel.Index())-1] {
			if p, ok := from.Underlying().(*types.Pointer); ok {
				from = p.Elem()
			}
			field := from.Underlying().(*types.Struct).Field(i)
			path = &ast.SelectorExpr{X: path, Sel: name(pos, field.Name())}
			from = field.Type()
		}
		lit := s.forward(f.Signature(), pos, nil, func(args []ast.Expr, spread bool) *ast.CallExpr {
			c := call(pos, &ast.SelectorExpr{X: path, Sel: name(pos, f.Name())}, args...)
			if spread {
				c.Ellipsis = pos
			}
			return c
		})
		out = append(out, &ast.FuncDecl{
			Recv: &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{name(pos, self)}, Type: name(pos, t.Obj().Name())}}},
			Name: name(pos, f.Name()),
			Type: lit.Type,
			Body: lit.Body,
		})
	}
	return out
}
