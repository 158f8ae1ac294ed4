package yaegi

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// siteName is the global in which statements note that they run.
const siteName = "PiB_at"

// lowerLines notes where functions and what may panic in them are. A
// statement notes that it runs where the panic alone would not tell its line:
// where the function has several lines that may panic for the same cause.
func (s *source) lowerLines() {
	s.lines = &lineTable{functions: map[string]*functionLines{}}
	l := &liner{source: s, solid: s.neverNil()}
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			l.function(l.nameOf(f), f.Name.Name, f.Body)
		}
	}
}

// liner works on one function after the other.
type liner struct {
	*source
	solid map[types.Object]bool // variables that are not nil
	at    *functionLines
	safe  map[indexed]bool
	many  [causes]bool // causes with several lines in the function
}

func (l *liner) nameOf(f *ast.FuncDecl) string {
	plain := asWritten(f.Name.Name)
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return "main." + plain
	}
	recv := types.ExprString(f.Recv.List[0].Type)
	if strings.HasPrefix(recv, "*") {
		recv = "(" + recv + ")"
	}
	return "main." + asWritten(recv) + "." + plain
}

// function notes the lines of one function, and of the literals in it.
func (l *liner) function(name, id string, body *ast.BlockStmt) {
	position := l.tokens.PositionFor(body.Lbrace, false)
	f := &functionLines{name: name, id: id, line: position.Line, deferred: hasDefer(body), calls: map[string][]int{}}
	f.hidden = l.hidden[body.Lbrace]
	key := fmt.Sprintf("%d:%d", position.Line, position.Column)
	l.lines.functions[key] = f
	literals := 0
	ast.Inspect(body, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if !ok {
			l.note(n, &f.may, f.calls)
			return true
		}
		literals++
		inner := liner{source: l.source, solid: l.solid}
		inner.function(fmt.Sprintf("%s.func%d", name, literals), "", lit.Body)
		return false
	})
	l.lines.functions[key] = f // code of the library has one place
	l.at = f
	for c := range causes {
		l.many[c] = len(f.may[c]) > 1
	}
	if !f.hidden {
		l.safe = map[indexed]bool{}
		body.List = l.stmts(body.List)
	}
}

// add adds a line to a sorted list.
func add(list []int, line int) []int {
	if i, found := slices.BinarySearch(list, line); !found {
		return slices.Insert(list, i, line)
	}
	return list
}

// note adds what n itself may do to the lines by cause and by call.
func (l *liner) note(n ast.Node, may *[causes][]int, calls map[string][]int) {
	at := func(c cause, pos token.Pos) { may[c] = add(may[c], l.tokens.PositionFor(pos, false).Line) }
	switch n := n.(type) {
	case *ast.IndexExpr:
		switch under(l.typeOf(n.X)).(type) {
		case *types.Slice, *types.Basic:
			at(causeIndex, n.Lbrack)
		case *types.Array:
			if !l.isConstant(n.Index) {
				at(causeIndex, n.Lbrack)
			}
		case *types.Pointer:
			at(causeIndex, n.Lbrack)
			at(causeNil, n.Lbrack)
		}
	case *ast.SliceExpr:
		at(causeSlice, n.Lbrack)
	case *ast.StarExpr:
		if !l.isType(n.X) && !l.isSolid(n.X) {
			at(causeNil, n.Star)
		}
	case *ast.SelectorExpr:
		if sel := l.info.Selections[n]; sel != nil && l.dereferences(n, sel) && !l.isSolid(n.X) {
			at(causeNil, n.Sel.Pos())
		}
	case *ast.TypeAssertExpr:
		if n.Type != nil {
			at(causeAssertion, n.Lparen)
		}
	case *ast.BinaryExpr:
		switch n.Op {
		case token.QUO, token.REM:
			if !l.isConstant(n.Y) {
				at(causeDivision, n.OpPos)
			}
		case token.SHL, token.SHR:
			if !l.isConstant(n.Y) {
				at(causeShift, n.OpPos)
			}
		}
	case *ast.AssignStmt:
		switch n.Tok {
		case token.QUO_ASSIGN, token.REM_ASSIGN:
			at(causeDivision, n.TokPos)
		case token.SHL_ASSIGN, token.SHR_ASSIGN:
			at(causeShift, n.TokPos)
		}
		for _, lhs := range n.Lhs {
			l.noteMap(lhs, at)
		}
	case *ast.IncDecStmt:
		l.noteMap(n.X, at)
	case *ast.RangeStmt:
		if _, ok := under(l.typeOf(n.X)).(*types.Pointer); ok {
			at(causeNil, n.For)
		}
	case *ast.CallExpr:
		l.noteCall(n, at, calls)
	}
}

