package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// lowerDefers takes defer, recover and panic away from the interpreter, which
// gets all three wrong. A function with deferred calls becomes
//
//	func f(a A) (r R) {
//		pi_rt.Defer(func(d *pi_rt.Defers) { body })
//		return r
//	}
//
// where defer g(x) in the body is t := x; d.Push(func() { g(t) }), a return
// first assigns the results, and the native Defer runs what was pushed under
// a real deferred call.
func (s *source) lowerDefers() {
	var functions []ast.Node
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			functions = append(functions, n)
		}
		return true
	})
	for _, function := range slices.Backward(functions) { // the inner ones first
		switch f := function.(type) {
		case *ast.FuncDecl:
			s.lowerFunction(f.Type, f.Body)
		case *ast.FuncLit:
			s.lowerFunction(f.Type, f.Body)
		}
	}
	r := &rewriter{expr: func(e ast.Expr, _ bool) ast.Expr {
		call, ok := e.(*ast.CallExpr)
		if !ok {
			return e
		}
		switch {
		case s.isBuiltin(call.Fun, "recover"):
			return s.typed(helper(call.Pos(), "Recover"), s.typeOf(call))
		case s.isBuiltin(call.Fun, "panic"):
			return helper(call.Pos(), "Panic", call.Args[0], number(call.Pos(), s.tokens.Line(call.Pos())))
		}
		return e
	}}
	r.file(s.file)
}

// lowerFunction rewrites one function, if it has deferred calls.
func (s *source) lowerFunction(t *ast.FuncType, body *ast.BlockStmt) {
	if body == nil || !hasDefer(body) {
		return
	}
	pos := body.Lbrace
	results := s.nameResults(t)
	frame := s.temp()
	d := &deferRewriter{source: s, frame: frame, results: results}
	inner := block(pos, d.stmts(body.List)...)
	inner.Rbrace = body.Rbrace
	lit := &ast.FuncLit{
		Type: &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{
			Names: []*ast.Ident{name(pos, frame)},
			Type:  &ast.StarExpr{Star: pos, X: &ast.SelectorExpr{X: name(pos, runtimeName), Sel: name(pos, "Defers")}},
		}}}},
		Body: inner,
	}
	body.List = []ast.Stmt{&ast.ExprStmt{X: helper(pos, "Defer", lit)}}
	if len(results) > 0 {
		body.List = append(body.List, &ast.ReturnStmt{Return: body.Rbrace, Results: names(body.Rbrace, results)})
	}
}

func names(pos token.Pos, list []string) []ast.Expr {
	out := make([]ast.Expr, 0, len(list))
	for _, n := range list {
		out = append(out, name(pos, n))
	}
	return out
}

// nameResults gives every result a name and returns the names.
func (s *source) nameResults(t *ast.FuncType) []string {
	if t.Results == nil {
		return nil
	}
	var out []string
	for _, f := range t.Results.List {
		if len(f.Names) == 0 {
			f.Names = []*ast.Ident{name(f.Type.Pos(), "_")}
		}
		for _, id := range f.Names {
			if id.Name == "_" {
				id.Name = s.temp()
			}
			out = append(out, id.Name)
		}
	}
	return out
}

// hasDefer reports whether a function's own body defers calls.
func hasDefer(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = true
		}
		return !found
	})
	return found
}

// deferRewriter rewrites the statements of one function, not those of the
// function literals in it.
type deferRewriter struct {
	*source
	frame   string
	results []string
}

func (d *deferRewriter) stmts(list []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	for _, stmt := range list {
		out = append(out, d.stmt(stmt)...)
	}
	return out
}

