package yaegi

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// lowerConstants puts the value, in its exact type, in the place of every
// constant expression, and takes the declarations of constants out: the
// interpreter's own arithmetic on constants loses types.
func (s *source) lowerConstants() {
	r := &rewriter{
		expr: func(e ast.Expr, _ bool) ast.Expr {
			if p, ok := e.(*ast.ParenExpr); ok && !s.isType(p.X) && !s.info.Types[p].IsType() {
				return p.X // the tree needs no parentheses, and they confuse the interpreter
			}
			if lit, ok := e.(*ast.CompositeLit); ok {
				s.plainIndexes(lit)
			}
			tv := s.info.Types[e]
			if tv.Value == nil || tv.Type == nil {
				return e
			}
			return s.constantExpr(e, tv.Value)
		},
		stmt: func(stmt ast.Stmt) []ast.Stmt {
			if d, ok := stmt.(*ast.DeclStmt); ok {
				if g, ok := d.Decl.(*ast.GenDecl); ok && g.Tok == token.CONST {
					return nil
				}
			}
			return []ast.Stmt{stmt}
		},
	}
	var kept []ast.Decl
	for _, d := range s.file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			continue
		}
		kept = append(kept, d)
	}
	s.file.Decls = kept
	r.file(s.file)
}

// plainIndexes makes the indexes in an array's or slice's literal plain
// numbers, and gives an array its length.
func (s *source) plainIndexes(lit *ast.CompositeLit) {
	t := under(s.typeOf(lit))
	s.spellElided(lit, t)
	s.keyed(lit, t)
	switch a := t.(type) {
	case *types.Array:
		if written, ok := lit.Type.(*ast.ArrayType); ok {
			written.Len = number(written.Pos(), int(a.Len()))
		}
	case *types.Slice:
	default:
		return
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if value := s.info.Types[kv.Key].Value; value != nil {
				n, _ := constant.Int64Val(constant.ToInt(value)) // the type checker bounded it
				kv.Key = number(kv.Key.Pos(), int(n))
			}
		}
	}
}

// keyed writes the keys that a literal leaves out, where the interpreter would
// look at the type of an element before it knows that: that of a field of
// something that is not a variable.
func (s *source) keyed(lit *ast.CompositeLit, t types.Type) {
	hard := false
	for _, e := range lit.Elts {
		if _, ok := e.(*ast.KeyValueExpr); ok {
			return
		}
		if sel, ok := ast.Unparen(e).(*ast.SelectorExpr); ok && !isChain(sel.X) {
			hard = true
		}
	}
	if !hard {
		return
	}
	st, isStruct := t.(*types.Struct)
	for i, e := range lit.Elts {
		var key ast.Expr = number(e.Pos(), i)
		if isStruct {
			if st.Field(i).Name() == "_" {
				return
			}
			key = name(e.Pos(), st.Field(i).Name())
			s.info.Uses[key.(*ast.Ident)] = st.Field(i)
		} else {
			s.info.Types[key] = types.TypeAndValue{Type: types.Typ[types.Int], Value: constant.MakeInt64(int64(i))}
		}
		lit.Elts[i] = &ast.KeyValueExpr{Key: key, Colon: e.Pos(), Value: e}
	}
}

// isChain reports whether e is a name, or fields of one.
func isChain(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return isChain(e.X)
	}
	return false
}

// spellElided writes the & and the type that a literal of pointers leaves out.
func (s *source) spellElided(lit *ast.CompositeLit, t types.Type) {
	elem, ok := t.(interface{ Elem() types.Type })
	if !ok {
		return
	}
	p, ok := under(elem.Elem()).(*types.Pointer)
	if !ok {
		return
	}
	for i, e := range lit.Elts {
		kv, keyed := e.(*ast.KeyValueExpr)
		slot := &lit.Elts[i]
		if keyed {
			slot = &kv.Value
		}
		if inner, ok := (*slot).(*ast.CompositeLit); ok && inner.Type == nil {
			inner.Type = s.typeExpr(p.Elem(), inner.Pos())
			s.typed(inner, p.Elem())
			*slot = s.typed(&ast.UnaryExpr{OpPos: inner.Pos(), Op: token.AND, X: inner}, p)
		}
	}
}

// constantExpr writes the value of the constant expression e.
func (s *source) constantExpr(e ast.Expr, value constant.Value) ast.Expr {
	pos := e.Pos()
	t := s.typeOf(e)
	basic, ok := t.Underlying().(*types.Basic)
	if !ok {
		return e
	}
	lit, plain := literal(pos, basic, value)
	if lit == nil {
		return e
	}
	if old, ok := ast.Unparen(e).(*ast.BasicLit); ok && types.Default(t) == types.Default(defaultOf(old)) {
		return e
	}
	if named := types.Unalias(t); !plain || named != basic {
		lit = call(pos, s.typeExpr(types.Default(t), pos), lit)
	}
	s.info.Types[lit] = types.TypeAndValue{Type: t, Value: value}
	return lit
}

func defaultOf(lit *ast.BasicLit) types.Type {
	switch lit.Kind {
	case token.INT:
		return types.Typ[types.Int]
	case token.FLOAT:
		return types.Typ[types.Float64]
	case token.CHAR:
		return types.Typ[types.Int32]
	case token.STRING:
		return types.Typ[types.String]
	}
	return nil
}

// literal writes a value of a basic type. Plain says that the literal alone
// has that type.
func literal(pos token.Pos, t *types.Basic, value constant.Value) (lit ast.Expr, plain bool) {
	info := t.Info()
	switch {
	case info&types.IsBoolean != 0:
		return name(pos, strconv.FormatBool(constant.BoolVal(value))), true
	case info&types.IsString != 0:
		return &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(constant.StringVal(value))}, true
	case info&types.IsInteger != 0:
		value = constant.ToInt(value)
		if value.Kind() != constant.Int {
			return nil, false
		}
		plain = t.Kind() == types.Int || t.Kind() == types.UntypedInt
		return signed(pos, value, token.INT, constant.Value.ExactString), plain
	case info&types.IsFloat != 0:
		value = constant.ToFloat(value)
		if value.Kind() != constant.Float && value.Kind() != constant.Int {
			return nil, false
		}
		plain = t.Kind() == types.Float64 || t.Kind() == types.UntypedFloat
		return signed(pos, value, token.FLOAT, func(v constant.Value) string {
			f, _ := constant.Float64Val(v)
			return strconv.FormatFloat(f, 'e', -1, 64)
		}), plain
	}
	return nil, false
}

func signed(pos token.Pos, value constant.Value, kind token.Token, text func(constant.Value) string) ast.Expr {
	if constant.Sign(value) >= 0 {
		return &ast.BasicLit{ValuePos: pos, Kind: kind, Value: text(value)}
	}
	positive := &ast.BasicLit{ValuePos: pos, Kind: kind, Value: text(constant.UnaryOp(token.SUB, value, 0))}
	return &ast.UnaryExpr{OpPos: pos, Op: token.SUB, X: positive}
}
