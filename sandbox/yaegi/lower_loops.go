package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// lowerLoops rewrites loops into what the interpreter gets right: loops over
// integers, loops without a condition, and loops whose variables outlive an
// iteration.
func (s *source) lowerLoops() {
	r := &rewriter{stmt: func(stmt ast.Stmt) []ast.Stmt {
		switch stmt := stmt.(type) {
		case *ast.ForStmt:
			s.lowerFor(stmt)
		case *ast.RangeStmt:
			return []ast.Stmt{s.lowerRange(stmt)}
		}
		return []ast.Stmt{stmt}
	}}
	r.file(s.file)
}

func (s *source) lowerFor(loop *ast.ForStmt) {
	if loop.Cond == nil && loop.Init != nil && loop.Post == nil {
		// for init;; {} would run init again and again
		loop.Cond = s.typed(name(loop.For, "true"), types.Typ[types.Bool])
	}
	define, ok := loop.Init.(*ast.AssignStmt)
	if !ok || define.Tok != token.DEFINE {
		return
	}
	for _, lhs := range define.Lhs {
		id, ok := lhs.(*ast.Ident)
		if ok && id.Name != "_" && s.info.Defs[id] != nil && s.escapes(s.info.Defs[id], loop.Body) {
			s.splitVariable(loop, id)
		}
	}
}

// splitVariable gives each iteration a variable of its own, as Go does:
//
//	for t := init; cond(t); post(t) { v := t; body; t = v }
//
// with t = v before each continue too.
func (s *source) splitVariable(loop *ast.ForStmt, id *ast.Ident) {
	object := s.info.Defs[id]
	outer := types.NewVar(id.Pos(), s.pkg, s.temp(), object.Type())
	rename := func(n ast.Node) {
		if n == nil {
			return
		}
		ast.Inspect(n, func(n ast.Node) bool {
			use, ok := n.(*ast.Ident)
			if !ok || s.objectOf(use) != object {
				return true
			}
			use.Name = outer.Name()
			if s.info.Defs[use] != nil {
				s.info.Defs[use] = outer
			} else {
				s.info.Uses[use] = outer
			}
			return true
		})
	}
	of := func(pos token.Pos) ast.Expr {
		use := name(pos, outer.Name())
		s.info.Uses[use] = outer
		return use
	}
	inner := id.Name
	rename(loop.Init)
	if loop.Cond != nil {
		rename(loop.Cond)
	}
	if loop.Post != nil {
		rename(loop.Post)
	}
	pos := loop.Body.Lbrace
	end := loop.Body.Rbrace
	back := func(pos token.Pos) ast.Stmt { return assign(pos, of(pos), name(pos, inner)) }
	s.beforeContinue(loop, loop.Body, back)
	loop.Body.List = append([]ast.Stmt{define(pos, name(pos, inner), of(pos))}, loop.Body.List...)
	loop.Body.List = append(loop.Body.List, back(end))
}

// beforeContinue puts a statement before each continue of loop.
func (s *source) beforeContinue(loop ast.Stmt, body *ast.BlockStmt, make func(token.Pos) ast.Stmt) {
	label := s.labels[loop]
	depth := 0
	var in func(list []ast.Stmt) []ast.Stmt
	var one func(stmt ast.Stmt)
	in = func(list []ast.Stmt) []ast.Stmt {
		var out []ast.Stmt
		for _, stmt := range list {
			if b, ok := stmt.(*ast.BranchStmt); ok && b.Tok == token.CONTINUE &&
				(b.Label == nil && depth == 0 || b.Label != nil && label != "" && b.Label.Name == label) {
				out = append(out, make(b.TokPos))
			}
			one(stmt)
			out = append(out, stmt)
		}
		return out
	}
	one = func(stmt ast.Stmt) {
		switch stmt := stmt.(type) {
		case *ast.BlockStmt:
			stmt.List = in(stmt.List)
		case *ast.IfStmt:
			stmt.Body.List = in(stmt.Body.List)
			if stmt.Else != nil {
				one(stmt.Else)
			}
		case *ast.LabeledStmt:
			one(stmt.Stmt)
		case *ast.CaseClause:
			stmt.Body = in(stmt.Body)
		case *ast.SwitchStmt:
			stmt.Body.List = in(stmt.Body.List)
		case *ast.TypeSwitchStmt:
			stmt.Body.List = in(stmt.Body.List)
		case *ast.ForStmt:
			depth++
			stmt.Body.List = in(stmt.Body.List)
			depth--
		case *ast.RangeStmt:
			depth++
			stmt.Body.List = in(stmt.Body.List)
			depth--
		}
	}
	body.List = in(body.List)
}

