package yaegi

import (
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// typeList numbers the types of a script whose values are boxed when they
// become interface values that native code can see: the interpreter's values
// know neither the names nor the methods of their types.
type typeList struct {
	*source
	list  []*symbols.Type
	types []types.Type // by ID, from 1
}

// boxable reports whether values of t say less than t in the interpreter: t is
// declared by the script, or has parts that are.
func (s *source) boxable(t types.Type) bool {
	return s.boxableIn(t, nil)
}

func (s *source) boxableIn(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return s.ours(t.Obj().Pkg())
	case *types.Struct:
		return true // the interpreter renames fields
	case *types.Pointer:
		return s.boxableIn(t.Elem(), seen)
	case *types.Slice:
		return s.boxableIn(t.Elem(), seen)
	case *types.Array:
		return s.boxableIn(t.Elem(), seen)
	case *types.Map:
		return s.boxableIn(t.Key(), seen) || s.boxableIn(t.Elem(), seen)
	case *types.Interface:
		return t.NumMethods() > 0
	}
	return false
}

// id is the number of a type.
func (l *typeList) id(t types.Type) int { return l.describe(t).ID }

// find is the number of a type that has one, or 0.
func (l *typeList) find(t types.Type) int {
	for i, known := range l.types {
		if types.Identical(known, t) {
			return i + 1
		}
	}
	return 0
}

// describe describes a type and the types it is made of.
func (l *typeList) describe(t types.Type) *symbols.Type {
	if id := l.find(t); id > 0 {
		return l.list[id-1]
	}
	name := l.goName(t)
	kind := kindOf(t)
	if !l.boxable(t) {
		d := &symbols.Type{Name: name, Kind: kind, Foreign: true}
		return d
	}
	d := &symbols.Type{ID: len(l.list) + 1, Name: name, Kind: kind}
	l.list = append(l.list, d)
	l.types = append(l.types, t)
	_, d.Named = types.Unalias(t).(*types.Named)
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		d.Elem = l.describe(u.Elem())
	case *types.Slice:
		d.Elem = l.describe(u.Elem())
	case *types.Array:
		d.Elem = l.describe(u.Elem())
	case *types.Map:
		d.Key, d.Elem = l.describe(u.Key()), l.describe(u.Elem())
	case *types.Struct:
		for i := range u.NumFields() {
			f := u.Field(i)
			d.Fields = append(d.Fields, symbols.TypeField{
				Name: asWritten(f.Name()), Tag: u.Tag(i), Type: l.describe(f.Type()), Embedded: f.Embedded(), Exported: token.IsExported(asWritten(f.Name())),
			})
		}
	}
	if i, ok := t.Underlying().(*types.Interface); ok && l.scripted(t) {
		for _, t := range l.implementers(i) {
			l.describe(t) // what a value may hold
		}
	}
	if d.Named && d.Kind != reflect.Interface && d.Kind != reflect.Pointer {
		pointer := types.NewPointer(t)
		for _, name := range calledMethods() {
			if hookOf(pointer, name, l.pkg) != nil {
				d.Pointer = l.describe(pointer)
				break
			}
		}
	}
	return d
}

// goName is the name of a type as Go prints it.
func (l *typeList) goName(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return types.Typ[t.Kind()].Name()
	case *types.Named:
		if t.Obj().Pkg() == nil {
			return t.Obj().Name()
		}
		if name, ok := l.instances[t.Obj().Name()]; ok {
			return name
		}
		text := t.Obj().Pkg().Name() + "." + asWritten(t.Obj().Name())
		if t.TypeArgs().Len() > 0 {
			args := make([]string, 0, t.TypeArgs().Len())
			for arg := range t.TypeArgs().Types() {
				args = append(args, l.goName(arg))
			}
			text += "[" + strings.Join(args, ",") + "]"
		}
		return text
	case *types.Pointer:
		return "*" + l.goName(t.Elem())
	case *types.Slice:
		return "[]" + l.goName(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + l.goName(t.Elem())
	case *types.Map:
		return "map[" + l.goName(t.Key()) + "]" + l.goName(t.Elem())
	case *types.Signature:
		return "func" + l.signatureName(t)
	case *types.Interface:
		var methods []string
		for m := range t.Methods() {
			methods = append(methods, m.Name()+l.signatureName(m.Signature()))
		}
		if len(methods) == 0 {
			return "interface {}"
		}
		return "interface { " + strings.Join(methods, "; ") + " }"
	case *types.Struct:
		var fields []string
		for i := range t.NumFields() {
			f := t.Field(i)
			text := f.Name() + " " + l.goName(f.Type())
			if f.Embedded() {
				text = l.goName(f.Type())
			}
			if tag := t.Tag(i); tag != "" {
				text += " " + strconv.Quote(tag)
			}
			fields = append(fields, text)
		}
		if len(fields) == 0 {
			return "struct {}"
		}
		return "struct { " + strings.Join(fields, "; ") + " }"
	}
	return t.String()
}

