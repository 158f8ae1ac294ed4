package yaegi

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// reject reports what passes the type checker and would still be run wrongly.
func (s *source) reject() {
	f := s.gather()
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			s.rejectRange(n)
		case *ast.CallExpr:
			s.rejectCall(n, f)
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				s.rejectComparison(n, f)
			}
		case *ast.SwitchStmt:
			s.rejectSwitch(n, f)
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				s.rejectAssertion(n.X, n.Type, f)
			}
		case *ast.TypeSwitchStmt:
			s.rejectTypeSwitch(n, f)
		case *ast.FuncDecl:
			s.rejectMethod(n)
		case *ast.TypeSpec:
			s.rejectType(n)
		case *ast.MapType:
			if m, ok := under(s.typeOf(n)).(*types.Map); ok && hasInterface(m.Key(), nil) {
				s.refuse(n.Key, "map keys that hold interface values are not supported yet: use a string or a number as the key")
			}
		case *ast.ArrayType:
			if a, ok := under(s.typeOf(n)).(*types.Array); ok && elements(a, map[types.Type]int64{}) > maxArrayLen {
				s.report.add(n, codeLimit, fmt.Sprintf("an array may have at most %d elements, those of its elements included: use a slice", maxArrayLen))
			}
		case *ast.CompositeLit:
			s.rejectIndexes(n)
		}
		return true
	})
	s.rejectRecover()
	s.rejectBoxed()
}

// elements counts the plain values in a value of t, up to one more than an
// array may have.
func elements(t types.Type, known map[types.Type]int64) int64 {
	if n, ok := known[t]; ok {
		return n
	}
	known[t] = 1 // for types that hold themselves, which the type checker reports
	n := int64(1)
	switch u := t.Underlying().(type) {
	case *types.Array:
		n = min(u.Len(), maxArrayLen+1) * elements(u.Elem(), known)
	case *types.Struct:
		for f := range u.Fields() {
			n += elements(f.Type(), known)
		}
	}
	known[t] = min(n, maxArrayLen+1)
	return known[t]
}

// rejectIndexes refuses slice literals whose indexes make them huge.
func (s *source) rejectIndexes(n *ast.CompositeLit) {
	if _, ok := under(s.typeOf(n)).(*types.Slice); !ok {
		return
	}
	for _, element := range n.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if index, ok := s.constantInt(pair.Key); ok && index > maxArrayLen {
			s.report.add(pair.Key, codeLimit, fmt.Sprintf("an index in a slice literal may be at most %d: use make", maxArrayLen))
		}
	}
}

func (s *source) refuse(n ast.Node, message string) {
	s.report.add(n, codeUnsupported, message)
}

// hasInterface reports whether values of t hold interface values.
func hasInterface(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	switch u := t.Underlying().(type) {
	case *types.Interface:
		_, param := types.Unalias(t).(*types.TypeParam)
		return !param
	case *types.Array:
		return hasInterface(u.Elem(), seen)
	case *types.Struct:
		for f := range u.Fields() {
			if hasInterface(f.Type(), seen) {
				return true
			}
		}
	}
	return false
}

func (s *source) rejectRange(n *ast.RangeStmt) {
	if _, ok := under(s.typeOf(n.X)).(*types.Signature); ok {
		s.refuse(n.X, "ranging over a function is not supported yet: call the function with a closure that gets the values")
	}
}

func (s *source) rejectCall(c *ast.CallExpr, f *facts) {
	switch {
	case s.isBuiltin(c.Fun, "recover"):
		return
	case s.isBuiltin(c.Fun, "panic"):
		if t := s.typeOf(c.Args[0]); s.isOurs(t) && !types.IsInterface(t) {
			s.refuse(c.Args[0], "panic with a value of a type that the script declares is not supported yet: panic with a string or with errors.New")
		}
		return
	case s.isBuiltin(c.Fun, "print"), s.isBuiltin(c.Fun, "println"):
		s.refuse(c.Fun, "print and println are not available: use fmt.Println or ctx.Log")
		return
	case s.isFunc(c, "errors", "As") && len(c.Args) == 2:
		s.rejectErrorsAs(c)
		return
	case s.isFunc(c, "errors", "Is") && len(c.Args) == 2:
		if len(f.errorTypes) > 0 && !s.isSentinel(c.Args[1]) {
			s.refuse(c.Args[1], "errors.Is is not supported yet for errors of types that the script declares: compare with a package variable made by errors.New, or use errors.As")
		}
		return
	}
	s.rejectMixedTuple(c)
	s.rejectFormat(c, f)
}

// rejectMixedTuple refuses f(g()) where g's values are converted on the way.
func (s *source) rejectMixedTuple(c *ast.CallExpr) {
	sig, ok := under(s.typeOf(c.Fun)).(*types.Signature)
	if !ok || len(c.Args) != 1 {
		return
	}
	tuple, ok := s.typeOf(c.Args[0]).(*types.Tuple)
	if !ok {
		return
	}
	for i := range tuple.Len() {
		if i < sig.Params().Len() && (!sig.Variadic() || i < sig.Params().Len()-1) && types.Identical(tuple.At(i).Type(), sig.Params().At(i).Type()) {
			continue
		}
		if i >= sig.Params().Len() || !s.isOurs(tuple.At(i).Type()) {
			continue
		}
		if to, ok := under(sig.Params().At(i).Type()).(*types.Interface); ok && to.NumMethods() > 0 {
			s.refuse(c.Args[0], "passing on the values of a call that need a conversion is not supported yet: assign them to variables first")
			return
		}
	}
}

