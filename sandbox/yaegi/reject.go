package yaegi

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
)

// reject reports what passes the type checker and would still be run wrongly.
func (s *source) reject() {
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			s.rejectCall(n)
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				s.rejectComparison(n)
			}
		case *ast.SwitchStmt:
			s.rejectSwitch(n)
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				s.rejectAssertion(n.X, n.Type)
			}
		case *ast.TypeSwitchStmt:
			s.rejectTypeSwitch(n)
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

func (s *source) rejectCall(c *ast.CallExpr) {
	if s.isBuiltin(c.Fun, "print") || s.isBuiltin(c.Fun, "println") {
		s.refuse(c.Fun, "print and println are not available: use fmt.Println or ctx.Log")
	}
}

// rejectSwitch refuses a switch that compares interface values which must not
// be compared.
func (s *source) rejectSwitch(sw *ast.SwitchStmt) {
	if sw.Tag == nil || !types.IsInterface(s.typeOf(sw.Tag)) || opaque(s.typeOf(sw.Tag)) {
		return
	}
	for _, clause := range sw.Body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok {
			continue
		}
		for _, e := range c.List {
			if !s.info.Types[e].IsNil() {
				s.refuse(e, "a switch on a value of an interface type with methods is supported for nil only: compare the concrete values, or switch on the type")
			}
		}
	}
}

func (s *source) rejectComparison(b *ast.BinaryExpr) {
	if s.info.Types[b.X].IsNil() || s.info.Types[b.Y].IsNil() {
		return
	}
	x, y := s.typeOf(b.X), s.typeOf(b.Y)
	if !types.IsInterface(x) && !types.IsInterface(y) {
		if x != nil && y != nil && !types.Identical(x, y) && s.info.Types[b.X].Value == nil && s.info.Types[b.Y].Value == nil {
			s.refuse(b, "comparing values of two types of one layout is not supported yet: convert one of them")
		}
		return
	}
	for _, t := range []types.Type{x, y} {
		if types.IsInterface(t) && !opaque(t) {
			s.refuse(b, "comparing values of an interface type with methods is not supported yet: compare the concrete values, after a type assertion")
			return
		}
	}
}

// typeName is how the script writes a type.
func typeName(t types.Type) string {
	return asWritten(types.TypeString(t, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return p.Name()
	}))
}

// ownName matches what rewriting puts before a name.
var ownName = regexp.MustCompile(`\bpi_(?:[gt][0-9]+|o)_`)

// asWritten is a text with the names that the script has.
func asWritten(text string) string { return ownName.ReplaceAllString(text, "") }

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
