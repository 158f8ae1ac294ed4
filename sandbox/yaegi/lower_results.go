package yaegi

import (
	"go/ast"
	"go/token"
)

// lowerResults makes ordinary variables of named results: the interpreter lets
// those share the variable that a call's result is assigned to.
func (s *source) lowerResults() {
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			s.plainResults(n.Type, n.Body)
		case *ast.FuncLit:
			s.plainResults(n.Type, n.Body)
		}
		return true
	})
}

func (s *source) plainResults(t *ast.FuncType, body *ast.BlockStmt) {
	if t.Results == nil || len(t.Results.List) == 0 || len(t.Results.List[0].Names) == 0 || body == nil {
		return
	}
	list := s.nameResults(t)
	var before []ast.Stmt
	var fields []*ast.Field
	for _, f := range t.Results.List {
		for _, id := range f.Names {
			before = append(before, variable(body.Lbrace, id.Name, f.Type))
			fields = append(fields, &ast.Field{Type: f.Type})
		}
	}
	t.Results.List = fields
	// Function literals may look at the results after the return.
	watched := false
	ast.Inspect(body, func(n ast.Node) bool {
		_, ok := n.(*ast.FuncLit)
		watched = watched || ok
		return !watched
	})
	r := &rewriter{}
	depth := 0
	r.enter = func(*ast.FuncDecl, *ast.FuncLit) { depth++ }
	r.leave = func(*ast.FuncDecl, *ast.FuncLit) { depth-- }
	r.stmt = func(stmt ast.Stmt) []ast.Stmt {
		ret, ok := stmt.(*ast.ReturnStmt)
		if !ok || depth > 0 {
			return []ast.Stmt{stmt}
		}
		if len(ret.Results) == 0 {
			ret.Results = names(ret.Return, list)
			return []ast.Stmt{ret}
		}
		if !watched {
			return []ast.Stmt{ret}
		}
		out := s.setResults(ret, list)
		return append(out, &ast.ReturnStmt{Return: ret.Return, Results: names(ret.Return, list)})
	}
	r.block(body)
	body.List = append(before, body.List...)
}

// setResults assigns what a return statement returns to the named results.
func (s *source) setResults(ret *ast.ReturnStmt, list []string) []ast.Stmt {
	pos := ret.Return
	if len(ret.Results) != len(list) || len(list) == 1 {
		return []ast.Stmt{&ast.AssignStmt{Lhs: names(pos, list), TokPos: pos, Tok: token.ASSIGN, Rhs: ret.Results}}
	}
	var out, sets []ast.Stmt
	for i, e := range ret.Results {
		if tv := s.info.Types[e]; tv.Value == nil && !tv.IsNil() {
			held := s.temp()
			out = append(out, define(pos, name(pos, held), e))
			e = name(pos, held)
		}
		sets = append(sets, assign(pos, name(pos, list[i]), e))
	}
	return append(out, sets...)
}

func variable(pos token.Pos, id string, t ast.Expr) ast.Stmt {
	spec := &ast.ValueSpec{Names: []*ast.Ident{name(pos, id)}, Type: t}
	return &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: pos, Tok: token.VAR, Specs: []ast.Spec{spec}}}
}

// lowerAssignments has composite literals made before they are assigned. The
// interpreter would give a variable that exists the place of the literal, and
// closures and pointers would keep the old one; and it would give a new
// variable the same place in each turn of a loop.
func (s *source) lowerAssignments() {
	r := &rewriter{expr: func(e ast.Expr, _ bool) ast.Expr {
		if x, ok := e.(*ast.SliceExpr); ok {
			if lit, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok && lit.Type != nil {
				x.X = s.throughFunction(lit)
			}
		}
		// In the operand of && and ||, the interpreter would not make the literal.
		if x, ok := e.(*ast.SelectorExpr); ok {
			if lit, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok && lit.Type != nil {
				x.X = s.throughFunction(lit)
			}
		}
		return e
	}}
	r.stmt = func(stmt ast.Stmt) []ast.Stmt {
		if d, ok := stmt.(*ast.DeclStmt); ok {
			return s.holdLiterals(d)
		}
		a, ok := stmt.(*ast.AssignStmt)
		if !ok || a.Tok != token.ASSIGN && a.Tok != token.DEFINE {
			return []ast.Stmt{stmt}
		}
		var out []ast.Stmt
		for i, rhs := range a.Rhs {
			lit, ok := ast.Unparen(rhs).(*ast.CompositeLit)
			if !ok || lit.Type == nil {
				continue
			}
			if r.single {
				a.Rhs[i] = s.throughFunction(lit)
				continue
			}
			held := s.temp()
			out = append(out, define(a.Pos(), name(a.Pos(), held), rhs))
			a.Rhs[i] = name(rhs.Pos(), held)
		}
		return append(out, stmt)
	}
	r.file(s.file)
}

// holdLiterals does for var v = lit what is done for v := lit.
func (s *source) holdLiterals(d *ast.DeclStmt) []ast.Stmt {
	g, ok := d.Decl.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return []ast.Stmt{d}
	}
	var out []ast.Stmt
	for _, spec := range g.Specs {
		v := spec.(*ast.ValueSpec)
		for i, e := range v.Values {
			if lit, ok := ast.Unparen(e).(*ast.CompositeLit); ok && lit.Type != nil {
				held := s.temp()
				out = append(out, define(e.Pos(), name(e.Pos(), held), e))
				v.Values[i] = name(e.Pos(), held)
			}
		}
	}
	return append(out, d)
}

// throughFunction is func() T { return lit }().
func (s *source) throughFunction(lit *ast.CompositeLit) ast.Expr {
	pos := lit.Pos()
	f := &ast.FuncLit{
		Type: &ast.FuncType{
			Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos},
			Results: &ast.FieldList{List: []*ast.Field{{Type: lit.Type}}},
		},
		Body: block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{lit}}),
	}
	return call(pos, f)
}