func (l *liner) noteMap(lhs ast.Expr, at func(cause, token.Pos)) {
	if x, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok {
		if _, ok := under(l.typeOf(x.X)).(*types.Map); ok {
			at(causeNilMap, x.Lbrack)
		}
	}
}

func (l *liner) noteCall(c *ast.CallExpr, at func(cause, token.Pos), calls map[string][]int) {
	if l.isType(c.Fun) {
		if _, ok := under(l.typeOf(c.Fun)).(*types.Array); ok {
			at(causeSlice, c.Lparen)
		}
		return
	}
	if l.isBuiltin(c.Fun, "make") {
		at(causeSize, c.Lparen)
		return
	}
	f := l.calleeOf(c)
	pos := c.Lparen
	if sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr); ok {
		pos = sel.Sel.Pos()
	}
	line := l.tokens.PositionFor(pos, false).Line
	switch {
	case f == nil:
		if id, ok := ast.Unparen(c.Fun).(*ast.Ident); ok {
			if _, builtin := l.info.Uses[id].(*types.Builtin); builtin {
				return
			}
		}
		if !l.isSolid(c.Fun) {
			at(causeNil, pos)
		}
		if calls != nil {
			calls[""] = add(calls[""], line)
		}
	case f.Pkg() == nil || !l.ours(f.Pkg()):
		at(causeNative, pos)
	default:
		if l.hidden[f.Pos()] {
			at(causeNative, pos)
		}
		if calls != nil {
			calls[f.Name()] = add(calls[f.Name()], line)
		}
	}
}

// dereferences reports whether a selection looks behind a pointer, or into an
// interface value.
func (l *liner) dereferences(n *ast.SelectorExpr, sel *types.Selection) bool {
	switch sel.Kind() {
	case types.FieldVal:
		return isPointer(sel.Recv()) || sel.Indirect()
	case types.MethodVal:
		if types.IsInterface(sel.Recv()) {
			return true
		}
		recv := sel.Obj().(*types.Func).Signature().Recv()
		return recv != nil && isPointer(sel.Recv()) && !isPointer(recv.Type()) || len(sel.Index()) > 1 && sel.Indirect()
	}
	return false
}

// isSolid reports whether e is known not to be nil.
func (l *liner) isSolid(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return l.solid[l.info.Uses[e]]
	case *ast.SelectorExpr:
		id, ok := ast.Unparen(e.X).(*ast.Ident)
		return ok && l.solid[l.info.Uses[id]] && isPointerTo(l.typeOf(id), sdkPath, "Context")
	case *ast.UnaryExpr:
		return e.Op == token.AND
	}
	return false
}

// neverNil are the variables that are not nil: the parameters of the entry
// point, and those that are set once, to something that is not nil.
func (s *source) neverNil() map[types.Object]bool {
	solid := map[types.Object]bool{}
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == entryPoint {
			for _, p := range f.Type.Params.List {
				for _, id := range p.Names {
					solid[s.info.Defs[id]] = true
				}
			}
		}
	}
	var set []types.Object
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				id, ok := ast.Unparen(lhs).(*ast.Ident)
				switch {
				case !ok:
					if sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && isPointerTo(s.typeOf(sel.X), sdkPath, "Context") {
						set = append(set, s.rootOrUsed(sel.X))
					}
				case n.Tok == token.DEFINE && s.info.Defs[id] != nil && len(n.Lhs) == len(n.Rhs):
					if notNil(n.Rhs[i]) {
						solid[s.info.Defs[id]] = true
					}
				default:
					set = append(set, s.objectOf(id))
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if id, ok := e.(*ast.Ident); ok && n.Tok == token.ASSIGN {
					set = append(set, s.objectOf(id))
				}
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				set = append(set, s.rootOrUsed(n.X))
			}
		}
		return true
	})
	for _, object := range set {
		delete(solid, object)
	}
	return solid
}

// rootOrUsed is the variable that e names.
func (s *source) rootOrUsed(e ast.Expr) types.Object {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		return s.objectOf(id)
	}
	return nil
}

func notNil(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return true
	case *ast.UnaryExpr:
		return e.Op == token.AND
	}
	return false
}

