package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// openIterators turns loops over functions into calls of these:
//
//	for k, v := range f { body }
//
// becomes
//
//	exit := 0
//	f(func(k K, v V) bool { if exit != 0 { panic }; body; return true })
//	exit = -1 when it was 0, and what the body left the loop for
//
// In the body, continue is return true; what leaves the loop says in exit why
// and returns false.
func (s *source) openIterators() {
	found := false
	ast.Inspect(s.file, func(n ast.Node) bool {
		if r, ok := n.(*ast.RangeStmt); ok {
			_, isFunc := under(s.typeOf(r.X)).(*types.Signature)
			found = found || isFunc
		}
		return !found
	})
	if !found {
		return
	}
	s.noteLabels()
	opened := map[ast.Stmt]bool{}
	var results []*types.Tuple
	r := &rewriter{
		enter: func(decl *ast.FuncDecl, lit *ast.FuncLit) { results = append(results, s.resultsOf(decl, lit)) },
		leave: func(*ast.FuncDecl, *ast.FuncLit) { results = results[:len(results)-1] },
	}
	r.stmt = func(stmt ast.Stmt) []ast.Stmt {
		switch stmt := stmt.(type) {
		case *ast.RangeStmt:
			if sig, ok := under(s.typeOf(stmt.X)).(*types.Signature); ok {
				i := &iteration{source: s, loop: stmt, label: s.labels[stmt], results: results[len(results)-1], exit: s.temp()}
				out := i.open(sig)
				opened[out] = true
				return []ast.Stmt{out}
			}
		case *ast.LabeledStmt:
			if opened[stmt.Stmt] { // nothing refers to the label any more
				return []ast.Stmt{stmt.Stmt}
			}
		}
		return []ast.Stmt{stmt}
	}
	r.file(s.file)
	if !s.report.failed() {
		s.recheck()
	}
}

// iteration is one loop over a function.
type iteration struct {
	*source
	loop    *ast.RangeStmt
	label   string
	results *types.Tuple // of the function around it
	exit    string       // the variable that says why the loop was left
	values  []string     // that are returned
	after   []ast.Stmt   // what is done behind the loop
	codes   int
}

// Values of exit: the loop goes on, it ended, it was left by break.
const (
	exitNone = iota
	exitDone
	exitBreak
	exitOther
)

func (i *iteration) open(sig *types.Signature) ast.Stmt {
	pos := i.loop.For
	yield := sig.Params().At(0).Type().Underlying().(*types.Signature)
	t := &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos}, Results: &ast.FieldList{List: []*ast.Field{{Type: name(pos, "bool")}}}}
	var sets []ast.Stmt
	for n, e := range []ast.Expr{i.loop.Key, i.loop.Value} {
		if n >= yield.Params().Len() {
			break
		}
		p := yield.Params().At(n)
		id, isName := e.(*ast.Ident)
		param := i.temp()
		switch {
		case e == nil || isName && id.Name == "_":
		case i.loop.Tok == token.DEFINE && isName:
			param = id.Name
		default:
			sets = append(sets, assign(e.Pos(), e, name(e.Pos(), param)))
		}
		t.Params.List = append(t.Params.List, &ast.Field{Names: []*ast.Ident{name(pos, param)}, Type: i.typeExpr(p.Type(), pos)})
	}
	i.codes = exitOther
	out := block(pos, define(pos, name(pos, i.exit), number(pos, exitNone)))
	body := i.loop.Body
	body.List = i.stmts(body.List, true, true)
	at := body.Lbrace
	over := &ast.IfStmt{
		If: at, Cond: &ast.BinaryExpr{X: name(at, i.exit), OpPos: at, Op: token.NEQ, Y: number(at, exitNone)},
		Body: block(at, &ast.ExprStmt{X: call(at, name(at, "panic"), text(at, iteratorContinued))}),
	}
	body.List = append(append([]ast.Stmt{over}, sets...), body.List...)
	body.List = append(body.List, &ast.ReturnStmt{Return: body.Rbrace, Results: []ast.Expr{name(body.Rbrace, "true")}})
	for n, held := range i.values {
		out.List = append(out.List, variable(pos, held, i.typeExpr(i.results.At(n).Type(), pos)))
	}
	lit := &ast.FuncLit{Type: t, Body: body}
	ended := &ast.IfStmt{
		If: pos, Cond: &ast.BinaryExpr{X: name(pos, i.exit), OpPos: pos, Op: token.EQL, Y: number(pos, exitNone)},
		Body: block(pos, assign(pos, name(pos, i.exit), number(pos, exitDone))),
	}
	out.List = append(out.List, &ast.ExprStmt{X: call(pos, i.loop.X, lit)}, ended)
	out.List = append(out.List, i.after...)
	return out
}

