package yaegi

import (
	"go/ast"
	"go/constant"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// Names in the rewritten source. Scripts may not use the prefixes.
const (
	budgetName  = "PiB_"  // the global that counts down to the next refill
	runtimeName = "pi_rt" // the package of native helpers
	runtimePath = "picloud/internal/runtime"
	tempPrefix  = "pi_"
)

// stride is how many turns of a simple loop are counted at once.
const stride = 64

// meter weaves the counter into every function and every loop of the file:
//
//	PiB_--
//	if PiB_ < 0 { pi_rt.Refill() }
//
// Counting in interpreted code costs a fraction of a native call; Refill
// looks at the real budget, at the depth and at whether to stop. Loops over
// slices and arrays, and those that count up to a bound, are cut into strides,
// each of which is counted at once: between two looks there are at most that
// many turns, and what they call counts for itself.
func (s *source) meter() {
	var within *ast.FuncDecl
	r := &rewriter{stmt: func(stmt ast.Stmt) []ast.Stmt {
		switch n := stmt.(type) {
		case *ast.ForStmt:
			if s.labels[n] == "" {
				if out := s.strides(n, within); out != nil {
					return out
				}
			}
			tick(n.Body)
		case *ast.RangeStmt:
			if s.labels[n] == "" {
				if out := s.meterRange(n); out != nil {
					return out
				}
			}
			tick(n.Body)
		}
		return []ast.Stmt{stmt}
	}, enter: func(decl *ast.FuncDecl, _ *ast.FuncLit) {
		if decl != nil {
			within = decl
		}
	}}
	r.file(s.file)
	s.meterCalls()
}

// declareCounters adds the globals that the counters are in.
func (s *source) declareCounters() {
	file := s.file
	pos := file.Name.End()
	counters := &ast.GenDecl{
		TokPos: pos, Tok: token.VAR,
		Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{name(pos, budgetName), name(pos, siteName)}, Type: name(pos, "int")}},
	}
	file.Decls = append([]ast.Decl{file.Decls[0], counters}, file.Decls[1:]...)
}

func tick(body *ast.BlockStmt) {
	if body == nil {
		return
	}
	pos := body.Lbrace
	body.List = append([]ast.Stmt{&ast.IncDecStmt{X: name(pos, budgetName), TokPos: pos, Tok: token.DEC}, refill(pos)}, body.List...)
}

func refill(pos token.Pos) ast.Stmt {
	return &ast.IfStmt{
		If:   pos,
		Cond: &ast.BinaryExpr{X: name(pos, budgetName), OpPos: pos, Op: token.LSS, Y: number(pos, 0)},
		Body: &ast.BlockStmt{Lbrace: pos, List: []ast.Stmt{&ast.ExprStmt{X: helper(pos, "Refill")}}, Rbrace: pos},
	}
}

// strides turns a loop for init; i < n; i++ { body }, whose body sets neither i
// nor n, into
//
//	for init; i < n; {
//		t := n - i
//		if t > stride { t = stride }
//		PiB_ -= t
//		if PiB_ < 0 { pi_rt.Refill() }
//		for t = i + t; i < t; i++ { body }
//	}
//
// It returns nil for other loops.
func (s *source) strides(loop *ast.ForStmt, within *ast.FuncDecl) []ast.Stmt {
	i, bound := countedLoop(loop)
	if i == "" || setsIn(loop.Body, i) {
		return nil
	}
	if id, ok := bound.(*ast.Ident); ok && (setsIn(loop.Body, id.Name) || !s.settled(id.Name, within)) {
		return nil
	}
	pos := loop.Body.Lbrace
	if lit, ok := bound.(*ast.BasicLit); ok {
		if n, err := strconv.Atoi(lit.Value); err == nil && n <= stride { // all turns at once
			charge := &ast.AssignStmt{Lhs: []ast.Expr{name(pos, budgetName)}, TokPos: pos, Tok: token.SUB_ASSIGN, Rhs: []ast.Expr{number(pos, max(n, 1))}}
			return []ast.Stmt{charge, refill(pos), loop}
		}
	}
	out := &ast.ForStmt{For: loop.For, Init: loop.Init, Cond: loop.Cond}
	if breaksOut(loop.Body) {
		return nil
	}
	end := s.temp()
	left := &ast.BinaryExpr{X: copyBound(bound), OpPos: pos, Op: token.SUB, Y: name(pos, i)}
	loop.Init, loop.Cond = nil, &ast.BinaryExpr{X: name(pos, i), OpPos: pos, Op: token.LSS, Y: name(pos, end)}
	out.Body = block(pos,
		define(pos, name(pos, end), left),
		&ast.IfStmt{
			If: pos, Cond: &ast.BinaryExpr{X: name(pos, end), OpPos: pos, Op: token.GTR, Y: number(pos, stride)},
			Body: block(pos, assign(pos, name(pos, end), number(pos, stride))),
		},
		&ast.AssignStmt{Lhs: []ast.Expr{name(pos, budgetName)}, TokPos: pos, Tok: token.SUB_ASSIGN, Rhs: []ast.Expr{name(pos, end)}},
		refill(pos),
		assign(pos, name(pos, end), &ast.BinaryExpr{X: name(pos, i), OpPos: pos, Op: token.ADD, Y: name(pos, end)}),
		loop,
	)
	return []ast.Stmt{out}
}

