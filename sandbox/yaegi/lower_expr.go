package yaegi

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// lowerExpressions rewrites calls of newer predeclared functions, sizes that a
// script chooses, and methods used as values.
func (s *source) lowerExpressions() {
	r := &rewriter{stmt: func(stmt ast.Stmt) []ast.Stmt {
		if a, ok := stmt.(*ast.AssignStmt); ok && (a.Tok == token.SHL_ASSIGN || a.Tok == token.SHR_ASSIGN) {
			a.Rhs[0] = s.guardShift(a.Rhs[0])
		}
		return []ast.Stmt{stmt}
	}, expr: func(e ast.Expr, callee bool) ast.Expr {
		switch e := e.(type) {
		case *ast.BinaryExpr:
			if e.Op == token.SHL || e.Op == token.SHR {
				e.Y = s.guardShift(e.Y)
			}
			if isLogic(e.Op) {
				s.lowerLogic(e)
			}
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
	case s.isBuiltin(c.Fun, "new"):
		return s.lowerNew(c)
	default:
		s.lowerNativeArguments(c)
		s.lowerVariadicField(c)
		s.lowerVariadicSlice(c)
		if !s.isBuiltin(c.Fun, "append") {
			s.lowerSpread(c)
		}
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

// smallMake is how many bytes make may allocate without anybody looking.
const smallMake = 4096

// constantInt is the value of a constant expression that is an integer of 64
// bits.
func (s *source) constantInt(e ast.Expr) (int64, bool) {
	value := s.info.Types[e].Value
	if value == nil {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(value))
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
		if n, ok := s.constantInt(arg); ok && n <= smallMake/size {
			continue
		}
		guarded := helper(pos, "Size", call(pos, name(pos, "int64"), arg), number(pos, int(size)))
		if basic, ok := under(s.typeOf(arg)).(*types.Basic); ok && basic.Info()&types.IsUnsigned != 0 {
			guarded = helper(pos, "USize", call(pos, name(pos, "uint64"), arg), number(pos, int(size)))
		} else if _, ok := under(t).(*types.Map); ok {
			guarded = helper(pos, "MapSize", call(pos, name(pos, "int64"), arg), number(pos, int(size)))
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

// lowerNew turns new(x) for a value x into func(v T) *T { return &v }(x).
func (s *source) lowerNew(c *ast.CallExpr) ast.Expr {
	if s.isType(c.Args[0]) {
		return c
	}
	p, ok := s.typeOf(c).(*types.Pointer)
	if !ok {
		return c
	}
	pos, v := c.Pos(), s.temp()
	f := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{name(pos, v)}, Type: s.typeExpr(p.Elem(), pos)}}},
			Results: &ast.FieldList{List: []*ast.Field{{Type: s.typeExpr(p, pos)}}},
		},
		Body: block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{&ast.UnaryExpr{OpPos: pos, Op: token.AND, X: name(pos, v)}}}),
	}
	return s.typed(call(pos, f, c.Args[0]), p)
}

// lowerVariadicField has a function in a field, with a variable number of
// arguments, taken out of the field before it is called.
func (s *source) lowerVariadicField(c *ast.CallExpr) {
	f, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
	if !ok {
		return
	}
	sel := s.info.Selections[f]
	if sel == nil || sel.Kind() != types.FieldVal {
		return
	}
	sig, ok := under(sel.Type()).(*types.Signature)
	if !ok || !sig.Variadic() {
		return
	}
	pos, v := c.Pos(), s.temp()
	identity := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{name(pos, v)}, Type: s.typeExpr(sel.Type(), pos)}}},
			Results: &ast.FieldList{List: []*ast.Field{{Type: s.typeExpr(sel.Type(), pos)}}},
		},
		Body: block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, v)}}),
	}
	c.Fun = s.typed(call(pos, identity, f), sel.Type())
}

// lowerVariadicSlice spells out f(a, []T{b}...) for f(a, b) where the
// interpreter would take b for the whole list.
func (s *source) lowerVariadicSlice(c *ast.CallExpr) {
	sig, ok := under(s.typeOf(c.Fun)).(*types.Signature)
	if !ok || s.isType(c.Fun) || !sig.Variadic() || c.Ellipsis.IsValid() || len(c.Args) != sig.Params().Len() {
		return
	}
	last := len(c.Args) - 1
	slice, ok := under(sig.Params().At(last).Type()).(*types.Slice)
	if _, isSlice := under(s.typeOf(c.Args[last])).(*types.Slice); !ok || !isSlice || !types.IsInterface(slice.Elem()) {
		return
	}
	pos := c.Args[last].Pos()
	list := &ast.CompositeLit{Type: s.typeExpr(slice, pos), Lbrace: pos, Elts: []ast.Expr{c.Args[last]}, Rbrace: pos}
	c.Args[last] = s.typed(list, slice)
	c.Ellipsis = pos
}

// lowerNativeArguments puts calls of the script's functions that are arguments
// of native functions into parentheses: the interpreter would pass on what
// they return without its methods.
func (s *source) lowerNativeArguments(c *ast.CallExpr) {
	if s.isType(c.Fun) || len(c.Args) == 1 && c.Ellipsis.IsValid() {
		return
	}
	if f := s.calleeOf(c); f == nil || f.Pkg() == nil || s.ours(f.Pkg()) {
		return
	}
	for i, arg := range c.Args {
		inner, ok := arg.(*ast.CallExpr)
		if !ok || s.isType(inner.Fun) {
			continue
		}
		t := s.typeOf(inner)
		if _, several := t.(*types.Tuple); several || t == nil {
			continue
		}
		if _, plain := types.Unalias(t).(*types.Basic); plain {
			continue
		}
		c.Args[i] = s.typed(&ast.ParenExpr{Lparen: arg.Pos(), X: arg, Rparen: arg.Pos()}, t)
	}
}

// lowerSpread has a list that is spread into arguments pass through a function
// where it is more than a name.
func (s *source) lowerSpread(c *ast.CallExpr) {
	if !c.Ellipsis.IsValid() || len(c.Args) == 0 {
		return
	}
	last := len(c.Args) - 1
	x, ok := ast.Unparen(c.Args[last]).(*ast.SliceExpr)
	if !ok {
		return
	}
	t := s.typeOf(x)
	if _, isSlice := under(t).(*types.Slice); !isSlice {
		return
	}
	pos, v := x.Pos(), s.temp()
	f := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{name(pos, v)}, Type: s.typeExpr(t, pos)}}},
			Results: &ast.FieldList{List: []*ast.Field{{Type: s.typeExpr(t, pos)}}},
		},
		Body: block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, v)}}),
	}
	c.Args[last] = s.typed(call(pos, f, x), t)
}

// guardShift has a negative count of a shift panic.
func (s *source) guardShift(count ast.Expr) ast.Expr {
	basic, ok := under(s.typeOf(count)).(*types.Basic)
	if !ok || basic.Info()&types.IsUnsigned != 0 || s.isConstant(count) {
		return count
	}
	pos := count.Pos()
	guarded := helper(pos, "Shift", call(pos, name(pos, "int64"), count))
	return s.typed(guarded, types.Typ[types.Uint64])
}