func (l *liner) stmts(list []ast.Stmt) []ast.Stmt {
	out := make([]ast.Stmt, 0, len(list))
	for _, stmt := range list {
		if mark := l.mark(stmt); mark != nil {
			out = append(out, mark)
		}
		out = append(out, l.guards(stmt)...)
		l.inside(stmt)
		out = append(out, stmt)
	}
	return out
}

// inside goes on with the statements in a statement.
func (l *liner) inside(stmt ast.Stmt) {
	switch stmt := stmt.(type) {
	case *ast.BlockStmt:
		stmt.List = l.stmts(stmt.List)
	case *ast.LabeledStmt:
		l.inside(stmt.Stmt)
	case *ast.IfStmt:
		stmt.Body.List = l.stmts(stmt.Body.List)
		switch e := stmt.Else.(type) {
		case *ast.BlockStmt:
			l.inside(e)
		case *ast.IfStmt:
			if mark := l.mark(e); mark != nil {
				stmt.Else = block(e.If, mark, e)
			}
			l.inside(e)
		}
	case *ast.ForStmt:
		l.loopBody(stmt, stmt.Body)
		if mark := l.mark(stmt); mark != nil && (stmt.Cond != nil || stmt.Post != nil) {
			l.beforeContinue(stmt, stmt.Body, func(token.Pos) ast.Stmt { return l.mark(stmt) })
			stmt.Body.List = append(stmt.Body.List, mark)
		}
	case *ast.RangeStmt:
		l.loopBody(stmt, stmt.Body)
	case *ast.SwitchStmt:
		l.clauses(stmt.Body)
	case *ast.TypeSwitchStmt:
		l.clauses(stmt.Body)
	}
}

func (l *liner) loopBody(loop ast.Stmt, body *ast.BlockStmt) {
	pair, ok := l.boundsOf(loop)
	if ok {
		l.safe[pair] = true
	}
	body.List = l.stmts(body.List)
	if ok {
		delete(l.safe, pair)
	}
}

func (l *liner) clauses(body *ast.BlockStmt) {
	for _, clause := range body.List {
		if c, ok := clause.(*ast.CaseClause); ok {
			c.Body = l.stmts(c.Body)
		}
	}
}

// mark is the statement that notes that stmt runs, or nil where that is not
// needed.
func (l *liner) mark(stmt ast.Stmt) ast.Stmt {
	here := site{function: l.at}
	look := func(n ast.Node) {
		if n == nil {
			return
		}
		ast.Inspect(n, func(n ast.Node) bool {
			if _, ok := n.(*ast.FuncLit); ok {
				return false
			}
			if n != nil {
				l.note(n, &here.may, nil)
			}
			return true
		})
	}
	for _, part := range ownParts(stmt) {
		look(part)
	}
	if r, ok := stmt.(*ast.RangeStmt); ok {
		if _, ok := under(l.typeOf(r.X)).(*types.Pointer); ok {
			here.may[causeNil] = add(here.may[causeNil], l.tokens.PositionFor(r.For, false).Line)
		}
	}
	needed := false
	for c := range causes {
		needed = needed || l.many[c] && len(here.may[c]) > 0
	}
	if !needed {
		return nil
	}
	l.lines.sites = append(l.lines.sites, here)
	return assign(stmt.Pos(), name(stmt.Pos(), siteName), number(stmt.Pos(), len(l.lines.sites)))
}

// ownParts are the parts of a statement that are not statements in blocks.
func ownParts(stmt ast.Stmt) []ast.Node {
	var out []ast.Node
	part := func(n ast.Node, ok bool) {
		if ok {
			out = append(out, n)
		}
	}
	switch s := stmt.(type) {
	case *ast.BlockStmt, *ast.CaseClause:
	case *ast.LabeledStmt:
		return ownParts(s.Stmt)
	case *ast.IfStmt:
		part(s.Init, s.Init != nil)
		part(s.Cond, true)
	case *ast.ForStmt:
		part(s.Init, s.Init != nil)
		part(s.Cond, s.Cond != nil)
		part(s.Post, s.Post != nil)
	case *ast.RangeStmt:
		part(s.X, true)
		part(s.Key, s.Key != nil)
		part(s.Value, s.Value != nil)
	case *ast.SwitchStmt:
		part(s.Init, s.Init != nil)
		part(s.Tag, s.Tag != nil)
		for _, clause := range s.Body.List {
			for _, e := range clause.(*ast.CaseClause).List {
				part(e, true)
			}
		}
	case *ast.TypeSwitchStmt:
		part(s.Init, s.Init != nil)
		part(s.Assign, true)
	default:
		part(s, true)
	}
	return out
}