// settled reports whether nothing can set a variable of a function but the
// function's own statements: it is not global, and no function literal sets it.
func (s *source) settled(id string, within *ast.FuncDecl) bool {
	if strings.HasPrefix(id, tempPrefix) {
		return true
	}
	if within == nil || s.pkg.Scope().Lookup(id) != nil {
		return false
	}
	for _, d := range s.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR && slices.ContainsFunc(g.Specs, func(spec ast.Spec) bool {
			return slices.ContainsFunc(spec.(*ast.ValueSpec).Names, func(n *ast.Ident) bool { return n.Name == id })
		}) {
			return false
		}
	}
	set := false
	ast.Inspect(within, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			set = set || setsIn(lit.Body, id)
			return false
		}
		return !set
	})
	return !set && !addressed(within.Body, id)
}

// addressed reports whether the address of a variable is taken.
func addressed(body ast.Stmt, id string) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if u, ok := n.(*ast.UnaryExpr); ok && u.Op == token.AND {
			x, ok := u.X.(*ast.Ident)
			found = found || ok && x.Name == id
		}
		return !found
	})
	return found
}

// countedLoop returns the variable and the bound of a loop that counts ints
// up, from a number that is not negative, to a variable or a number.
func countedLoop(loop *ast.ForStmt) (string, ast.Expr) {
	init, ok := loop.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE {
		return "", nil
	}
	post, ok := loop.Post.(*ast.IncDecStmt)
	if !ok || post.Tok != token.INC {
		return "", nil
	}
	i, ok := post.X.(*ast.Ident)
	if !ok {
		return "", nil
	}
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.LSS {
		return "", nil
	}
	if x, ok := cond.X.(*ast.Ident); !ok || x.Name != i.Name {
		return "", nil
	}
	starts := false
	for n, lhs := range init.Lhs {
		if id, ok := lhs.(*ast.Ident); ok && id.Name == i.Name && len(init.Rhs) == len(init.Lhs) {
			starts = isCount(init.Rhs[n])
		}
	}
	if !starts {
		return "", nil
	}
	switch bound := cond.Y.(type) {
	case *ast.Ident:
		return i.Name, bound
	case *ast.BasicLit:
		if bound.Kind == token.INT {
			return i.Name, bound
		}
	}
	return "", nil
}

// isCount reports whether e is an int, not negative, written as a number.
func isCount(e ast.Expr) bool {
	if c, ok := e.(*ast.CallExpr); ok && len(c.Args) == 1 {
		if t, ok := c.Fun.(*ast.Ident); !ok || t.Name != "int" {
			return false
		}
		e = c.Args[0]
	}
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.INT && constant.MakeFromLiteral(lit.Value, token.INT, 0).Kind() == constant.Int
}

func copyBound(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.Ident:
		return name(e.NamePos, e.Name)
	case *ast.BasicLit:
		lit := *e
		return &lit
	}
	return e
}

// setsIn reports whether a statement may set a variable, which no other in the
// function shares its name with.
func setsIn(body ast.Stmt, id string) bool {
	found := false
	is := func(e ast.Expr) {
		if x, ok := e.(*ast.Ident); ok && x.Name == id {
			found = true
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
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
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				is(n.X)
			}
		}
		return !found
	})
	return found
}

// breaksOut reports whether the body of a loop has a break without a label
// that leaves the loop.
func breaksOut(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			found = found || n.Tok == token.BREAK && n.Label == nil
		}
		return !found
	})
	return found
}
