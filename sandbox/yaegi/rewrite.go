package yaegi

import "go/ast"

// rewriter replaces nodes of a syntax tree, innermost first. The hooks may be
// nil.
type rewriter struct {
	// expr returns what stands for an expression. Callee says that it is what
	// a call calls.
	expr func(e ast.Expr, callee bool) ast.Expr

	// stmt returns what stands for a statement.
	stmt func(s ast.Stmt) []ast.Stmt

	// single is set while stmt is called for a statement where the syntax has
	// room for one only.
	single bool

	// enter is called before the parts of a function are looked at, and leave
	// after. Decl or lit is nil.
	enter, leave func(decl *ast.FuncDecl, lit *ast.FuncLit)
}

func (r *rewriter) file(f *ast.File) {
	for _, d := range f.Decls {
		r.decl(d)
	}
}

func (r *rewriter) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				spec.Type = r.x(spec.Type)
				r.list(spec.Values)
			case *ast.TypeSpec:
				r.fields(spec.TypeParams)
				spec.Type = r.x(spec.Type)
			}
		}
	case *ast.FuncDecl:
		if r.enter != nil {
			r.enter(d, nil)
		}
		r.fields(d.Recv)
		r.x(d.Type)
		r.block(d.Body)
		if r.leave != nil {
			r.leave(d, nil)
		}
	}
}

func (r *rewriter) fields(l *ast.FieldList) {
	if l == nil {
		return
	}
	for _, f := range l.List {
		f.Type = r.x(f.Type)
	}
}

func (r *rewriter) list(l []ast.Expr) {
	for i := range l {
		l[i] = r.x(l[i])
	}
}

func (r *rewriter) x(e ast.Expr) ast.Expr { return r.replace(e, false) }

func (r *rewriter) replace(e ast.Expr, callee bool) ast.Expr {
	if e == nil {
		return nil
	}
	switch e := e.(type) {
	case *ast.Ellipsis:
		e.Elt = r.x(e.Elt)
	case *ast.FuncLit:
		if r.enter != nil {
			r.enter(nil, e)
		}
		r.x(e.Type)
		r.block(e.Body)
		if r.leave != nil {
			r.leave(nil, e)
		}
	case *ast.CompositeLit:
		e.Type = r.x(e.Type)
		r.list(e.Elts)
	case *ast.ParenExpr:
		e.X = r.replace(e.X, callee)
	case *ast.SelectorExpr:
		e.X = r.x(e.X)
	case *ast.IndexExpr:
		e.X, e.Index = r.replace(e.X, callee), r.x(e.Index)
	case *ast.IndexListExpr:
		e.X = r.replace(e.X, callee)
		r.list(e.Indices)
	case *ast.SliceExpr:
		e.X, e.Low, e.High, e.Max = r.x(e.X), r.x(e.Low), r.x(e.High), r.x(e.Max)
	case *ast.TypeAssertExpr:
		e.X, e.Type = r.x(e.X), r.x(e.Type)
	case *ast.CallExpr:
		e.Fun = r.replace(e.Fun, true)
		r.list(e.Args)
	case *ast.StarExpr:
		e.X = r.x(e.X)
	case *ast.UnaryExpr:
		e.X = r.x(e.X)
	case *ast.BinaryExpr:
		e.X, e.Y = r.x(e.X), r.x(e.Y)
	case *ast.KeyValueExpr:
		e.Key, e.Value = r.x(e.Key), r.x(e.Value)
	case *ast.ArrayType:
		e.Len, e.Elt = r.x(e.Len), r.x(e.Elt)
	case *ast.StructType:
		r.fields(e.Fields)
	case *ast.FuncType:
		r.fields(e.TypeParams)
		r.fields(e.Params)
		r.fields(e.Results)
	case *ast.InterfaceType:
		r.fields(e.Methods)
	case *ast.MapType:
		e.Key, e.Value = r.x(e.Key), r.x(e.Value)
	}
	if r.expr != nil {
		return r.expr(e, callee)
	}
	return e
}

func (r *rewriter) block(b *ast.BlockStmt) {
	if b != nil {
		b.List = r.stmts(b.List)
	}
}

func (r *rewriter) stmts(list []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	for _, s := range list {
		out = append(out, r.s(s)...)
	}
	return out
}

// one rewrites a statement where the syntax has room for one only.
func (r *rewriter) one(s ast.Stmt) ast.Stmt {
	if s == nil {
		return nil
	}
	r.single = true
	out := r.s(s)
	r.single = false
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	default:
		panic("a statement here cannot become several")
	}
}

func (r *rewriter) s(s ast.Stmt) []ast.Stmt {
	single := r.single
	r.single = false
	switch s := s.(type) {
	case *ast.DeclStmt:
		r.decl(s.Decl)
	case *ast.LabeledStmt:
		out := r.s(s.Stmt)
		if len(out) == 0 {
			return nil
		}
		// What the statement became ends with the loop that the label is for.
		s.Stmt = out[len(out)-1]
		out[len(out)-1] = s
		return out
	case *ast.ExprStmt:
		s.X = r.x(s.X)
	case *ast.SendStmt:
		s.Chan, s.Value = r.x(s.Chan), r.x(s.Value)
	case *ast.IncDecStmt:
		s.X = r.x(s.X)
	case *ast.AssignStmt:
		r.list(s.Lhs)
		r.list(s.Rhs)
	case *ast.GoStmt:
		r.x(s.Call)
	case *ast.DeferStmt:
		s.Call.Fun = r.replace(s.Call.Fun, true)
		r.list(s.Call.Args)
	case *ast.ReturnStmt:
		r.list(s.Results)
	case *ast.BlockStmt:
		r.block(s)
	case *ast.IfStmt:
		s.Init, s.Cond = r.one(s.Init), r.x(s.Cond)
		r.block(s.Body)
		s.Else = r.one(s.Else)
	case *ast.CaseClause:
		r.list(s.List)
		s.Body = r.stmts(s.Body)
	case *ast.SwitchStmt:
		s.Init, s.Tag = r.one(s.Init), r.x(s.Tag)
		r.block(s.Body)
	case *ast.TypeSwitchStmt:
		s.Init, s.Assign = r.one(s.Init), r.one(s.Assign)
		r.block(s.Body)
	case *ast.ForStmt:
		s.Init, s.Cond, s.Post = r.one(s.Init), r.x(s.Cond), r.one(s.Post)
		r.block(s.Body)
	case *ast.RangeStmt:
		s.Key, s.Value, s.X = r.x(s.Key), r.x(s.Value), r.x(s.X)
		r.block(s.Body)
	}
	if r.stmt != nil {
		r.single = single
		return r.stmt(s)
	}
	return []ast.Stmt{s}
}
