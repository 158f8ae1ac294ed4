package yaegi

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// facts are what the whole script tells about its types.
type facts struct {
	// boxed are the types whose values become interface values without
	// methods, where the interpreter forgets their names.
	boxed []types.Type

	// errorTypes are the script's types that are errors, and stringers those
	// with methods that package fmt looks for.
	errorTypes []*types.Named
	stringers  []*types.Named

	// loose says that values of stringers become interface values without
	// methods elsewhere than as an argument of package fmt.
	loose bool
}

// gather collects the facts.
func (s *source) gather() *facts {
	f := &facts{}
	for _, object := range s.info.Defs {
		t, ok := object.(*types.TypeName)
		if !ok {
			continue
		}
		named, ok := t.Type().(*types.Named)
		if !ok || types.IsInterface(named) {
			continue
		}
		if hasMethod(named, "Error") {
			f.errorTypes = append(f.errorTypes, named)
		}
		if hasMethod(named, "Error") || hasMethod(named, "String") {
			f.stringers = append(f.stringers, named)
		}
	}
	s.slots(s.file, func(slot *ast.Expr, to types.Type) {
		from := s.typeOf(*slot)
		i, ok := to.Underlying().(*types.Interface)
		if !ok || i.NumMethods() > 0 || from == nil || types.IsInterface(from) {
			return
		}
		if _, param := types.Unalias(to).(*types.TypeParam); param {
			return
		}
		if !slices.ContainsFunc(f.boxed, func(t types.Type) bool { return types.Identical(t, from) }) {
			f.boxed = append(f.boxed, from)
		}
	})
	printed := map[ast.Expr]bool{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok && (s.prints(c) || s.keepsNothing(c)) {
			for _, arg := range c.Args {
				printed[arg] = true
			}
		}
		return true
	})
	s.slots(s.file, func(slot *ast.Expr, to types.Type) {
		i, ok := to.Underlying().(*types.Interface)
		if ok && i.NumMethods() == 0 && !printed[*slot] && s.mentions(s.typeOf(*slot), f.stringers, nil) {
			f.loose = true
		}
	})
	return f
}

// hasMethod reports whether t or *t has a method of its own.
func hasMethod(t *types.Named, name string) bool {
	sel := types.NewMethodSet(types.NewPointer(t)).Lookup(t.Obj().Pkg(), name)
	if sel == nil {
		return false
	}
	sig := sel.Type().(*types.Signature)
	return sig.Params().Len() == 0 && sig.Results().Len() == 1 && types.Identical(sig.Results().At(0).Type(), types.Typ[types.String])
}

// prints reports whether a call prints its arguments in the manner of package
// fmt.
func (s *source) prints(c *ast.CallExpr) bool {
	f := s.calleeOf(c)
	if f == nil || f.Pkg() == nil {
		return false
	}
	return f.Pkg().Path() == "fmt" || f.Pkg().Path() == sdkPath && f.Signature().Recv() != nil && isPointerTo(f.Signature().Recv().Type(), sdkPath, "Logger")
}

// keepsNothing reports whether a call neither keeps nor prints its arguments.
func (s *source) keepsNothing(c *ast.CallExpr) bool {
	f := s.calleeOf(c)
	if f == nil || f.Pkg() == nil {
		return false
	}
	switch f.Pkg().Path() {
	case "errors", "encoding/json", "sort":
		return true
	}
	return false
}