const iteratorContinued = "runtime error: range function continued iteration after function for loop body returned false"

// stmts rewrites what leaves the loop, or goes on with it. An unlabelled break
// or continue is of this loop if nothing is in between.
func (i *iteration) stmts(list []ast.Stmt, breaks, continues bool) []ast.Stmt {
	var out []ast.Stmt
	for _, stmt := range list {
		out = append(out, i.stmt(stmt, breaks, continues)...)
	}
	return out
}

func (i *iteration) stmt(stmt ast.Stmt, breaks, continues bool) []ast.Stmt {
	switch stmt := stmt.(type) {
	case *ast.BranchStmt:
		return i.branch(stmt, breaks, continues)
	case *ast.ReturnStmt:
		return i.returned(stmt)
	case *ast.DeferStmt:
		i.refuse(stmt, "defer in the body of a loop over a function is not supported yet: put the loop, or the body, into a function of its own")
	case *ast.LabeledStmt:
		inner := i.stmt(stmt.Stmt, breaks, continues)
		stmt.Stmt = inner[len(inner)-1]
		inner[len(inner)-1] = stmt
		return inner
	case *ast.BlockStmt:
		stmt.List = i.stmts(stmt.List, breaks, continues)
	case *ast.IfStmt:
		stmt.Body.List = i.stmts(stmt.Body.List, breaks, continues)
		if stmt.Else != nil {
			stmt.Else = i.stmt(stmt.Else, breaks, continues)[0]
		}
	case *ast.ForStmt:
		stmt.Body.List = i.stmts(stmt.Body.List, false, false)
	case *ast.RangeStmt:
		stmt.Body.List = i.stmts(stmt.Body.List, false, false)
	case *ast.SwitchStmt:
		i.clauses(stmt.Body, continues)
	case *ast.TypeSwitchStmt:
		i.clauses(stmt.Body, continues)
	}
	return []ast.Stmt{stmt}
}

func (i *iteration) clauses(body *ast.BlockStmt, continues bool) {
	for _, clause := range body.List {
		if c, ok := clause.(*ast.CaseClause); ok {
			c.Body = i.stmts(c.Body, false, continues)
		}
	}
}

// leave leaves the body for a reason.
func (i *iteration) leave(pos token.Pos, code int) []ast.Stmt {
	return []ast.Stmt{
		assign(pos, name(pos, i.exit), number(pos, code)),
		&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, "false")}},
	}
}

// then does something behind the loop when it was left for a new reason, which
// is returned.
func (i *iteration) then(pos token.Pos, stmt ast.Stmt) int {
	i.codes++
	code := i.codes
	i.after = append(i.after, &ast.IfStmt{
		If: pos, Cond: &ast.BinaryExpr{X: name(pos, i.exit), OpPos: pos, Op: token.EQL, Y: number(pos, code)},
		Body: block(pos, stmt),
	})
	return code
}

func (i *iteration) branch(stmt *ast.BranchStmt, breaks, continues bool) []ast.Stmt {
	pos := stmt.TokPos
	own := stmt.Label != nil && stmt.Label.Name == i.label && i.label != ""
	switch {
	case stmt.Tok == token.CONTINUE && (own || stmt.Label == nil && continues):
		return []ast.Stmt{&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, "true")}}}
	case stmt.Tok == token.BREAK && (own || stmt.Label == nil && breaks):
		return i.leave(pos, exitBreak)
	case stmt.Label != nil && !i.inBody(stmt.Label.Name):
		return i.leave(pos, i.then(pos, stmt))
	}
	return []ast.Stmt{stmt}
}

// inBody reports whether a label is of a statement in the body.
func (i *iteration) inBody(label string) bool {
	found := false
	ast.Inspect(i.loop.Body, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok && l.Label.Name == label {
			found = true
		}
		return !found
	})
	return found
}

// returned rewrites a return from the function around the loop.
func (i *iteration) returned(stmt *ast.ReturnStmt) []ast.Stmt {
	pos := stmt.Return
	if len(stmt.Results) == 0 {
		return i.leave(pos, i.then(pos, &ast.ReturnStmt{Return: pos}))
	}
	if i.values == nil {
		for range i.results.Len() {
			i.values = append(i.values, i.temp())
		}
	}
	set := &ast.AssignStmt{Lhs: names(pos, i.values), TokPos: pos, Tok: token.ASSIGN, Rhs: stmt.Results}
	code := i.then(pos, &ast.ReturnStmt{Return: pos, Results: names(pos, i.values)})
	return append([]ast.Stmt{set}, i.leave(pos, code)...)
}