func (s *source) rejectErrorsAs(c *ast.CallExpr) {
	p, ok := under(s.typeOf(c.Args[1])).(*types.Pointer)
	if !ok {
		return
	}
	switch t := p.Elem(); {
	case types.IsInterface(t):
		s.refuse(c.Args[1], "errors.As with an interface type is not supported yet: use a type assertion")
	case s.isOurs(t) && !isPointer(t):
		s.refuse(c.Args[1], fmt.Sprintf("errors.As is supported for pointer types only: give %s an Error method with a pointer receiver and use *%s", typeName(t), typeName(t)))
	}
}

// isSentinel reports whether e is a package variable whose value is made by
// errors.New or fmt.Errorf, of this script or another package.
func (s *source) isSentinel(e ast.Expr) bool {
	var v *types.Var
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ = s.info.Uses[e].(*types.Var)
	case *ast.SelectorExpr:
		v, _ = s.info.Uses[e.Sel].(*types.Var)
	}
	if v == nil || v.Pkg() == nil || v.IsField() || v.Parent() != v.Pkg().Scope() {
		return false
	}
	if !s.ours(v.Pkg()) {
		return true
	}
	for _, in := range s.info.InitOrder {
		if len(in.Lhs) == 1 && in.Lhs[0] == v {
			made, ok := ast.Unparen(in.Rhs).(*ast.CallExpr)
			return ok && (s.isFunc(made, "errors", "New") || s.isFunc(made, "fmt", "Errorf"))
		}
	}
	return false
}

// rejectSwitch refuses a switch that compares interface values which must not
// be compared.
func (s *source) rejectSwitch(sw *ast.SwitchStmt, f *facts) {
	if sw.Tag == nil || !types.IsInterface(s.typeOf(sw.Tag)) {
		return
	}
	for _, clause := range sw.Body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok {
			continue
		}
		for _, e := range c.List {
			if s.comparesBasic(sw.Tag, e) {
				s.rejectAmbiguous(e, types.Default(s.typeOf(e)), f.boxed)
				continue
			}
			if !s.info.Types[e].IsNil() && !s.isSentinel(e) {
				s.refuse(e, "a switch on an interface value is supported for nil and for errors made by errors.New in package variables only: compare the concrete values, or switch on the type")
			}
		}
	}
}

func (s *source) rejectComparison(b *ast.BinaryExpr, f *facts) {
	if s.info.Types[b.X].IsNil() || s.info.Types[b.Y].IsNil() {
		return
	}
	x, y := s.typeOf(b.X), s.typeOf(b.Y)
	if !types.IsInterface(x) && !types.IsInterface(y) {
		if x != nil && y != nil && !types.Identical(x, y) && s.info.Types[b.X].Value == nil && s.info.Types[b.Y].Value == nil {
			s.refuse(b, "comparing values of two types of one layout is not supported yet: convert one of them")
		} else if hasInterface(x, nil) {
			s.refuse(b, "comparing values that hold interface values is not supported yet: compare field by field")
		}
		return
	}
	if s.isSentinel(b.X) || s.isSentinel(b.Y) {
		return
	}
	if s.comparesBasic(b.X, b.Y) {
		if types.IsInterface(x) {
			x = y
		}
		s.rejectAmbiguous(b, types.Default(x), f.boxed)
		return
	}
	isError := func(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }
	if isError(x) && isError(y) && len(f.errorTypes) == 0 {
		return
	}
	s.refuse(b, "comparing interface values is not supported yet: compare the concrete values, after a type assertion")
}

// typeName is how the script writes a type.
func typeName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return p.Name()
	})
}

// rejectRecover refuses recover where it would not be called directly by a
// deferred function.
func (s *source) rejectRecover() {
	deferred := map[ast.Node]bool{} // bodies of functions that are only ever deferred
	uses := map[types.Object]int{}
	inDefer := map[types.Object]int{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			if lit, ok := ast.Unparen(n.Call.Fun).(*ast.FuncLit); ok {
				deferred[lit.Body] = true
			}
			if f := s.calleeOf(n.Call); f != nil {
				inDefer[f.Origin()]++
			}
			if s.isBuiltin(n.Call.Fun, "recover") {
				s.refuse(n.Call, "defer recover() does nothing: defer a function that calls recover")
			}
		case *ast.Ident:
			if f, ok := s.info.Uses[n].(*types.Func); ok {
				uses[f.Origin()]++
			}
		}
		return true
	})
	var stack []ast.Node
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			object := s.info.Defs[f.Name]
			if uses[object] > 0 && uses[object] == inDefer[object] {
				deferred[f.Body] = true
			}
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			stack = append(stack, n)
			c, ok := n.(*ast.CallExpr)
			if !ok || !s.isBuiltin(c.Fun, "recover") {
				return true
			}
			if !deferred[functionBody(stack)] {
				s.refuse(c, "recover has an effect only directly in a deferred function: write defer func() { if r := recover(); r != nil { ... } }()")
			}
			return true
		})
	}
}

// functionBody is the body of the innermost function in a path of nodes.
func functionBody(path []ast.Node) ast.Node {
	for _, n := range slices.Backward(path) {
		switch f := n.(type) {
		case *ast.FuncLit:
			return f.Body
		case *ast.FuncDecl:
			return f.Body
		}
	}
	return nil
}
