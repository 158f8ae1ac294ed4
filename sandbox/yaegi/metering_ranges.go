package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// longStride is how many turns of a loop over a slice are counted at once.
const longStride = 4 * stride

// meterRange counts the turns of a loop over a slice or an array in batches.
// It returns nil for other loops.
func (s *source) meterRange(loop *ast.RangeStmt) []ast.Stmt {
	if loop.Tok == token.ASSIGN {
		return nil
	}
	var elem types.Type
	isSlice := false
	switch t := under(s.typeOf(loop.X)).(type) {
	case *types.Slice:
		elem, isSlice = t.Elem(), true
	case *types.Array:
		elem = t.Elem()
	default:
		return nil
	}
	if types.IsInterface(elem) { // the interpreter loses what they hold
		return nil
	}
	if isSlice && !breaksOut(loop.Body) && (isBlank(loop.Key) || !mentions(loop.X, loop.Key.(*ast.Ident).Name)) {
		return []ast.Stmt{s.rangeParts(loop)}
	}
	return s.rangeIndices(loop)
}

// rangeParts turns for i, v := range x { body } into
//
//	all, at, i := x, 0, -1
//	for at < len(all) {
//		t := len(all) - at
//		if t > stride { t = stride }
//		PiB_ -= t
//		if PiB_ < 0 { pi_rt.Refill() }
//		at += t
//		for _, v := range all[at-t:at] { i++; body }
//	}
func (s *source) rangeParts(loop *ast.RangeStmt) ast.Stmt {
	pos := loop.Body.Lbrace
	at, all, turns := s.temp(), s.temp(), s.temp()
	length := func() ast.Expr { return call(pos, name(pos, "len"), name(pos, all)) }
	begin := []ast.Stmt{define(pos, name(pos, all), loop.X), define(pos, name(pos, at), number(pos, 0))}
	if !isBlank(loop.Key) {
		i := loop.Key.(*ast.Ident).Name
		begin = append(begin, define(pos, name(pos, i), &ast.UnaryExpr{OpPos: pos, Op: token.SUB, X: number(pos, 1)}))
		loop.Body.List = append([]ast.Stmt{&ast.IncDecStmt{X: name(pos, i), TokPos: pos, Tok: token.INC}}, loop.Body.List...)
		loop.Key = name(pos, "_")
		if isBlank(loop.Value) {
			loop.Key, loop.Value = name(pos, s.temp()), nil
		}
	}
	out := &ast.ForStmt{
		For:  loop.For,
		Cond: &ast.BinaryExpr{X: name(pos, at), OpPos: pos, Op: token.LSS, Y: length()},
	}
	loop.X = &ast.SliceExpr{
		X: name(pos, all), Lbrack: pos, Low: &ast.BinaryExpr{X: name(pos, at), OpPos: pos, Op: token.SUB, Y: name(pos, turns)},
		High: name(pos, at), Rbrack: pos,
	}
	out.Body = block(pos,
		define(pos, name(pos, turns), &ast.BinaryExpr{X: length(), OpPos: pos, Op: token.SUB, Y: name(pos, at)}),
		&ast.IfStmt{
			If: pos, Cond: &ast.BinaryExpr{X: name(pos, turns), OpPos: pos, Op: token.GTR, Y: number(pos, longStride)},
			Body: block(pos, assign(pos, name(pos, turns), number(pos, longStride))),
		},
		assignTok(pos, token.SUB_ASSIGN, name(pos, budgetName), name(pos, turns)),
		refill(pos),
		assignTok(pos, token.ADD_ASSIGN, name(pos, at), name(pos, turns)),
		loop,
	)
	return block(pos, append(begin, out)...)
}

// rangeIndices turns for i, v := range x { body } into
//
//	due, cost := 0, 1
//	for i, v := range x {
//		if i == due {
//			due += 64
//			PiB_ -= cost; cost = 64
//			if PiB_ < 0 { pi_rt.Refill() }
//		}
//		body
//	}
//
// The first turn counts as it begins, and each stride when it is through.
func (s *source) rangeIndices(loop *ast.RangeStmt) []ast.Stmt {
	pos := loop.Body.Lbrace
	if isBlank(loop.Key) {
		loop.Key, loop.Tok = name(pos, s.temp()), token.DEFINE
		loop.TokPos = pos
	}
	i := loop.Key.(*ast.Ident).Name
	due, cost := s.temp(), s.temp()
	loop.Body.List = append([]ast.Stmt{&ast.IfStmt{
		If: pos, Cond: &ast.BinaryExpr{X: name(pos, i), OpPos: pos, Op: token.EQL, Y: name(pos, due)},
		Body: block(pos,
			assignTok(pos, token.ADD_ASSIGN, name(pos, due), number(pos, stride)),
			assignTok(pos, token.SUB_ASSIGN, name(pos, budgetName), name(pos, cost)),
			assign(pos, name(pos, cost), number(pos, stride)),
			refill(pos),
		),
	}}, loop.Body.List...)
	return []ast.Stmt{define(pos, name(pos, due), number(pos, 0)), define(pos, name(pos, cost), number(pos, 1)), loop}
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return e == nil || ok && id.Name == "_"
}

// mentions reports whether a name is in an expression.
func mentions(e ast.Expr, id string) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		x, ok := n.(*ast.Ident)
		found = found || ok && x.Name == id
		return !found
	})
	return found
}
