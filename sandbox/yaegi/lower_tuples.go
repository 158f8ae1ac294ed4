package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// openValues takes apart what converts several values to interface types at
// once, and makes assertions of type switches on values that may be boxed.
func (s *source) openValues() {
	s.noteLabels()
	changed := false
	var results []*types.Tuple
	r := &rewriter{
		enter: func(decl *ast.FuncDecl, lit *ast.FuncLit) { results = append(results, s.resultsOf(decl, lit)) },
		leave: func(*ast.FuncDecl, *ast.FuncLit) { results = results[:len(results)-1] },
		expr: func(e ast.Expr, _ bool) ast.Expr {
			if c, ok := e.(*ast.CallExpr); ok {
				if opened := s.openArguments(c); opened != nil {
					changed = true
					return opened
				}
			}
			return e
		},
	}
	r.stmt = func(stmt ast.Stmt) []ast.Stmt {
		out := []ast.Stmt{stmt}
		switch stmt := stmt.(type) {
		case *ast.AssignStmt:
			if len(stmt.Lhs) > 1 && len(stmt.Rhs) == 1 && !r.single && s.converts(stmt) {
				out = s.splitCall(stmt)
			}
		case *ast.ReturnStmt:
			if len(stmt.Results) == 1 && len(results) > 0 {
				out = s.splitReturn(stmt, results[len(results)-1])
			}
		case *ast.TypeSwitchStmt:
			if opaque(s.typeOf(switched(stmt))) && !r.single {
				labelsInBlocks(stmt.Body)
				out = s.lowerTypeSwitch(stmt)
				changed = true
			}
		}
		if sw, ok := stmt.(*ast.SwitchStmt); ok && sw.Tag != nil && opaque(s.typeOf(sw.Tag)) && !r.single {
			out = s.openSwitch(sw)
		}
		changed = changed || len(out) > 1
		return out
	}
	r.file(s.file)
	if changed {
		s.recheck()
	}
}

// openSwitch compares in the cases of a switch on an interface value.
func (s *source) openSwitch(sw *ast.SwitchStmt) []ast.Stmt {
	var out []ast.Stmt
	if sw.Init != nil {
		s.renameDefined(sw.Init)
		out = append(out, sw.Init)
		sw.Init = nil
	}
	return append(out, s.compareInCases(sw), sw)
}

// switched is what a type switch looks at.
func switched(sw *ast.TypeSwitchStmt) ast.Expr {
	switch a := sw.Assign.(type) {
	case *ast.AssignStmt:
		return ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr).X
	case *ast.ExprStmt:
		return ast.Unparen(a.X).(*ast.TypeAssertExpr).X
	}
	return nil
}

func (s *source) resultsOf(decl *ast.FuncDecl, lit *ast.FuncLit) *types.Tuple {
	if decl != nil {
		if f, ok := s.info.Defs[decl.Name].(*types.Func); ok {
			return f.Signature().Results()
		}
		return nil
	}
	if sig, ok := under(s.typeOf(lit)).(*types.Signature); ok {
		return sig.Results()
	}
	return nil
}

// converts reports whether an assignment of what a call returns makes an
// interface value of something else.
func (s *source) converts(a *ast.AssignStmt) bool {
	tuple, ok := s.typeOf(a.Rhs[0]).(*types.Tuple)
	if !ok || tuple.Len() != len(a.Lhs) {
		return false
	}
	for i, lhs := range a.Lhs {
		if id, ok := lhs.(*ast.Ident); ok && id.Name == "_" {
			continue
		}
		if t := s.typeOf(lhs); t != nil && types.IsInterface(t) && !types.Identical(t, tuple.At(i).Type()) {
			return true
		}
	}
	return false
}

// openArguments turns f(g()), where g returns several values of which some are
// converted, into
//
//	func() R { a, b := g(); return f(a, b) }()
func (s *source) openArguments(c *ast.CallExpr) ast.Expr {
	sig, ok := under(s.typeOf(c.Fun)).(*types.Signature)
	if !ok || len(c.Args) != 1 || s.isType(c.Fun) {
		return nil
	}
	tuple, ok := s.typeOf(c.Args[0]).(*types.Tuple)
	if !ok || tuple.Len() < 2 {
		return nil
	}
	same := true
	last := sig.Params().Len() - 1
	for i := range tuple.Len() {
		to := sig.Params().At(min(i, last)).Type()
		if sig.Variadic() && i >= last {
			to = to.(*types.Slice).Elem()
		}
		same = same && types.Identical(to, tuple.At(i).Type())
	}
	if same {
		return nil
	}
	pos := c.Pos()
	first := &ast.AssignStmt{TokPos: pos, Tok: token.DEFINE, Rhs: []ast.Expr{c.Args[0]}}
	inner := call(pos, c.Fun)
	for range tuple.Len() {
		held := s.temp()
		first.Lhs = append(first.Lhs, name(pos, held))
		inner.Args = append(inner.Args, name(pos, held))
	}
	t := &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos}}
	var then ast.Stmt = &ast.ExprStmt{X: inner}
	if sig.Results().Len() > 0 {
		t.Results = s.spellFunc(sig, pos).Results
		then = &ast.ReturnStmt{Return: pos, Results: []ast.Expr{inner}}
	}
	return s.typed(call(pos, &ast.FuncLit{Type: t, Body: block(pos, first, then)}), s.typeOf(c))
}