// escapes reports whether a variable is used by a function literal in n, or
// its address is taken there, so that it may outlive the iteration.
func (s *source) escapes(object types.Object, n ast.Node) bool {
	found := false
	literals := 0
	var stack []ast.Node
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			if _, ok := stack[len(stack)-1].(*ast.FuncLit); ok {
				literals--
			}
			stack = stack[:len(stack)-1]
			return false
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncLit:
			literals++
		case *ast.Ident:
			if literals > 0 && s.info.Uses[n] == object {
				found = true
			}
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && s.rootOf(n.X) == object
		case *ast.SliceExpr: // an array's address
			if _, ok := under(s.typeOf(n.X)).(*types.Array); ok && s.rootOf(n.X) == object {
				found = true
			}
		case *ast.SelectorExpr: // a pointer method's implicit address
			if sel := s.info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal && s.rootOf(n.X) == object {
				if recv := sel.Obj().(*types.Func).Signature().Recv(); recv != nil && isPointer(recv.Type()) && !isPointer(sel.Recv()) {
					found = true
				}
			}
		}
		return true
	})
	return found
}

// assigned reports whether a variable is assigned to in n: the interpreter
// counts in the variables of a loop.
func (s *source) assigned(object types.Object, n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		is := func(e ast.Expr) {
			if e != nil && s.rootOf(e) == object {
				found = true
			}
		}
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				is(lhs)
			}
		case *ast.IncDecStmt:
			is(n.X)
		case *ast.RangeStmt:
			is(n.Key)
			is(n.Value)
		}
		return !found
	})
	return found
}

// rootOf is the variable that an addressable expression is a part of.
func (s *source) rootOf(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return s.info.Uses[e]
	case *ast.SelectorExpr:
		if isPointer(s.typeOf(e.X)) {
			return nil
		}
		return s.rootOf(e.X)
	case *ast.IndexExpr:
		if _, ok := under(s.typeOf(e.X)).(*types.Array); ok {
			return s.rootOf(e.X)
		}
	}
	return nil
}

func isPointer(t types.Type) bool {
	_, ok := under(t).(*types.Pointer)
	return ok
}

// under is the underlying type of t, or nil.
func under(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	return t.Underlying()
}

func (s *source) lowerRange(loop *ast.RangeStmt) ast.Stmt {
	if basic, ok := under(s.typeOf(loop.X)).(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
		return s.lowerRangeInt(loop)
	}
	if p, ok := under(s.typeOf(loop.X)).(*types.Pointer); ok {
		if array, ok := under(p.Elem()).(*types.Array); ok {
			return s.lowerRangeArray(loop, array)
		}
	}
	if basic, ok := under(s.typeOf(loop.X)).(*types.Basic); ok && basic.Info()&types.IsString != 0 {
		if id, ok := loop.Key.(*ast.Ident); loop.Key != nil && (!ok || id.Name != "_") {
			return s.lowerRangeString(loop)
		}
		// The interpreter decodes the whole text again in each turn.
		runes := types.NewSlice(types.Typ[types.Rune])
		loop.X = s.typed(helper(loop.X.Pos(), "Runes", call(loop.X.Pos(), name(loop.X.Pos(), "string"), loop.X)), runes)
	}
	if loop.Tok == token.ASSIGN {
		s.assignEachTurn(loop)
		return loop
	}
	var inner []ast.Stmt
	split := func(e ast.Expr) {
		id, ok := e.(*ast.Ident)
		if !ok || id.Name == "_" || s.info.Defs[id] == nil {
			return
		}
		if v := s.info.Defs[id]; !s.escapes(v, loop.Body) && !s.assigned(v, loop.Body) {
			return
		}
		outer, pos := s.temp(), loop.Body.Lbrace
		inner = append(inner, define(pos, name(pos, id.Name), name(pos, outer)))
		id.Name = outer
	}
	split(loop.Key)
	split(loop.Value)
	loop.Body.List = append(inner, loop.Body.List...)
	return loop
}

// lowerRangeInt turns for i := range n into
//
//	for t, end := 0, n; t < end; t++ { i := t; body }
func (s *source) lowerRangeInt(loop *ast.RangeStmt) ast.Stmt {
	pos := loop.For
	counter, end := s.temp(), s.temp()
	t := s.typeOf(loop.X)
	if id, ok := loop.Key.(*ast.Ident); ok && id.Name != "_" {
		t = s.typeOf(id)
	}
	conversion := func(e ast.Expr) ast.Expr {
		return call(pos, s.typeExpr(types.Default(t), pos), e)
	}
	out := &ast.ForStmt{
		For: pos,
		Init: &ast.AssignStmt{
			Lhs: []ast.Expr{name(pos, counter), name(pos, end)}, TokPos: pos, Tok: token.DEFINE,
			Rhs: []ast.Expr{conversion(number(pos, 0)), conversion(loop.X)},
		},
		Cond: &ast.BinaryExpr{X: name(pos, counter), OpPos: pos, Op: token.LSS, Y: name(pos, end)},
		Post: &ast.IncDecStmt{X: name(pos, counter), TokPos: pos, Tok: token.INC},
		Body: loop.Body,
	}
	if label, ok := s.labels[loop]; ok {
		s.labels[out] = label
	}
	if id, ok := loop.Key.(*ast.Ident); loop.Key == nil || ok && id.Name == "_" {
		return out
	}
	at := loop.Body.Lbrace
	first := assignTok(at, loop.Tok, loop.Key, name(at, counter))
	loop.Body.List = append([]ast.Stmt{first}, loop.Body.List...)
	return out
}

