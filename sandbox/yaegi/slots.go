package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// slots calls visit for every expression whose value goes where the type is
// given: assigned, passed, returned, put into a composite or compared. Visit
// may replace the expression. Calls that give several values at once are left
// out.
func (s *source) slots(root ast.Node, visit func(slot *ast.Expr, to types.Type)) {
	v := &slotVisitor{source: s, visit: visit}
	v.walk(root, nil)
}

type slotVisitor struct {
	*source
	visit func(slot *ast.Expr, to types.Type)
}

func (v *slotVisitor) at(slot *ast.Expr, to types.Type) {
	if to != nil && *slot != nil {
		v.visit(slot, to)
	}
}

// walk visits n, which is inside a function with results.
func (v *slotVisitor) walk(root ast.Node, results *types.Tuple) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if f, ok := v.info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				v.walk(n.Body, f.Signature().Results())
			}
			return false
		case *ast.FuncLit:
			sig, ok := under(v.typeOf(n)).(*types.Signature)
			if ok {
				v.walk(n.Body, sig.Results())
			}
			return false
		case *ast.ReturnStmt:
			if results != nil && len(n.Results) == results.Len() {
				for i := range n.Results {
					v.at(&n.Results[i], results.At(i).Type())
				}
			}
		case *ast.AssignStmt:
			if len(n.Lhs) == len(n.Rhs) && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) {
				for i := range n.Rhs {
					if id, ok := n.Lhs[i].(*ast.Ident); !ok || id.Name != "_" {
						v.at(&n.Rhs[i], v.typeOf(n.Lhs[i]))
					}
				}
			}
		case *ast.ValueSpec:
			if n.Type != nil {
				for i := range n.Values {
					v.at(&n.Values[i], v.typeOf(n.Type))
				}
			}
		case *ast.CallExpr:
			v.call(n)
		case *ast.CompositeLit:
			v.composite(n)
		case *ast.IndexExpr:
			if m, ok := under(v.typeOf(n.X)).(*types.Map); ok {
				v.at(&n.Index, m.Key())
			}
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				x, y := v.typeOf(n.X), v.typeOf(n.Y)
				if x != nil && y != nil && types.IsInterface(x) != types.IsInterface(y) {
					if types.IsInterface(x) {
						v.at(&n.Y, x)
					} else {
						v.at(&n.X, y)
					}
				}
			}
		case *ast.SwitchStmt:
			if n.Tag == nil {
				break
			}
			for _, clause := range n.Body.List {
				c, ok := clause.(*ast.CaseClause)
				for i := range c.List {
					if ok {
						v.at(&c.List[i], v.typeOf(n.Tag))
					}
				}
			}
		}
		return true
	})
}

func (v *slotVisitor) call(c *ast.CallExpr) {
	if v.isType(c.Fun) {
		if t := v.typeOf(c.Fun); len(c.Args) == 1 && types.IsInterface(t) {
			v.at(&c.Args[0], t)
		}
		return
	}
	if v.isBuiltin(c.Fun, "append") {
		slice, ok := under(v.typeOf(c)).(*types.Slice)
		if ok && !c.Ellipsis.IsValid() {
			for i := 1; i < len(c.Args); i++ {
				v.at(&c.Args[i], slice.Elem())
			}
		}
		return
	}
	if v.isBuiltin(c.Fun, "panic") {
		v.at(&c.Args[0], types.Universe.Lookup("any").Type())
		return
	}
	if v.isBuiltin(c.Fun, "delete") {
		if m, ok := under(v.typeOf(c.Args[0])).(*types.Map); ok {
			v.at(&c.Args[1], m.Key())
		}
		return
	}
	sig, ok := under(v.typeOf(c.Fun)).(*types.Signature)
	if !ok {
		return
	}
	last := sig.Params().Len() - 1
	if len(c.Args) == 1 && last > 0 {
		if _, several := v.typeOf(c.Args[0]).(*types.Tuple); several {
			return
		}
	}
	for i := range c.Args {
		switch {
		case sig.Variadic() && i >= last && !c.Ellipsis.IsValid():
			if slice, ok := under(sig.Params().At(last).Type()).(*types.Slice); ok {
				v.at(&c.Args[i], slice.Elem())
			}
		case i <= last:
			v.at(&c.Args[i], sig.Params().At(i).Type())
		}
	}
}

func (v *slotVisitor) composite(c *ast.CompositeLit) {
	t := under(v.typeOf(c))
	if p, ok := t.(*types.Pointer); ok { // &T left out inside a composite
		t = under(p.Elem())
	}
	for i := range c.Elts {
		kv, keyed := c.Elts[i].(*ast.KeyValueExpr)
		slot := &c.Elts[i]
		if keyed {
			slot = &kv.Value
		}
		switch t := t.(type) {
		case *types.Struct:
			if !keyed && i < t.NumFields() {
				v.at(slot, t.Field(i).Type())
			} else if id, ok := kv.Key.(*ast.Ident); ok {
				if f := v.info.Uses[id]; f != nil {
					v.at(slot, f.Type())
				}
			}
		case *types.Slice:
			v.at(slot, t.Elem())
		case *types.Array:
			v.at(slot, t.Elem())
		case *types.Map:
			v.at(slot, t.Elem())
			if keyed {
				v.at(&kv.Key, t.Key())
			}
		}
	}
}
