package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// lowerInterfaces has every value that becomes an interface value with methods
// go through a function of its own: what the interpreter makes of it refers to
// the variable that it came from, which must not change afterwards. Structs of
// one layout and different types are converted in so many words.
func (s *source) lowerInterfaces() {
	converters := map[string]string{}
	native := s.nativeArguments()
	s.slots(s.file, func(slot *ast.Expr, to types.Type) {
		from := s.typeOf(*slot)
		tv := s.info.Types[*slot]
		if tv.IsNil() {
			s.typedNil(slot, to)
			return
		}
		if from == nil || types.Identical(from, to) {
			return
		}
		if _, ok := under(from).(*types.Struct); ok && !types.IsInterface(to) {
			*slot = s.typed(call((*slot).Pos(), s.typeExpr(to, (*slot).Pos()), *slot), to)
			return
		}
		i, ok := under(to).(*types.Interface)
		if ok && i.NumMethods() == 0 && !native[*slot] && s.isOurs(from) && !types.IsInterface(from) && s.copied(from) {
			*slot = s.typed(call((*slot).Pos(), name((*slot).Pos(), s.converter(converters, from, to)), *slot), to)
			return
		}
		if !ok || i.NumMethods() == 0 || types.IsInterface(from) || !s.isOurs(from) && !s.isOurs(to) {
			return
		}
		*slot = s.typed(call((*slot).Pos(), name((*slot).Pos(), s.converter(converters, from, to)), *slot), to)
	})
}

// typedNil spells out the type of a nil.
func (s *source) typedNil(slot *ast.Expr, to types.Type) {
	switch under(to).(type) {
	case *types.Slice, *types.Map, *types.Pointer, *types.Signature:
		pos := (*slot).Pos()
		t := &ast.ParenExpr{Lparen: pos, X: s.typeExpr(to, pos), Rparen: pos}
		*slot = s.typed(call(pos, t, *slot), to)
	}
}

// copied reports whether values of t have methods, with which the interpreter
// keeps a reference instead of a copy in interface values.
func (s *source) copied(t types.Type) bool {
	if !isPointer(t) {
		t = types.NewPointer(t)
	}
	return types.NewMethodSet(t).Len() > 0
}

// isOurs reports whether a type, or what it points to, is declared by the
// script.
func (s *source) isOurs(t types.Type) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, ok := t.(*types.Named)
	return ok && s.ours(n.Obj().Pkg())
}

// converter is the name of func(v from) to { return v }.
func (s *source) converter(known map[string]string, from, to types.Type) string {
	key := typeKey(from) + " to " + typeKey(to)
	if fn, ok := known[key]; ok {
		return fn
	}
	fn, arg, pos := s.temp(), s.temp(), s.file.Name.End()
	known[key] = fn
	result := name(pos, arg)
	s.info.Types[result] = types.TypeAndValue{Type: to} // it is the conversion
	body := block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{result}})
	if i, ok := under(to).(*types.Interface); ok && i.NumMethods() > 0 && isPointer(from) {
		text := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(asWritten(types.TypeString(from, types.RelativeTo(s.pkg))))}
		body.List = append([]ast.Stmt{&ast.IfStmt{
			If: pos, Cond: &ast.BinaryExpr{X: name(pos, arg), OpPos: pos, Op: token.EQL, Y: name(pos, "nil")},
			Body: block(pos, &ast.ExprStmt{X: helper(pos, "NilPointer", text)}),
		}}, body.List...)
	}
	d := &ast.FuncDecl{
		Name: name(pos, fn),
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{name(pos, arg)}, Type: s.typeExpr(from, pos)}}},
			Results: &ast.FieldList{List: []*ast.Field{{Type: s.typeExpr(to, pos)}}},
		},
		Body: body,
	}
	s.file.Decls = append(s.file.Decls, d)
	return fn
}

// lowerAssertions has a nil interface value fail an assertion to an interface
// type in two-valued form, on which the interpreter panics.
func (s *source) lowerAssertions() {
	known := map[string]string{}
	guard := func(e ast.Expr) ast.Expr {
		a, ok := ast.Unparen(e).(*ast.TypeAssertExpr)
		if !ok || a.Type == nil {
			return e
		}
		from, to := s.typeOf(a.X), s.typeOf(a.Type)
		if from == nil || to == nil || !types.IsInterface(to) {
			return e
		}
		return call(e.Pos(), name(e.Pos(), s.asserter(known, from, to)), a.X)
	}
	r := &rewriter{stmt: func(stmt ast.Stmt) []ast.Stmt {
		switch stmt := stmt.(type) {
		case *ast.AssignStmt:
			if len(stmt.Lhs) == 2 && len(stmt.Rhs) == 1 {
				stmt.Rhs[0] = guard(stmt.Rhs[0])
			}
		case *ast.DeclStmt:
			if g, ok := stmt.Decl.(*ast.GenDecl); ok {
				for _, spec := range g.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok && len(v.Names) == 2 && len(v.Values) == 1 {
						v.Values[0] = guard(v.Values[0])
					}
				}
			}
		}
		return []ast.Stmt{stmt}
	}}
	r.file(s.file)
}

// asserter is the name of
//
//	func(v from) (r to, ok bool) { if v != nil { r, ok = v.(to) }; return r, ok }
func (s *source) asserter(known map[string]string, from, to types.Type) string {
	key := typeKey(from) + " to " + typeKey(to)
	if fn, ok := known[key]; ok {
		return fn
	}
	fn, arg, r, found, pos := s.temp(), s.temp(), s.temp(), s.temp(), s.file.Name.End()
	known[key] = fn
	test := &ast.AssignStmt{
		Lhs: []ast.Expr{name(pos, r), name(pos, found)}, TokPos: pos, Tok: token.DEFINE,
		Rhs: []ast.Expr{&ast.TypeAssertExpr{X: name(pos, arg), Lparen: pos, Type: s.typeExpr(to, pos), Rparen: pos}},
	}
	d := &ast.FuncDecl{
		Name: name(pos, fn),
		Type: &ast.FuncType{
			Func:   pos,
			Params: &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{name(pos, arg)}, Type: s.typeExpr(from, pos)}}},
			Results: &ast.FieldList{List: []*ast.Field{
				{Type: s.typeExpr(to, pos)}, {Type: name(pos, "bool")},
			}},
		},
		Body: block(pos,
			&ast.IfStmt{
				If: pos, Cond: &ast.BinaryExpr{X: name(pos, arg), OpPos: pos, Op: token.EQL, Y: name(pos, "nil")},
				Body: block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, "nil"), name(pos, "false")}}),
			},
			test,
			&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, r), name(pos, found)}},
		),
	}
	s.file.Decls = append(s.file.Decls, d)
	return fn
}
