package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// isLookup reports whether e, which two values are taken from, is an index of
// a map or a type assertion.
func isLookup(e ast.Expr) bool {
	switch ast.Unparen(e).(type) {
	case *ast.IndexExpr, *ast.TypeAssertExpr:
		return true
	}
	return false
}

// splitTuple takes a, b = f() apart, and v, ok = m[k] and v, ok = x.(T).
func (s *source) splitTuple(a *ast.AssignStmt) []ast.Stmt {
	a.Rhs[0] = ast.Unparen(a.Rhs[0])
	if isLookup(a.Rhs[0]) {
		return s.splitLookup(a)
	}
	return s.splitCall(a)
}

// splitLookup turns v, ok := m[k], and v, ok := x.(T), into
//
//	var v V
//	var ok bool
//	v, ok = m[k]
//
// and sets what exists from variables that are declared so: the interpreter
// leaves a variable as it was where there is no value, and all turns of a loop
// share one that := defines.
func (s *source) splitLookup(a *ast.AssignStmt) []ast.Stmt {
	tuple, ok := s.typeOf(a.Rhs[0]).(*types.Tuple)
	if !ok || tuple.Len() != len(a.Lhs) || s.tests[a] {
		return []ast.Stmt{a}
	}
	pos := a.Pos()
	var out, sets []ast.Stmt
	look := &ast.AssignStmt{TokPos: a.TokPos, Tok: token.ASSIGN, Rhs: a.Rhs}
	for i, lhs := range a.Lhs {
		id, isName := lhs.(*ast.Ident)
		if isName && id.Name == "_" {
			look.Lhs = append(look.Lhs, lhs)
			continue
		}
		t := tuple.At(i).Type()
		if i > 0 {
			t = types.Typ[types.Bool]
		}
		if object := s.info.Defs[id]; isName && object != nil {
			use := name(pos, id.Name)
			s.info.Uses[use] = object
			out = append(out, variableOf(id, s.typeExpr(t, pos)))
			look.Lhs = append(look.Lhs, use)
			continue
		}
		lhs = s.holdOperands(lhs, &out)
		held := s.temp()
		out = append(out, variable(pos, held, s.typeExpr(t, pos)))
		look.Lhs = append(look.Lhs, name(pos, held))
		sets = append(sets, assign(pos, lhs, s.found(lhs, s.typed(name(pos, held), t))))
	}
	return append(append(out, look), sets...)
}

// found is a value that goes to lhs, converted when it is a bool that goes to
// a variable of another type of bools.
func (s *source) found(lhs, value ast.Expr) ast.Expr {
	to := s.typeOf(lhs)
	from, ok := s.typeOf(value).(*types.Basic)
	if b, isBasic := under(to).(*types.Basic); !ok || !isBasic || b == from || from.Kind() != types.Bool || b.Kind() != types.Bool {
		return value
	}
	return s.typed(call(value.Pos(), s.typeExpr(to, value.Pos()), value), to)
}

// tupleInit takes the first statement of an if, switch or for statement out of
// it when it must be taken apart, and returns the parts.
func (s *source) tupleInit(init *ast.Stmt, split func(*ast.AssignStmt) []ast.Stmt) []ast.Stmt {
	a, ok := (*init).(*ast.AssignStmt)
	if !ok || len(a.Lhs) < 2 || len(a.Rhs) != 1 {
		return nil
	}
	parts := split(a)
	if len(parts) < 2 {
		return nil
	}
	*init = nil
	return parts
}

// tuplePost puts what a loop does behind each turn into its body, when it must
// be taken apart, and returns what comes before the loop:
//
//	first := true
//	for init; true; {
//		if first { first = false } else { post }
//		if !cond { break }
//		body
//	}
func (s *source) tuplePost(loop *ast.ForStmt, split func(*ast.AssignStmt) []ast.Stmt) []ast.Stmt {
	parts := s.tupleInit(&loop.Post, split)
	if parts == nil {
		return nil
	}
	pos := loop.Body.Lbrace
	boolean := types.Typ[types.Bool]
	first := s.temp()
	head := []ast.Stmt{&ast.IfStmt{
		If: pos, Cond: s.typed(name(pos, first), boolean), Body: block(pos, assign(pos, name(pos, first), name(pos, "false"))),
		Else: block(pos, parts...),
	}}
	if loop.Cond != nil {
		end := s.typed(&ast.UnaryExpr{OpPos: pos, Op: token.NOT, X: &ast.ParenExpr{Lparen: pos, X: loop.Cond, Rparen: pos}}, boolean)
		head = append(head, &ast.IfStmt{If: pos, Cond: end, Body: block(pos, &ast.BranchStmt{TokPos: pos, Tok: token.BREAK})})
	}
	loop.Cond = s.typed(name(loop.For, "true"), boolean) // see lowerFor
	loop.Body.List = append(head, loop.Body.List...)
	return []ast.Stmt{define(loop.For, name(loop.For, first), name(loop.For, "true"))}
}

// splitLookupDecl takes var v, ok = m[k] apart.
func (s *source) splitLookupDecl(v *ast.ValueSpec) []ast.Stmt {
	pos := v.Pos()
	set := &ast.AssignStmt{TokPos: pos, Tok: token.DEFINE, Rhs: v.Values}
	if v.Type == nil {
		for _, id := range v.Names {
			set.Lhs = append(set.Lhs, id)
		}
		return s.splitTuple(set)
	}
	set.Tok = token.ASSIGN
	for _, id := range v.Names {
		use := name(pos, id.Name)
		if object := s.info.Defs[id]; object != nil {
			s.info.Uses[use] = object
		}
		set.Lhs = append(set.Lhs, use)
	}
	declared := &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: pos, Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: v.Names, Type: v.Type}}}}
	return append([]ast.Stmt{declared}, s.splitTuple(set)...)
}

// openDecl turns var a, b T = f(), where T is an interface type and what f
// gives is converted, into
//
//	var t, u = f()
//	var a T = t
//	var b T = u
//
// It returns nil where nothing is converted.
func (s *source) openDecl(v *ast.ValueSpec) []ast.Spec {
	if v.Type == nil || len(v.Names) < 2 || len(v.Values) != 1 || !types.IsInterface(s.typeOf(v.Type)) {
		return nil
	}
	tuple, ok := s.typeOf(v.Values[0]).(*types.Tuple)
	if !ok || tuple.Len() != len(v.Names) {
		return nil
	}
	first := &ast.ValueSpec{Values: v.Values}
	out := []ast.Spec{first}
	same := true
	for i, id := range v.Names {
		same = same && types.Identical(tuple.At(i).Type(), s.typeOf(v.Type))
		held := s.temp()
		first.Names = append(first.Names, name(id.Pos(), held))
		out = append(out, &ast.ValueSpec{Names: []*ast.Ident{id}, Type: v.Type, Values: []ast.Expr{name(id.Pos(), held)}})
	}
	if same {
		return nil
	}
	return out
}

// openDecls does so for all variables of a declaration.
func (s *source) openDecls(d *ast.GenDecl) bool {
	var specs []ast.Spec
	opened := false
	for _, spec := range d.Specs {
		if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
			if parts := s.openDecl(v); parts != nil {
				specs = append(specs, parts...)
				opened = true
				continue
			}
		}
		specs = append(specs, spec)
	}
	d.Specs = specs
	return opened
}

func variableOf(id *ast.Ident, t ast.Expr) ast.Stmt {
	spec := &ast.ValueSpec{Names: []*ast.Ident{id}, Type: t}
	return &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: id.Pos(), Tok: token.VAR, Specs: []ast.Spec{spec}}}
}
