package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// lowerMultiple takes assignments of several values apart, returns of calls
// that give several values with them, so that each step is one that the
// interpreter gets right.
func (s *source) lowerMultiple() {
	var results []*types.Tuple
	r := &rewriter{
		enter: func(decl *ast.FuncDecl, lit *ast.FuncLit) {
			var tuple *types.Tuple
			if decl != nil {
				if f, ok := s.info.Defs[decl.Name].(*types.Func); ok {
					tuple = f.Signature().Results()
				}
			} else if sig, ok := under(s.typeOf(lit)).(*types.Signature); ok {
				tuple = sig.Results()
			}
			results = append(results, tuple)
		},
		leave: func(*ast.FuncDecl, *ast.FuncLit) { results = results[:len(results)-1] },
	}
	r.stmt = func(stmt ast.Stmt) []ast.Stmt {
		switch stmt := stmt.(type) {
		case *ast.AssignStmt:
			if len(stmt.Lhs) > 1 && len(stmt.Lhs) == len(stmt.Rhs) && !r.single {
				return s.splitAssign(stmt)
			}
			if len(stmt.Lhs) > 1 && len(stmt.Rhs) == 1 && !r.single {
				return s.splitTuple(stmt)
			}
		case *ast.DeclStmt:
			return s.splitDecl(stmt)
		case *ast.IfStmt:
			single := r.single
			if before := s.tupleInit(&stmt.Init, s.splitTuple); before != nil {
				return []ast.Stmt{block(stmt.If, append(before, stmt)...)}
			}
			if before := s.hoistInit(&stmt.Init); before != nil {
				if single {
					return []ast.Stmt{block(stmt.If, append(before, stmt)...)}
				}
				return append(before, stmt)
			}
		case *ast.ForStmt:
			out := append(s.tuplePost(stmt, s.splitTuple), stmt)
			if a, ok := stmt.Init.(*ast.AssignStmt); ok && len(a.Lhs) == 2 && len(a.Rhs) == 1 && isLookup(a.Rhs[0]) {
				s.renameDefined(a)
			}
			before := s.tupleInit(&stmt.Init, s.splitTuple)
			if before == nil {
				before = s.hoistInit(&stmt.Init)
			}
			return append(before, out...)
		case *ast.ReturnStmt:
			if len(stmt.Results) == 1 && len(results) > 0 {
				return s.splitReturn(stmt, results[len(results)-1])
			}
		}
		return []ast.Stmt{stmt}
	}
	r.file(s.file)
}

// splitAssign takes a, b = x, y apart: operands on the left, then all values,
// then one assignment after the other.
func (s *source) splitAssign(a *ast.AssignStmt) []ast.Stmt {
	pos := a.Pos()
	var out, sets []ast.Stmt
	for i, lhs := range a.Lhs {
		a.Lhs[i] = s.holdOperands(lhs, &out)
	}
	for i, rhs := range a.Rhs {
		lhs := a.Lhs[i]
		id, isName := lhs.(*ast.Ident)
		isNew := isName && a.Tok == token.DEFINE && s.info.Uses[id] == nil
		t := s.typeOf(rhs)
		value := rhs
		tv := s.info.Types[rhs]
		if tv.Value == nil && !tv.IsNil() {
			held := s.temp()
			out = append(out, define(pos, name(pos, held), rhs))
			value = s.typed(name(pos, held), t)
		}
		if isName && id.Name == "_" {
			if value == rhs {
				continue
			}
			sets = append(sets, assign(pos, name(pos, "_"), value))
			continue
		}
		tok := token.ASSIGN
		if isNew {
			tok = token.DEFINE
		}
		sets = append(sets, assignTok(pos, tok, lhs, value))
	}
	return append(out, sets...)
}

// holdOperands evaluates the operands of what is assigned to, where the
// assignment itself could change them.
func (s *source) holdOperands(lhs ast.Expr, out *[]ast.Stmt) ast.Expr {
	hold := func(e ast.Expr) ast.Expr {
		if s.info.Types[e].Value != nil {
			return e
		}
		held := s.temp()
		*out = append(*out, define(e.Pos(), name(e.Pos(), held), e))
		return s.typed(name(e.Pos(), held), s.typeOf(e))
	}
	switch e := lhs.(type) {
	case *ast.ParenExpr:
		return s.holdOperands(e.X, out)
	case *ast.IndexExpr:
		switch under(s.typeOf(e.X)).(type) {
		case *types.Array:
			e.X = s.holdOperands(e.X, out)
		default:
			e.X = hold(e.X)
		}
		e.Index = hold(e.Index)
	case *ast.StarExpr:
		e.X = hold(e.X)
	case *ast.SelectorExpr:
		if isPointer(s.typeOf(e.X)) {
			e.X = hold(e.X)
		} else if s.info.Selections[e] != nil {
			e.X = s.holdOperands(e.X, out)
		}
	}
	return lhs
}