// mentions reports whether values of t are, or hold, values of a type in list.
func (s *source) mentions(t types.Type, list []*types.Named, seen []types.Type) bool {
	if t == nil || len(list) == 0 || slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	if n, ok := types.Unalias(t).(*types.Named); ok && slices.Contains(list, n.Origin()) {
		return true
	}
	return s.inside(t, func(part types.Type) bool { return s.mentions(part, list, seen) })
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

// foreignTypes are the types of values that native code puts into interface
// values, from JSON for one.
func foreignTypes() []types.Type {
	any := types.Universe.Lookup("any").Type()
	text := types.Typ[types.String]
	return []types.Type{
		text, types.Typ[types.Bool], types.Typ[types.Float64],
		types.NewSlice(any), types.NewMap(text, any),
	}
}

// verb finds the verbs in a format that show types.
var verb = regexp.MustCompile(`%[-+ 0-9.*\[\]]*(T|#[-+ 0-9.*\[\]]*v)`)

// plusVerb finds %+v.
var plusVerb = regexp.MustCompile(`%[-# 0-9.*\[\]]*\+[-# 0-9.*\[\]]*v`)

// rejectFormat refuses printing what would be printed wrongly.
func (s *source) rejectFormat(c *ast.CallExpr, f *facts) {
	if !s.prints(c) {
		s.rejectEncoding(c)
		return
	}
	format := ""
	for _, arg := range c.Args {
		if v := s.info.Types[arg].Value; v != nil && v.Kind() == constant.String && format == "" {
			format = constant.StringVal(v)
		}
	}
	formats := strings.HasSuffix(s.calleeOf(c).Name(), "f")
	for _, arg := range c.Args {
		t := s.typeOf(arg)
		if t == nil || s.info.Types[arg].Value != nil {
			continue
		}
		script := s.holdsOurs(t, nil)
		switch {
		case formats && s.isStringer(t, f) && !s.isBasicKind(t) && !textVerbs(format):
			s.refuse(arg, "a value with a String or Error method can be printed with %v, %s and %q only: format its parts instead")
		case formats && verb.MatchString(format) && script:
			s.refuse(arg, "%T and %#v are not supported for types that the script declares: use %v")
		case formats && plusVerb.MatchString(format) && script && s.holdsUnexported(t, nil):
			s.refuse(arg, "%+v is not supported for structs with unexported fields: use %v, or format the fields yourself")
		case s.inside(t, func(part types.Type) bool { return s.holdsMethods(part, nil) }) && !s.isStringer(t, f):
			s.refuse(arg, "values of interface or function types inside of another value cannot be printed yet: print them one by one")
		case s.inside(t, func(part types.Type) bool { return s.mentions(part, f.stringers, nil) }) && !s.isStringer(t, f):
			s.refuse(arg, "the String or Error method of a value inside of another value is not called yet: call it yourself and print the result")
		case f.loose && s.holdsAny(t, nil):
			s.refuse(arg, "this may hold a value whose String or Error method would not be called: print its parts by their own types")
		}
	}
}

// textVerbs reports whether a format has only verbs for which methods are
// called, and those for numbers that come with a basic type.
func textVerbs(format string) bool {
	return !otherVerb.MatchString(format)
}

// otherVerb finds verbs for which String and Error are not called.
var otherVerb = regexp.MustCompile(`%[-+# 0-9.*\[\]]*[^-+# 0-9.*\[\]vsqxXw%]`)

// isBasicKind reports whether t is made from a number, string or bool.
func (s *source) isBasicKind(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// isStringer reports whether t has a String or Error method of its own.
func (s *source) isStringer(t types.Type, f *facts) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && slices.Contains(f.stringers, n.Origin())
}

func (s *source) holdsOurs(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	if n, ok := types.Unalias(t).(*types.Named); ok && s.ours(n.Obj().Pkg()) {
		return true
	}
	return s.inside(t, func(part types.Type) bool { return s.holdsOurs(part, seen) })
}

func (s *source) holdsUnexported(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	if n, ok := types.Unalias(t).(*types.Named); ok && !s.ours(n.Obj().Pkg()) {
		return false
	}
	if st, ok := t.Underlying().(*types.Struct); ok {
		for f := range st.Fields() {
			if !f.Exported() {
				return true
			}
		}
	}
	return s.inside(t, func(part types.Type) bool { return s.holdsUnexported(part, seen) })
}

// holdsMethods reports whether values of t hold values of an interface type
// that the script declares, or functions.
func (s *source) holdsMethods(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	n, named := types.Unalias(t).(*types.Named)
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return u.NumMethods() > 0 && (!named || s.ours(n.Obj().Pkg()))
	case *types.Signature:
		return true
	}
	if named && !s.ours(n.Obj().Pkg()) {
		return false
	}
	return s.inside(t, func(part types.Type) bool { return s.holdsMethods(part, seen) })
}

func (s *source) holdsAny(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	if i, ok := t.Underlying().(*types.Interface); ok {
		return i.NumMethods() == 0
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && !s.ours(n.Obj().Pkg()) {
		return false
	}
	return s.inside(t, func(part types.Type) bool { return s.holdsAny(part, seen) })
}
