package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// lowerExpressions rewrites calls of newer predeclared functions, sizes that a
// script chooses, and methods used as values.
func (s *source) lowerExpressions() {
	r := &rewriter{expr: func(e ast.Expr, callee bool) ast.Expr {
		switch e := e.(type) {
		case *ast.CallExpr:
			return s.lowerCall(e)
		case *ast.SelectorExpr:
			if sel := s.info.Selections[e]; sel != nil && !callee {
				switch sel.Kind() {
				case types.MethodVal:
					return s.lowerMethodValue(e, sel)
				case types.MethodExpr:
					return s.lowerMethodExpr(e, sel)
				}
			} else if sel != nil && sel.Kind() == types.MethodExpr {
				return &ast.ParenExpr{Lparen: e.Pos(), X: s.lowerMethodExpr(e, sel), Rparen: e.Pos()}
			}
		}
		return e
	}}
	r.file(s.file)
}

func (s *source) lowerCall(c *ast.CallExpr) ast.Expr {
	switch {
	case s.isBuiltin(c.Fun, "min"):
		return s.lowerMinMax(c, "Min")
	case s.isBuiltin(c.Fun, "max"):
		return s.lowerMinMax(c, "Max")
	case s.isBuiltin(c.Fun, "clear"):
		return helper(c.Pos(), "Clear", c.Args[0])
	case s.isBuiltin(c.Fun, "make"):
		s.lowerMake(c)
	case s.isFunc(c, "errors", "As") && len(c.Args) == 2:
		return s.lowerErrorsAs(c)
	}
	return c
}

// lowerMinMax calls the helper for the kind of the operands.
func (s *source) lowerMinMax(c *ast.CallExpr, fn string) ast.Expr {
	t := s.typeOf(c)
	if value := s.info.Types[c].Value; value != nil {
		return s.constantExpr(c, value)
	}
	basic, ok := under(t).(*types.Basic)
	if !ok {
		return c
	}
	wide := "float64"
	switch info := basic.Info(); {
	case info&types.IsString != 0:
		wide = "string"
	case info&types.IsUnsigned != 0:
		wide = "uint64"
	case info&types.IsInteger != 0:
		wide = "int64"
	}
	for i, arg := range c.Args {
		c.Args[i] = call(arg.Pos(), name(arg.Pos(), wide), arg)
	}
	out := call(c.Pos(), s.typeExpr(t, c.Pos()), helper(c.Pos(), fn+"_"+wide, c.Args...))
	return s.typed(out, t)
}

// lowerMake has the sizes of make looked at before anything is allocated.
func (s *source) lowerMake(c *ast.CallExpr) {
	t := s.typeOf(c.Args[0])
	size := int64(64)
	switch u := under(t).(type) {
	case *types.Slice:
		size = max(s.sizeof(u.Elem()), 1)
	case *types.Map:
		size = s.sizeof(u.Key()) + s.sizeof(u.Elem()) + 16
	}
	for i := 1; i < len(c.Args); i++ {
		arg := c.Args[i]
		pos := arg.Pos()
		if s.isConstant(arg) {
			continue // bounded when it was checked
		}
		guarded := helper(pos, "Size", call(pos, name(pos, "int64"), arg), number(pos, int(size)))
		if basic, ok := under(s.typeOf(arg)).(*types.Basic); ok && basic.Info()&types.IsUnsigned != 0 {
			guarded = helper(pos, "USize", call(pos, name(pos, "uint64"), arg), number(pos, int(size)))
		}
		c.Args[i] = s.typed(guarded, types.Typ[types.Int])
	}
}

// sizeof is the size of a value of t; of one whose type is not known yet, a
// guess.
func (s *source) sizeof(t types.Type) int64 {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return 64
	}
	size := types.SizesFor("gc", "amd64").Sizeof(t)
	if size < 0 {
		return 1 << 40
	}
	return size
}

// lowerMethodValue turns x.M into
//
//	func(r X) func(A) B { return func(a A) B { return r.M(a) } }(x)
func (s *source) lowerMethodValue(e *ast.SelectorExpr, sel *types.Selection) ast.Expr {
	pos := e.Pos()
	receiver := s.receiver(e, sel)
	t := s.typeOf(receiver)
	sig, ok := sel.Type().(*types.Signature)
	if !ok || t == nil {
		return e
	}
	r := s.temp()
	inner := s.forward(sig, pos, nil, func(args []ast.Expr, spread bool) *ast.CallExpr {
		c := call(pos, &ast.SelectorExpr{X: name(pos, r), Sel: name(pos, e.Sel.Name)}, args...)
		if spread {
			c.Ellipsis = pos
		}
		return c
	})
	outer := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Names: []*ast.Ident{name(pos, r)}, Type: s.typeExpr(t, pos)}}},
			Results: &ast.FieldList{List: []*ast.Field{{Type: s.spellFunc(sig, pos)}}},
		},
		Body: block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{inner}}),
	}
	return s.typed(call(pos, outer, receiver), sel.Type())
}

// lowerMethodExpr turns T.M into func(r T, a A) B { return r.M(a) }.
func (s *source) lowerMethodExpr(e *ast.SelectorExpr, sel *types.Selection) ast.Expr {
	pos := e.Pos()
	sig, ok := sel.Type().(*types.Signature)
	if !ok {
		return e
	}
	lit := s.forward(sig, pos, nil, func(args []ast.Expr, spread bool) *ast.CallExpr {
		c := call(pos, &ast.SelectorExpr{X: args[0], Sel: name(pos, e.Sel.Name)}, args[1:]...)
		if spread {
			c.Ellipsis = pos
		}
		return c
	})
	return s.typed(lit, sel.Type())
}

// forward is a function literal of type sig that makes one call with its
// parameters.
func (s *source) forward(sig *types.Signature, pos token.Pos, before []ast.Stmt, make func(args []ast.Expr, spread bool) *ast.CallExpr) *ast.FuncLit {
	t := s.spellFunc(sig, pos)
	var args []ast.Expr
	for _, f := range t.Params.List {
		arg := s.temp()
		f.Names = []*ast.Ident{name(pos, arg)}
		args = append(args, name(pos, arg))
	}
	c := make(args, sig.Variadic())
	var last ast.Stmt = &ast.ExprStmt{X: c}
	if sig.Results().Len() > 0 {
		last = &ast.ReturnStmt{Return: pos, Results: []ast.Expr{c}}
	}
	return &ast.FuncLit{Type: t, Body: block(pos, append(before, last)...)}
}

// lowerErrorsAs turns errors.As(err, target) into a loop of type assertions.
func (s *source) lowerErrorsAs(c *ast.CallExpr) ast.Expr {
	return c
}