func (l *typeList) signatureName(sig *types.Signature) string {
	list := func(t *types.Tuple, variadic bool) []string {
		var out []string
		for i := range t.Len() {
			text := l.goName(t.At(i).Type())
			if variadic && i == t.Len()-1 {
				text = "..." + strings.TrimPrefix(text, "[]")
			}
			out = append(out, text)
		}
		return out
	}
	text := "(" + strings.Join(list(sig.Params(), sig.Variadic()), ", ") + ")"
	switch results := list(sig.Results(), false); len(results) {
	case 0:
	case 1:
		text += " " + results[0]
	default:
		text += " (" + strings.Join(results, ", ") + ")"
	}
	return text
}

// kindOf is the kind of the underlying type.
func kindOf(t types.Type) reflect.Kind {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		kinds := map[types.BasicKind]reflect.Kind{
			types.Bool: reflect.Bool, types.Int: reflect.Int, types.Int8: reflect.Int8, types.Int16: reflect.Int16,
			types.Int32: reflect.Int32, types.Int64: reflect.Int64, types.Uint: reflect.Uint, types.Uint8: reflect.Uint8,
			types.Uint16: reflect.Uint16, types.Uint32: reflect.Uint32, types.Uint64: reflect.Uint64,
			types.Uintptr: reflect.Uintptr, types.Float32: reflect.Float32, types.Float64: reflect.Float64,
			types.Complex64: reflect.Complex64, types.Complex128: reflect.Complex128, types.String: reflect.String,
		}
		return kinds[u.Kind()]
	case *types.Pointer:
		return reflect.Pointer
	case *types.Slice:
		return reflect.Slice
	case *types.Array:
		return reflect.Array
	case *types.Map:
		return reflect.Map
	case *types.Struct:
		return reflect.Struct
	case *types.Signature:
		return reflect.Func
	case *types.Interface:
		return reflect.Interface
	}
	return reflect.Invalid
}

// calledMethods are the methods that native code calls.
func calledMethods() []string {
	return []string{"Error", "String", "GoString", "MarshalJSON", "MarshalText", "UnmarshalJSON", "UnmarshalText", "Unwrap", "Is", "IsZero"}
}

// hookOf is the method of t with a name that native code calls, if it has the
// signature that this looks for.
func hookOf(t types.Type, name string, pkg *types.Package) *types.Selection {
	sel := types.NewMethodSet(t).Lookup(pkg, name)
	if sel == nil {
		return nil
	}
	sig := sel.Type().(*types.Signature)
	if _, ok := hooks()[signatureKey(name, sig)]; !ok {
		return nil
	}
	return sel
}

// signatureKey writes a method's name and signature.
func signatureKey(name string, sig *types.Signature) string {
	return name + types.TypeString(types.NewSignatureType(nil, nil, nil, unnamed(sig.Params()), unnamed(sig.Results()), sig.Variadic()), nil)
}

func unnamed(t *types.Tuple) *types.Tuple {
	vars := make([]*types.Var, 0, t.Len())
	for v := range t.Variables() {
		vars = append(vars, types.NewParam(0, nil, "", types.Unalias(v.Type())))
	}
	return types.NewTuple(vars...)
}

// hooks are the functions that tell native code of methods, by name and
// signature.
func hooks() map[string]string {
	return map[string]string{
		"Errorfunc() string":                 "Text",
		"Stringfunc() string":                "Text",
		"GoStringfunc() string":              "Text",
		"MarshalJSONfunc() ([]byte, error)":  "Encode",
		"MarshalTextfunc() ([]byte, error)":  "Encode",
		"MarshalJSONfunc() ([]uint8, error)": "Encode",
		"MarshalTextfunc() ([]uint8, error)": "Encode",
		"UnmarshalJSONfunc([]byte) error":    "Decode",
		"UnmarshalTextfunc([]byte) error":    "Decode",
		"UnmarshalJSONfunc([]uint8) error":   "Decode",
		"UnmarshalTextfunc([]uint8) error":   "Decode",
		"Unwrapfunc() error":                 "Unwrap",
		"Unwrapfunc() []error":               "UnwrapAll",
		"Isfunc(error) bool":                 "IsError",
		"IsZerofunc() bool":                  "IsZero",
	}
}

// typeID is the number of a type that has one, after they were given, or 0.
// Types are found by their names: checking again makes new ones.
func (s *source) typeID(t types.Type) int {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return 0
	}
	for i, known := range s.goTypes {
		if k, ok := types.Unalias(known).(*types.Named); ok && k.Obj().Name() == n.Obj().Name() && s.typePath(k) == s.typePath(n) {
			return i + 1
		}
	}
	return 0
}

func (s *source) typePath(n *types.Named) string {
	if n.Obj().Pkg() == nil {
		return ""
	}
	return n.Obj().Pkg().Path()
}