func (d *deferRewriter) stmt(stmt ast.Stmt) []ast.Stmt {
	switch stmt := stmt.(type) {
	case *ast.DeferStmt:
		return []ast.Stmt{d.push(stmt)}
	case *ast.ReturnStmt:
		return d.result(stmt)
	case *ast.LabeledStmt:
		out := d.stmt(stmt.Stmt)
		stmt.Stmt = out[len(out)-1]
		out[len(out)-1] = stmt
		return out
	case *ast.BlockStmt:
		stmt.List = d.stmts(stmt.List)
	case *ast.IfStmt:
		stmt.Body.List = d.stmts(stmt.Body.List)
		if stmt.Else != nil {
			stmt.Else = d.stmt(stmt.Else)[0]
		}
	case *ast.ForStmt:
		stmt.Body.List = d.stmts(stmt.Body.List)
	case *ast.RangeStmt:
		stmt.Body.List = d.stmts(stmt.Body.List)
	case *ast.SwitchStmt:
		stmt.Body.List = d.stmts(stmt.Body.List)
	case *ast.TypeSwitchStmt:
		stmt.Body.List = d.stmts(stmt.Body.List)
	case *ast.CaseClause:
		stmt.Body = d.stmts(stmt.Body)
	}
	return []ast.Stmt{stmt}
}

// result rewrites a return statement.
func (d *deferRewriter) result(stmt *ast.ReturnStmt) []ast.Stmt {
	if len(stmt.Results) == 0 {
		return []ast.Stmt{stmt}
	}
	return append(d.setResults(stmt, d.results), &ast.ReturnStmt{Return: stmt.Return})
}

// push rewrites a defer statement.
func (d *deferRewriter) push(stmt *ast.DeferStmt) ast.Stmt {
	pos := stmt.Defer
	deferred := stmt.Call
	// The function goes through a variable: the interpreter lets a literal
	// that is an argument share the variables of this moment's frame.
	push := func(before []ast.Stmt, f ast.Expr) ast.Stmt {
		held := d.temp()
		before = append(before, define(pos, name(pos, held), f),
			&ast.ExprStmt{X: call(pos, &ast.SelectorExpr{X: name(pos, d.frame), Sel: name(pos, "Push")}, name(pos, held))})
		return block(pos, before...)
	}
	lit, isLit := ast.Unparen(deferred.Fun).(*ast.FuncLit)
	if isLit && len(deferred.Args) == 0 && lit.Type.Results == nil {
		return push(nil, lit)
	}
	var before []ast.Stmt
	save := func(e ast.Expr) ast.Expr {
		saved := d.temp()
		before = append(before, define(pos, name(pos, saved), e))
		return d.typed(name(pos, saved), d.typeOf(e))
	}
	d.saveCallee(deferred, save)
	for i, arg := range deferred.Args {
		tv := d.info.Types[arg]
		if tv.Value == nil && !tv.IsNil() && !tv.IsType() {
			deferred.Args[i] = save(arg)
		}
	}
	run := &ast.FuncLit{
		Type: &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos}},
		Body: block(pos, &ast.ExprStmt{X: deferred}),
	}
	return push(before, run)
}

// saveCallee has the function value, or the receiver, of a deferred call
// evaluated now.
func (d *deferRewriter) saveCallee(deferred *ast.CallExpr, save func(ast.Expr) ast.Expr) {
	switch f := ast.Unparen(deferred.Fun).(type) {
	case *ast.SelectorExpr:
		sel := d.info.Selections[f]
		switch {
		case sel == nil: // a function of a package
		case sel.Kind() == types.FieldVal:
			deferred.Fun = save(f)
		case sel.Kind() == types.MethodVal:
			f.X = save(d.receiver(f, sel))
		}
	case *ast.Ident:
		if v, ok := d.info.Uses[f].(*types.Var); ok && !v.IsField() {
			deferred.Fun = save(f)
		}
	case *ast.CallExpr, *ast.IndexExpr:
		if !d.isType(f) && d.calleeOf(deferred) == nil {
			deferred.Fun = save(f)
		}
	}
}

// receiver is the receiver of a method to bind: the address of what a pointer
// method is called on, a copy of anything else.
func (s *source) receiver(f *ast.SelectorExpr, sel *types.Selection) ast.Expr {
	recv := sel.Obj().(*types.Func).Signature().Recv()
	if recv == nil || types.IsInterface(sel.Recv()) || isPointer(recv.Type()) == isPointer(sel.Recv()) {
		return f.X
	}
	if isPointer(sel.Recv()) {
		return s.typed(&ast.StarExpr{Star: f.Pos(), X: f.X}, under(s.typeOf(f.X)).(*types.Pointer).Elem())
	}
	address := &ast.UnaryExpr{OpPos: f.Pos(), Op: token.AND, X: f.X}
	return s.typed(address, types.NewPointer(s.typeOf(f.X)))
}
