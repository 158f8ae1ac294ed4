package yaegi

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
)

// rejectAssertion refuses assertions that the interpreter would answer
// wrongly: from interface types whose values are not boxed.
func (s *source) rejectAssertion(x, t ast.Expr) {
	from, ok := under(s.typeOf(x)).(*types.Interface)
	to := s.typeOf(t)
	if !ok || to == nil || s.info.Types[t].IsNil() || opaque(s.typeOf(x)) {
		return
	}
	if target, ok := to.Underlying().(*types.Interface); ok {
		s.rejectInterfaceAssertion(t, s.typeOf(x), from, to, target)
		return
	}
	if n, ok := types.Unalias(s.typeOf(x)).(*types.Named); ok && !s.ours(n.Obj().Pkg()) && s.isOurs(to) && !isPointer(to) {
		s.refuse(t, fmt.Sprintf("this assertion is supported for pointer types only: use *%s, with methods that have a pointer receiver", typeName(to)))
		return
	}
	s.rejectAmbiguous(t, to, s.implementers(from))
}

// rejectAmbiguous refuses a target type that the interpreter cannot tell from
// another type in list.
func (s *source) rejectAmbiguous(t ast.Expr, to types.Type, list []types.Type) {
	erased := s.erasure(to, 0)
	for _, other := range list {
		if !types.Identical(other, to) && s.erasure(other, 0) == erased {
			s.refuse(t, fmt.Sprintf("in an interface value, %s cannot be told from %s yet: make one of them a struct", typeName(to), typeName(other)))
			return
		}
	}
}

// implementers are the script's types, and pointers to them, with the methods
// of i.
func (s *source) implementers(i *types.Interface) []types.Type {
	var out []types.Type
	for _, object := range s.info.Defs {
		t, ok := object.(*types.TypeName)
		if !ok || types.IsInterface(t.Type()) {
			continue
		}
		if n, ok := t.Type().(*types.Named); !ok || n.TypeParams().Len() > 0 {
			continue
		}
		for _, candidate := range []types.Type{t.Type(), types.NewPointer(t.Type())} {
			if types.Implements(candidate, i) {
				out = append(out, candidate)
			}
		}
	}
	return out
}

func (s *source) rejectInterfaceAssertion(t ast.Expr, fromType types.Type, from *types.Interface, to types.Type, target *types.Interface) {
	if target.NumMethods() == 0 {
		return
	}
	named, ok := types.Unalias(fromType).(*types.Named)
	fromOurs := from.NumMethods() > 0 && (!ok || s.ours(named.Obj().Pkg()))
	if fromOurs && s.isOurs(to) {
		return
	}
	if len(s.implementers(target)) == 0 {
		return
	}
	if fromOurs {
		s.refuse(t, fmt.Sprintf("an assertion from an interface of the script to %s is not supported yet: put the methods into one interface", typeName(to)))
		return
	}
	if from.NumMethods() == 0 || s.isOurs(to) || !types.Identical(fromType, to) {
		s.refuse(t, fmt.Sprintf("values of the script's types lose their methods in %s, so that this assertion to %s would fail: use an interface with the methods from the start, or assert the concrete type", typeName(fromType), typeName(to)))
	}
}

func (s *source) rejectTypeSwitch(sw *ast.TypeSwitchStmt) {
	x := switched(sw)
	for _, clause := range sw.Body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok {
			continue
		}
		for _, t := range c.List {
			s.rejectAssertion(x, t)
		}
	}
}

// rejectMethod refuses methods that native code would look for and not find.
func (s *source) rejectMethod(d *ast.FuncDecl) {
	f, ok := s.info.Defs[d.Name].(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return
	}
	switch f.Name() {
	case "Format":
		if f.Signature().Params().Len() == 2 {
			s.refuse(d.Name, "a method Format for package fmt is not supported yet: use String")
		}
	case "As":
		if hasMethodSet(f, "Error") {
			s.refuse(d.Name, "the method As of an error type is not supported yet: use Unwrap or Is")
		}
	case "String", "Error", "MarshalJSON", "MarshalText":
		s.rejectStringer(d, f)
	}
}

