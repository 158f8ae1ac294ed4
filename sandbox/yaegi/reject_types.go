package yaegi

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// rejectAssertion refuses assertions that the interpreter would answer
// wrongly.
func (s *source) rejectAssertion(x, t ast.Expr, f *facts) {
	from, ok := under(s.typeOf(x)).(*types.Interface)
	to := s.typeOf(t)
	if !ok || to == nil || s.info.Types[t].IsNil() {
		return
	}
	if target, ok := to.Underlying().(*types.Interface); ok {
		s.rejectInterfaceAssertion(t, s.typeOf(x), from, to, target)
		return
	}
	if from.NumMethods() > 0 {
		if n, ok := types.Unalias(s.typeOf(x)).(*types.Named); (!ok || !s.ours(n.Obj().Pkg())) && s.isOurs(to) && !isPointer(to) {
			s.refuse(t, fmt.Sprintf("this assertion is supported for pointer types only: use *%s, with methods that have a pointer receiver", typeName(to)))
			return
		}
	}
	s.rejectAmbiguous(t, to, append(foreignTypes(), f.boxed...))
	if from.NumMethods() > 0 {
		s.rejectAmbiguous(t, to, s.implementers(from))
	}
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

func (s *source) rejectTypeSwitch(sw *ast.TypeSwitchStmt, f *facts) {
	var x ast.Expr
	switch a := sw.Assign.(type) {
	case *ast.AssignStmt:
		x = ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr).X
	case *ast.ExprStmt:
		x = ast.Unparen(a.X).(*ast.TypeAssertExpr).X
	}
	for _, clause := range sw.Body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok {
			continue
		}
		for _, t := range c.List {
			s.rejectAssertion(x, t, f)
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
	case "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText":
		s.refuse(d.Name, "custom JSON methods are not supported yet: build a map or a struct of the shape that you want")
	case "Format", "GoString":
		if f.Name() == "GoString" || f.Signature().Params().Len() == 2 {
			s.refuse(d.Name, fmt.Sprintf("a method %s for package fmt is not supported yet: use String", f.Name()))
		}
	case "Unwrap", "Is", "As":
		if hasMethodSet(f, "Error") {
			s.refuse(d.Name, fmt.Sprintf("the method %s of an error type is not supported yet: wrap errors with fmt.Errorf and %%w", f.Name()))
		}
	case "String", "Error":
		sig := f.Signature()
		if sig.Params().Len() != 0 || sig.Results().Len() != 1 || !types.Identical(sig.Results().At(0).Type(), types.Typ[types.String]) {
			s.refuse(d.Name, fmt.Sprintf("a method %s must be func() string: choose another name", f.Name()))
		}
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
	ast.Inspect(s.file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		named, isNamed := t.(*types.Named)
		if !ok || !isNamed || s.info.Defs[spec.Name] != named.Obj() {
			return true
		}
		if from, ok := types.Unalias(s.typeOf(spec.Type)).(*types.Named); ok && from.NumMethods() > 0 && !s.ours(from.Obj().Pkg()) {
			s.refuse(d.Name, fmt.Sprintf("a method %s of a type made from %s is not supported yet: make it from %s", f.Name(), typeName(from), from.Underlying()))
		}
		return true
	})
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

// rejectEncoding refuses values whose JSON would be wrong.
func (s *source) rejectEncoding(c *ast.CallExpr) {
	f := s.calleeOf(c)
	if f == nil || f.Pkg() == nil {
		return
	}
	path := f.Pkg().Path()
	if path != "encoding/json" && !(path == sdkPath && f.Name() == "JSON") {
		return
	}
	for _, arg := range c.Args {
		s.rejectJSON(arg)
	}
}

// rejectJSON refuses a value that is encoded as, or decoded from, JSON.
func (s *source) rejectJSON(e ast.Expr) {
	t := s.typeOf(e)
	if t == nil {
		return
	}
	if embedded := s.embedded(t, nil); embedded != "" {
		s.refuse(e, fmt.Sprintf("JSON of structs with embedded fields is not supported yet: give the field %s a name, or a json tag with a name", embedded))
	} else if s.holdsMethods(t, nil) {
		s.refuse(e, "JSON of values that hold values of interface types with methods, or functions, is not supported yet: build a map or a struct of plain values")
	}
}

// embedded is the name of an embedded field, without a name in JSON, that
// values of t hold.
func (s *source) embedded(t types.Type, seen []types.Type) string {
	if slices.Contains(seen, t) {
		return ""
	}
	seen = append(seen, t)
	if n, ok := types.Unalias(t).(*types.Named); ok && !s.ours(n.Obj().Pkg()) {
		return ""
	}
	if st, ok := t.Underlying().(*types.Struct); ok {
		for i := range st.NumFields() {
			key, _, _ := strings.Cut(reflect.StructTag(st.Tag(i)).Get("json"), ",")
			if st.Field(i).Embedded() && key == "" {
				return st.Field(i).Name()
			}
		}
	}
	found := ""
	s.inside(t, func(part types.Type) bool {
		found = s.embedded(part, seen)
		return found != ""
	})
	return found
}

// rejectBoxed refuses values that become interface values without methods,
// and may end as JSON, where that would be wrong.
func (s *source) rejectBoxed() {
	native := s.nativeArguments()
	s.slots(s.file, func(slot *ast.Expr, to types.Type) {
		from := s.typeOf(*slot)
		i, ok := to.Underlying().(*types.Interface)
		_, param := types.Unalias(to).(*types.TypeParam)
		if !ok || param || i.NumMethods() > 0 || native[*slot] || from == nil {
			return
		}
		if j, ok := under(from).(*types.Interface); ok {
			if j.NumMethods() > 0 && s.isOurs(from) {
				s.refuse(*slot, fmt.Sprintf("a value of the interface type %s cannot be kept in an any yet: keep it in a %s", typeName(from), typeName(from)))
			}
			return
		}
		if _, fn := under(from).(*types.Signature); !fn {
			s.rejectJSON(*slot)
		}
	})
	s.rejectNamedText()
}

// rejectNamedText refuses text of a type of its own where it might be taken
// for the whole response: Go would encode it as JSON.
func (s *source) rejectNamedText() {
	check := func(e ast.Expr, to types.Type) {
		t := s.typeOf(e)
		i, ok := under(to).(*types.Interface)
		if !ok || i.NumMethods() > 0 || t == nil || !s.isOurs(t) || isPointer(t) {
			return
		}
		text := types.Identical(t.Underlying(), types.Typ[types.String]) || types.Identical(t.Underlying(), types.NewSlice(types.Typ[types.Byte]))
		if text {
			s.refuse(e, fmt.Sprintf("a %s loses its type in an any: convert it, to string or []byte for text, or put it into a map or struct for JSON", typeName(t)))
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv != nil || n.Name.Name != entryPoint || n.Body == nil {
				break
			}
			ast.Inspect(n.Body, func(n ast.Node) bool {
				if _, ok := n.(*ast.FuncLit); ok {
					return false
				}
				if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) > 0 {
					check(ret.Results[0], types.Universe.Lookup("any").Type())
				}
				return true
			})
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if _, ok := lhs.(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) {
					check(n.Rhs[i], s.typeOf(lhs))
				}
			}
		case *ast.ValueSpec:
			for _, e := range n.Values {
				if n.Type != nil {
					check(e, s.typeOf(n.Type))
				}
			}
		}
		return true
	})
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
