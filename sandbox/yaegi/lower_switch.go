package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// lowerSwitches puts default clauses last, and makes type switches out of
// type assertions.
func (s *source) lowerSwitches() {
	r := &rewriter{}
	r.stmt = func(stmt ast.Stmt) []ast.Stmt {
		switch stmt := stmt.(type) {
		case *ast.SwitchStmt:
			if stmt.Init != nil && !r.single {
				s.renameDefined(stmt.Init)
			}
			labelsInBlocks(stmt.Body)
			var held ast.Stmt
			if stmt.Tag != nil && types.IsInterface(s.typeOf(stmt.Tag)) && !r.single {
				held = s.compareInCases(stmt)
			}
			if stmt.Tag == nil {
				joinConditions(stmt.Body)
			}
			defaultLast(stmt.Body)
			if stmt.Init != nil && !r.single {
				before := stmt.Init
				stmt.Init = nil
				if held != nil {
					return []ast.Stmt{before, held, stmt}
				}
				return []ast.Stmt{before, stmt}
			}
			if held != nil {
				return []ast.Stmt{held, stmt}
			}
		case *ast.TypeSwitchStmt:
			labelsInBlocks(stmt.Body)
			return s.lowerTypeSwitch(stmt)
		}
		return []ast.Stmt{stmt}
	}
	r.file(s.file)
}

// labelsInBlocks puts clauses with labels into blocks of their own, where the
// interpreter finds labels.
func labelsInBlocks(body *ast.BlockStmt) {
	for _, clause := range body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok || !slices.ContainsFunc(c.Body, func(stmt ast.Stmt) bool { _, ok := stmt.(*ast.LabeledStmt); return ok }) {
			continue
		}
		list, last := c.Body, []ast.Stmt(nil)
		if b, ok := list[len(list)-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
			list, last = list[:len(list)-1], []ast.Stmt{b}
		}
		inner := block(c.Colon, list...)
		inner.Rbrace = c.End()
		c.Body = append([]ast.Stmt{inner}, last...)
	}
}

// defaultLast moves the default clause of a switch to the end. A switch in
// which that would change where a fallthrough goes was refused.
func defaultLast(body *ast.BlockStmt) {
	for i, clause := range body.List {
		c, ok := clause.(*ast.CaseClause)
		if ok && c.List == nil && i < len(body.List)-1 {
			rest := append(body.List[:i:i], body.List[i+1:]...)
			body.List = append(rest, clause)
			return
		}
	}
}

// compareInCases turns switch x { case a: } into t := x; switch { case t == a: }
// and returns the first of the two.
func (s *source) compareInCases(sw *ast.SwitchStmt) ast.Stmt {
	held, t := s.temp(), s.typeOf(sw.Tag)
	for _, clause := range sw.Body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok {
			continue
		}
		for i, e := range c.List {
			same := &ast.BinaryExpr{X: s.typed(name(e.Pos(), held), t), OpPos: e.Pos(), Op: token.EQL, Y: e}
			c.List[i] = s.typed(same, types.Typ[types.Bool])
		}
	}
	first := define(sw.Tag.Pos(), name(sw.Tag.Pos(), held), sw.Tag)
	sw.Tag = nil
	return first
}

// renameDefined gives what a statement defines names that nothing else has, so
// that it can stand further out.
func (s *source) renameDefined(init ast.Stmt) {
	a, ok := init.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE {
		return
	}
	fresh := map[types.Object]string{}
	for _, lhs := range a.Lhs {
		if id, ok := lhs.(*ast.Ident); ok && id.Name != "_" && s.info.Defs[id] != nil {
			fresh[s.info.Defs[id]] = id.Name + "_" + s.temp()
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if to, ok := fresh[s.objectOf(id)]; ok {
				id.Name = to
			}
		}
		return true
	})
}

// joinConditions makes case a || b of case a, b.
func joinConditions(body *ast.BlockStmt) {
	for _, clause := range body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok || len(c.List) < 2 {
			continue
		}
		condition := c.List[0]
		for _, next := range c.List[1:] {
			condition = &ast.BinaryExpr{X: condition, OpPos: next.Pos(), Op: token.LOR, Y: next}
		}
		c.List = []ast.Expr{condition}
	}
}

// lowerTypeSwitch turns switch v := x.(type) { case A: a; case B, C: b } into
//
//	t := x
//	v1, ok1 := t.(A)
//	_, ok2 := t.(B)
//	_, ok3 := t.(C)
//	switch { case ok1: v := v1; a; case ok2 || ok3: v := t; b }
func (s *source) lowerTypeSwitch(sw *ast.TypeSwitchStmt) []ast.Stmt {
	pos := sw.Switch
	var guard *ast.Ident
	var operand ast.Expr
	switch a := sw.Assign.(type) {
	case *ast.AssignStmt:
		guard, _ = a.Lhs[0].(*ast.Ident)
		operand = ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr).X
	case *ast.ExprStmt:
		operand = ast.Unparen(a.X).(*ast.TypeAssertExpr).X
	}
	held := s.temp()
	t := s.typeOf(operand)
	of := func() ast.Expr { return s.typed(name(pos, held), t) }
	var out []ast.Stmt
	if sw.Init != nil {
		out = append(out, sw.Init)
	}
	out = append(out, define(pos, name(pos, held), operand))
	cases := block(sw.Body.Lbrace)
	cases.Rbrace = sw.Body.Rbrace
	for _, clause := range sw.Body.List {
		c := clause.(*ast.CaseClause)
		lowered := &ast.CaseClause{Case: c.Case, Colon: c.Colon, Body: c.Body}
		var bound ast.Expr = of()
		var condition ast.Expr
		for _, e := range c.List {
			var test ast.Expr
			if s.info.Types[e].IsNil() {
				test = &ast.BinaryExpr{X: of(), OpPos: e.Pos(), Op: token.EQL, Y: e}
			} else {
				ok := s.temp()
				value := "_"
				if guard != nil && len(c.List) == 1 {
					value = s.temp()
					bound = name(c.Colon, value)
				}
				is := &ast.AssignStmt{
					Lhs: []ast.Expr{name(e.Pos(), value), name(e.Pos(), ok)}, TokPos: e.Pos(), Tok: token.DEFINE,
					Rhs: []ast.Expr{&ast.TypeAssertExpr{X: of(), Lparen: e.Pos(), Type: e, Rparen: e.Pos()}},
				}
				s.tests[is] = true
				out = append(out, is)
				test = name(e.Pos(), ok)
			}
			if condition == nil {
				condition = test
			} else {
				condition = &ast.BinaryExpr{X: condition, OpPos: e.Pos(), Op: token.LOR, Y: test}
			}
		}
		if condition != nil {
			lowered.List = []ast.Expr{condition}
		}
		if guard != nil && s.guardUsed(clause) {
			lowered.Body = append([]ast.Stmt{define(c.Colon, name(c.Colon, guard.Name), bound)}, c.Body...)
		}
		cases.List = append(cases.List, lowered)
	}
	defaultLast(cases)
	loop := &ast.SwitchStmt{Switch: pos, Body: cases}
	if label, ok := s.labels[sw]; ok {
		s.labels[loop] = label
		return append(out, loop)
	}
	return []ast.Stmt{block(pos, append(out, loop)...)}
}

// guardUsed reports whether a clause uses the variable of its type switch.
func (s *source) guardUsed(clause ast.Stmt) bool {
	object := s.info.Implicits[clause]
	if object == nil {
		return false
	}
	used := false
	ast.Inspect(clause, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && s.info.Uses[id] == object {
			used = true
		}
		return !used
	})
	return used
}
