package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// guards returns statements that panic as an index in stmt would, with the
// numbers that the interpreter does not tell. They cover what is evaluated
// before anything else in the statement can have an effect.
func (l *liner) guards(stmt ast.Stmt) []ast.Stmt {
	g := &guardFinder{liner: l}
	switch s := stmt.(type) {
	case *ast.AssignStmt:
		if g.all(s.Rhs) {
			g.look(s.Lhs[0]) // what is to the left is set before another panics
		}
	case *ast.ExprStmt:
		g.look(s.X)
	case *ast.ReturnStmt:
		g.all(s.Results)
	case *ast.IncDecStmt:
		g.look(s.X)
	case *ast.IfStmt:
		if s.Init == nil {
			g.look(s.Cond)
		}
	case *ast.RangeStmt:
		g.look(s.X)
	}
	return g.out
}

// guardFinder finds the indexes that are evaluated first.
type guardFinder struct {
	*liner
	out []ast.Stmt
}

func (g *guardFinder) all(list []ast.Expr) bool {
	for _, e := range list {
		if !g.look(e) {
			return false
		}
	}
	return true
}

// look looks at an expression in the order of evaluation. It reports whether
// what comes behind it is evaluated in any case, and nothing in it can panic
// for another cause or have an effect.
func (g *guardFinder) look(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident, *ast.BasicLit, *ast.FuncLit:
		return true
	case *ast.ParenExpr:
		return g.look(e.X)
	case *ast.UnaryExpr:
		return g.look(e.X)
	case *ast.SelectorExpr:
		sel := g.info.Selections[e]
		if sel == nil {
			return true
		}
		return g.look(e.X) && (!g.dereferences(e, sel) || g.isSolid(e.X))
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			g.look(e.X)
			return false
		case token.QUO, token.REM, token.SHL, token.SHR:
			return g.look(e.X) && g.look(e.Y) && g.isConstant(e.Y)
		}
		return g.look(e.X) && g.look(e.Y)
	case *ast.CallExpr:
		if g.isType(e.Fun) || g.isBuiltin(e.Fun, "len") {
			return g.all(e.Args)
		}
		if sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok && g.info.Selections[sel] != nil && !g.look(sel.X) {
			return false
		}
		g.all(e.Args)
		return false
	case *ast.IndexExpr:
		return g.look(e.X) && g.look(e.Index) && g.index(e)
	}
	return false
}

// index adds the guard of an index expression, and reports whether that cannot
// panic behind it.
func (g *guardFinder) index(e *ast.IndexExpr) bool {
	switch t := under(g.typeOf(e.X)).(type) {
	case *types.Map:
		return true
	case *types.Array:
		return g.isConstant(e.Index)
	case *types.Slice:
	case *types.Basic:
		if t.Info()&types.IsString == 0 || g.isConstant(e.X) {
			return false
		}
	default:
		return false
	}
	list, ok := ast.Unparen(e.X).(*ast.Ident)
	if !ok {
		return false
	}
	object := g.info.Uses[list]
	pos := e.Pos()
	copied := func(id *ast.Ident) ast.Expr {
		c := name(pos, id.Name)
		g.info.Uses[c] = g.info.Uses[id]
		return g.typed(c, g.typeOf(id))
	}
	length := func() ast.Expr { return call(pos, name(pos, "len"), copied(list)) }
	var index func() ast.Expr
	if n, ok := g.constantInt(e.Index); ok {
		index = func() ast.Expr { return number(pos, int(n)) }
	} else if id, ok := ast.Unparen(e.Index).(*ast.Ident); ok && types.Identical(g.typeOf(id), types.Typ[types.Int]) {
		if g.safe[indexed{object, g.info.Uses[id]}] {
			return true
		}
		index = func() ast.Expr { return copied(id) }
	} else {
		return false
	}
	g.out = append(g.out, &ast.IfStmt{
		If: pos, Cond: &ast.BinaryExpr{X: index(), OpPos: pos, Op: token.GEQ, Y: length()},
		Body: block(pos, &ast.ExprStmt{X: helper(pos, "Index", index(), length())}),
	})
	return true
}

// indexed is a variable that indexes another within its bounds.
type indexed struct{ list, index types.Object }

// boundsOf are what the head of a loop keeps within bounds, if nothing in its
// body sets it.
func (s *source) boundsOf(loop ast.Stmt) (indexed, bool) {
	var list, index ast.Expr
	var body *ast.BlockStmt
	switch l := loop.(type) {
	case *ast.RangeStmt:
		list, index, body = l.X, l.Key, l.Body
	case *ast.ForStmt:
		cond, ok := l.Cond.(*ast.BinaryExpr)
		if !ok || cond.Op != token.LSS {
			return indexed{}, false
		}
		c, ok := ast.Unparen(cond.Y).(*ast.CallExpr)
		if !ok || !s.isBuiltin(c.Fun, "len") {
			return indexed{}, false
		}
		list, index, body = c.Args[0], cond.X, l.Body
	}
	a, ok := list.(*ast.Ident)
	i, ok2 := index.(*ast.Ident)
	if !ok || !ok2 || i.Name == "_" {
		return indexed{}, false
	}
	pair := indexed{s.objectOf(a), s.objectOf(i)}
	if pair.list == nil || pair.index == nil || s.assigned(pair.list, body) || s.assigned(pair.index, body) {
		return indexed{}, false
	}
	return pair, true
}