// assignEachTurn turns for k, v = range x into
//
//	for t, u := range x { k = t; v = u; body }
func (s *source) assignEachTurn(loop *ast.RangeStmt) {
	pos := loop.Body.Lbrace
	var sets []ast.Stmt
	replace := func(e ast.Expr) ast.Expr {
		if id, ok := e.(*ast.Ident); e == nil || ok && id.Name == "_" {
			return e
		}
		held := s.temp()
		sets = append(sets, assign(pos, e, s.typed(name(pos, held), s.typeOf(e))))
		return name(pos, held)
	}
	loop.Key, loop.Value = replace(loop.Key), replace(loop.Value)
	if len(sets) > 0 {
		loop.Tok = token.DEFINE
	}
	loop.Body.List = append(sets, loop.Body.List...)
}

// lowerRangeArray ranges over the array that a pointer points to by counting.
func (s *source) lowerRangeArray(loop *ast.RangeStmt, array *types.Array) ast.Stmt {
	pos := loop.For
	p, counter := s.temp(), s.temp()
	out := &ast.ForStmt{
		For: pos,
		Init: &ast.AssignStmt{
			Lhs: []ast.Expr{name(pos, counter), name(pos, p)}, TokPos: pos, Tok: token.DEFINE,
			Rhs: []ast.Expr{zero(pos), loop.X},
		},
		Cond: &ast.BinaryExpr{X: name(pos, counter), OpPos: pos, Op: token.LSS, Y: number(pos, int(array.Len()))},
		Post: &ast.IncDecStmt{X: name(pos, counter), TokPos: pos, Tok: token.INC},
		Body: loop.Body,
	}
	if label, ok := s.labels[loop]; ok {
		s.labels[out] = label
	}
	at := loop.Body.Lbrace
	var sets []ast.Stmt
	if id, ok := loop.Key.(*ast.Ident); loop.Key != nil && (!ok || id.Name != "_") {
		sets = append(sets, assignTok(at, loop.Tok, loop.Key, name(at, counter)))
	}
	if id, ok := loop.Value.(*ast.Ident); loop.Value != nil && (!ok || id.Name != "_") {
		sets = append(sets, assignTok(at, loop.Tok, loop.Value, &ast.IndexExpr{X: name(at, p), Lbrack: at, Index: name(at, counter), Rbrack: at}))
	}
	loop.Body.List = append(sets, loop.Body.List...)
	return out
}

// lowerRangeString ranges over the runes of a string by decoding them:
//
//	for t, text := 0, s; t < len(text); { r, n := decode(text[t:]); i := t; v := r; t += n; body }
func (s *source) lowerRangeString(loop *ast.RangeStmt) ast.Stmt {
	pos, at := loop.For, loop.Body.Lbrace
	counter, text, r, n := s.temp(), s.temp(), s.temp(), s.temp()
	out := &ast.ForStmt{
		For: pos,
		Init: &ast.AssignStmt{
			Lhs: []ast.Expr{name(pos, counter), name(pos, text)}, TokPos: pos, Tok: token.DEFINE,
			Rhs: []ast.Expr{zero(pos), call(pos, name(pos, "string"), loop.X)},
		},
		Cond: &ast.BinaryExpr{X: name(pos, counter), OpPos: pos, Op: token.LSS, Y: call(pos, name(pos, "len"), name(pos, text))},
		Body: loop.Body,
	}
	if label, ok := s.labels[loop]; ok {
		s.labels[out] = label
	}
	rest := &ast.SliceExpr{X: name(at, text), Lbrack: at, Low: name(at, counter), Rbrack: at}
	sets := []ast.Stmt{
		&ast.AssignStmt{Lhs: []ast.Expr{name(at, r), name(at, n)}, TokPos: at, Tok: token.DEFINE, Rhs: []ast.Expr{helper(at, "Decode", rest)}},
		assignTok(at, loop.Tok, loop.Key, name(at, counter)),
	}
	if id, ok := loop.Value.(*ast.Ident); loop.Value != nil && (!ok || id.Name != "_") {
		sets = append(sets, assignTok(at, loop.Tok, loop.Value, name(at, r)))
	} else {
		sets = append(sets, assign(at, name(at, "_"), name(at, r)))
	}
	sets = append(sets, assignTok(at, token.ADD_ASSIGN, name(at, counter), name(at, n)))
	loop.Body.List = append(sets, loop.Body.List...)
	return out
}