// splitCall takes a, b = f() apart where a value is converted on the way, or
// goes to something else than a variable. F() may be m[k] or x.(T).
func (s *source) splitCall(a *ast.AssignStmt) []ast.Stmt {
	tuple, ok := s.typeOf(a.Rhs[0]).(*types.Tuple)
	if !ok || tuple.Len() != len(a.Lhs) {
		return []ast.Stmt{a}
	}
	simple := true
	for i, lhs := range a.Lhs {
		id, isName := lhs.(*ast.Ident)
		if isName && (id.Name == "_" || types.Identical(s.typeOf(id), tuple.At(i).Type())) && !s.isParameter(id, a.Tok) {
			continue
		}
		simple = false
	}
	if simple {
		return []ast.Stmt{a}
	}
	pos := a.Pos()
	var out, sets []ast.Stmt
	first := &ast.AssignStmt{TokPos: pos, Tok: token.DEFINE, Rhs: a.Rhs}
	for i, lhs := range a.Lhs {
		id, isName := lhs.(*ast.Ident)
		if isName && id.Name == "_" {
			first.Lhs = append(first.Lhs, lhs)
			continue
		}
		lhs = s.holdOperands(lhs, &out)
		held := s.temp()
		first.Lhs = append(first.Lhs, name(pos, held))
		tok := token.ASSIGN
		if isName && a.Tok == token.DEFINE && s.info.Defs[id] != nil {
			tok = token.DEFINE
		}
		sets = append(sets, assignTok(pos, tok, lhs, s.found(lhs, s.typed(name(pos, held), tuple.At(i).Type()))))
	}
	return append(append(out, first), sets...)
}

// isParameter reports whether := sets a parameter or result that exists. It
// must not be in a := any more: the body may become a function of its own.
func (s *source) isParameter(id *ast.Ident, tok token.Token) bool {
	v, ok := s.info.Uses[id].(*types.Var)
	return ok && tok == token.DEFINE && (v.Kind() == types.ParamVar || v.Kind() == types.ResultVar || v.Kind() == types.RecvVar)
}

// splitDecl takes var a, b = x, y apart.
func (s *source) splitDecl(d *ast.DeclStmt) []ast.Stmt {
	g, ok := d.Decl.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return []ast.Stmt{d}
	}
	var out []ast.Stmt
	for _, spec := range g.Specs {
		v := spec.(*ast.ValueSpec)
		if len(v.Names) == 2 && len(v.Values) == 1 && isLookup(v.Values[0]) {
			out = append(out, s.splitLookupDecl(v)...)
			continue
		}
		if len(v.Names) < 2 || len(v.Values) != len(v.Names) {
			out = append(out, &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: v.Pos(), Tok: token.VAR, Specs: []ast.Spec{v}}})
			continue
		}
		for i, id := range v.Names {
			single := &ast.ValueSpec{Names: []*ast.Ident{id}, Type: v.Type, Values: []ast.Expr{v.Values[i]}}
			out = append(out, &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: id.Pos(), Tok: token.VAR, Specs: []ast.Spec{single}}})
		}
	}
	return out
}

// splitReturn takes return f() apart when f gives several values that are
// converted on the way.
func (s *source) splitReturn(stmt *ast.ReturnStmt, results *types.Tuple) []ast.Stmt {
	tuple, ok := s.typeOf(stmt.Results[0]).(*types.Tuple)
	if !ok || results == nil || tuple.Len() != results.Len() || tuple.Len() < 2 {
		return []ast.Stmt{stmt}
	}
	same := true
	for i := range tuple.Len() {
		same = same && types.Identical(tuple.At(i).Type(), results.At(i).Type())
	}
	if same {
		return []ast.Stmt{stmt}
	}
	pos := stmt.Return
	first := &ast.AssignStmt{TokPos: pos, Tok: token.DEFINE, Rhs: stmt.Results}
	last := &ast.ReturnStmt{Return: pos}
	for i := range tuple.Len() {
		held := s.temp()
		first.Lhs = append(first.Lhs, name(pos, held))
		last.Results = append(last.Results, s.typed(name(pos, held), tuple.At(i).Type()))
	}
	return []ast.Stmt{first, last}
}

// lowerReturns takes returns of several values apart where one is more than a
// name or a constant: the interpreter may put it in the place of another.
func (s *source) lowerReturns() {
	r := &rewriter{stmt: func(stmt ast.Stmt) []ast.Stmt {
		ret, ok := stmt.(*ast.ReturnStmt)
		if !ok || len(ret.Results) < 2 {
			return []ast.Stmt{stmt}
		}
		var out []ast.Stmt
		for i, e := range ret.Results {
			tv := s.info.Types[e]
			if _, isName := e.(*ast.Ident); isName || tv.Value != nil || tv.IsNil() {
				continue
			}
			held := s.temp()
			out = append(out, define(ret.Return, name(e.Pos(), held), e))
			ret.Results[i] = s.typed(name(e.Pos(), held), tv.Type)
		}
		return append(out, stmt)
	}}
	r.file(s.file)
}

// hoistInit takes the definition of several variables out of an if or for
// statement, if there are composite literals in it, and returns it.
func (s *source) hoistInit(init *ast.Stmt) []ast.Stmt {
	a, ok := (*init).(*ast.AssignStmt)
	if !ok || len(a.Lhs) < 2 || len(a.Lhs) != len(a.Rhs) {
		return nil
	}
	plain := true
	for _, e := range a.Rhs {
		e = ast.Unparen(e)
		if u, ok := e.(*ast.UnaryExpr); ok {
			e = ast.Unparen(u.X)
		}
		switch e.(type) {
		case *ast.CompositeLit, *ast.FuncLit:
			plain = false
		}
	}
	if plain {
		return nil
	}
	s.renameDefined(a)
	*init = nil
	return s.splitAssign(a)
}