// rejectStringer refuses String and Error methods that package fmt would not
// find.
func (s *source) rejectStringer(d *ast.FuncDecl, f *types.Func) {
	t := types.Unalias(f.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if _, ok := t.Underlying().(*types.Signature); ok {
		s.refuse(d.Name, fmt.Sprintf("a method %s of a function type is not supported yet: use a struct", f.Name()))
	}
}

// hasMethodSet reports whether the type that f is a method of has another
// method.
func hasMethodSet(f *types.Func, name string) bool {
	t := f.Signature().Recv().Type()
	if !isPointer(t) {
		t = types.NewPointer(t)
	}
	return types.NewMethodSet(t).Lookup(f.Pkg(), name) != nil
}

// rejectType refuses types that the interpreter cannot make.
func (s *source) rejectType(spec *ast.TypeSpec) {
	object := s.info.Defs[spec.Name]
	if object == nil {
		return
	}
	if _, predeclared := types.Universe.Lookup(spec.Name.Name).(*types.TypeName); predeclared {
		s.refuse(spec.Name, "a type cannot have the name of a predeclared type: choose another")
	}
	named, ok := object.Type().(*types.Named)
	if !ok {
		return
	}
	switch named.Underlying().(type) {
	case *types.Slice, *types.Map, *types.Signature, *types.Pointer, *types.Array:
		if refersTo(named.Underlying(), named, 0) {
			s.refuse(spec.Name, fmt.Sprintf("a type that holds itself without a struct is not supported yet: make %s a struct with a field", spec.Name.Name))
		}
	}
	if object.Parent() != s.pkg.Scope() {
		if st, ok := named.Underlying().(*types.Struct); ok {
			for f := range st.Fields() {
				if f.Embedded() && types.IsInterface(f.Type()) {
					s.refuse(spec.Name, "a struct with an embedded interface must be declared outside of functions")
				}
			}
		}
	}
}

// refersTo reports whether t reaches target without passing a struct.
func refersTo(t types.Type, target *types.Named, depth int) bool {
	if depth > 10 {
		return false
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		if n == target {
			return true
		}
		if _, ok := n.Underlying().(*types.Struct); ok {
			return false
		}
		return depth > 0 && refersTo(n.Underlying(), target, depth+1)
	}
	switch u := t.(type) {
	case *types.Slice:
		return refersTo(u.Elem(), target, depth+1)
	case *types.Array:
		return refersTo(u.Elem(), target, depth+1)
	case *types.Pointer:
		return refersTo(u.Elem(), target, depth+1)
	case *types.Map:
		return refersTo(u.Key(), target, depth+1) || refersTo(u.Elem(), target, depth+1)
	case *types.Signature:
		for _, tuple := range []*types.Tuple{u.Params(), u.Results()} {
			for v := range tuple.Variables() {
				if refersTo(v.Type(), target, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// rejectBoxed refuses values that become interface values without methods,
// or errors, where they would lose their type.
func (s *source) rejectBoxed() {
	native := s.nativeArguments()
	s.slots(s.file, func(slot *ast.Expr, to types.Type) {
		from := s.typeOf(*slot)
		if from == nil || !opaque(to) || opaque(from) || s.info.Types[*slot].IsNil() {
			return
		}
		if i, ok := under(from).(*types.Interface); ok {
			if s.scripted(from) {
				s.rejectLost(*slot, from, i)
			} else if !native[*slot] && len(s.implementers(i)) > 0 {
				s.refuse(*slot, fmt.Sprintf("a value of type %s may lose its type in an %s: keep it in a %s, or convert the concrete value", typeName(from), typeName(to), typeName(from)))
			}
			return
		}
		s.rejectParts(*slot, from, nil)
	})
}

// rejectParts refuses a value that holds values of interface types in which
// types cannot be told apart.
func (s *source) rejectParts(slot ast.Expr, t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	if i, ok := t.Underlying().(*types.Interface); ok {
		return s.scripted(t) && s.rejectLost(slot, t, i)
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && !s.ours(n.Obj().Pkg()) {
		return false
	}
	return s.inside(t, func(part types.Type) bool { return s.rejectParts(slot, part, seen) })
}

// rejectLost refuses a value of an interface type that types implement which
// the interpreter cannot tell from others: those that are not structs.
func (s *source) rejectLost(slot ast.Expr, from types.Type, i *types.Interface) bool {
	for _, t := range s.implementers(i) {
		elem := t
		if p, ok := t.Underlying().(*types.Pointer); ok {
			elem = p.Elem()
		}
		if st, ok := elem.Underlying().(*types.Struct); !ok || st.NumFields() == 0 {
			s.refuse(slot, fmt.Sprintf("in a %s, %s cannot be told from other types when it is put into an any: make it a struct with a field", typeName(from), typeName(t)))
			return true
		}
	}
	return false
}

// inside reports whether test holds for a type that values of t hold.
func (s *source) inside(t types.Type, test func(types.Type) bool) bool {
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return test(u.Elem())
	case *types.Slice:
		return test(u.Elem())
	case *types.Array:
		return test(u.Elem())
	case *types.Map:
		return test(u.Key()) || test(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if test(f.Type()) {
				return true
			}
		}
	}
	return false
}

// erasure tells apart the types that the interpreter tells apart in an
// interface value without methods.
func (s *source) erasure(t types.Type, depth int) string {
	if depth > 8 {
		return "..."
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if !s.ours(t.Obj().Pkg()) {
			return types.TypeString(t, nil)
		}
		if st, ok := t.Underlying().(*types.Struct); ok && st.NumFields() > 0 {
			return "struct " + typeKey(t)
		}
		return s.erasure(t.Underlying(), depth+1)
	case *types.Pointer:
		return "*" + s.erasure(t.Elem(), depth+1)
	case *types.Slice:
		return "[]" + s.erasure(t.Elem(), depth+1)
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + s.erasure(t.Elem(), depth+1)
	case *types.Map:
		return "map[" + s.erasure(t.Key(), depth+1) + "]" + s.erasure(t.Elem(), depth+1)
	}
	return types.TypeString(t, nil)
}

// nativeArguments are the arguments of calls of functions that the script does
// not declare.
func (s *source) nativeArguments() map[ast.Expr]bool {
	native := map[ast.Expr]bool{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok || s.isType(c.Fun) {
			return true
		}
		if f := s.calleeOf(c); f != nil && f.Pkg() != nil && !s.ours(f.Pkg()) {
			for _, arg := range c.Args {
				native[arg] = true
			}
		}
		return true
	})
	return native
}
