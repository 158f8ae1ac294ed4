package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
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
	split := func(a *ast.AssignStmt) []ast.Stmt {
		if !s.converts(a) {
			return []ast.Stmt{a}
		}
		return s.splitCall(a)
	}
	r.stmt = func(stmt ast.Stmt) []ast.Stmt {
		out := []ast.Stmt{stmt}
		var before []ast.Stmt
		switch stmt := stmt.(type) {
		case *ast.AssignStmt:
			if len(stmt.Lhs) > 1 && len(stmt.Rhs) == 1 && !r.single {
				out = split(stmt)
			}
		case *ast.DeclStmt:
			if g, ok := stmt.Decl.(*ast.GenDecl); ok && s.openDecls(g) {
				changed = true
			}
		case *ast.IfStmt:
			if parts := s.tupleInit(&stmt.Init, split); parts != nil {
				out = []ast.Stmt{block(stmt.If, append(parts, stmt)...)}
				changed = true
			}
		case *ast.ForStmt:
			if init, ok := stmt.Init.(*ast.AssignStmt); !ok || init.Tok != token.DEFINE { // else each turn has its own variables
				out = append(s.tuplePost(stmt, split), stmt)
			}
			before = s.tupleInit(&stmt.Init, split)
		case *ast.RangeStmt:
			if stmt.Tok == token.ASSIGN && (isInterface(s.typeOf(stmt.Key)) || isInterface(s.typeOf(stmt.Value))) {
				s.assignEachTurn(stmt)
				changed = true
			}
		case *ast.SwitchStmt:
			before = s.tupleInit(&stmt.Init, split)
		case *ast.ReturnStmt:
			if len(stmt.Results) == 1 && len(results) > 0 {
				out = s.splitReturn(stmt, results[len(results)-1])
			}
		case *ast.TypeSwitchStmt:
			before = s.tupleInit(&stmt.Init, split)
			if opaque(s.typeOf(switched(stmt))) && !r.single {
				labelsInBlocks(stmt.Body)
				out = s.lowerTypeSwitch(stmt)
				changed = true
			}
		}
		if sw, ok := stmt.(*ast.SwitchStmt); ok && sw.Tag != nil && s.opensSwitch(sw) && !r.single {
			out = s.openSwitch(sw)
		}
		out = append(before, out...)
		changed = changed || len(out) > 1
		return out
	}
	for _, d := range s.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && s.openDecls(g) {
			changed = true
		}
	}
	r.file(s.file)
	if changed {
		s.recheck()
	}
}

// opensSwitch reports whether a switch compares interface values.
func (s *source) opensSwitch(sw *ast.SwitchStmt) bool {
	if types.IsInterface(s.typeOf(sw.Tag)) {
		return opaque(s.typeOf(sw.Tag))
	}
	for _, clause := range sw.Body.List {
		c, ok := clause.(*ast.CaseClause)
		if ok && slices.ContainsFunc(c.List, func(e ast.Expr) bool { return isInterface(s.typeOf(e)) }) {
			return true
		}
	}
	return false
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

func isInterface(t types.Type) bool { return t != nil && types.IsInterface(t) }

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
