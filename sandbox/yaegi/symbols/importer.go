package symbols

import (
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"path"
	"reflect"
	"slices"
	"sync"
)

// NewImporter returns the exposed packages for the type checker: what it
// accepts is what [Exports] holds. Other paths are errors. It is safe for
// concurrent use, and cheap: the packages are built once for the process.
func NewImporter() types.Importer { return importer{} }

type importer struct{}

// Import returns the package at path.
func (importer) Import(path string) (*types.Package, error) {
	return mapImporter(exposed().packages).Import(path)
}

// exposure is what scripts can import.
type exposure struct {
	packages map[string]*types.Package // complete, by path
	source   *Source
}

// exposed is worked out once for the process.
var exposed = sync.OnceValue(func() exposure {
	all := buildPackages()
	source, err := addSource(all)
	if err != nil {
		panic(err) // the library is a part of this program
	}
	return exposure{all, source}
})

func buildPackages() map[string]*types.Package {
	b := typeBuilder{
		packages: map[string]*types.Package{},
		known:    map[reflect.Type]types.Type{},
		names:    map[reflect.Type]typeName{},
	}
	entries := catalog()
	paths := slices.Sorted(maps.Keys(entries))
	tables := make(map[string]table, len(paths))
	for _, p := range paths {
		tables[p] = symbolsOf(entries[p])
		b.nameOwn(p, tables[p])
	}
	exposed := make(map[string]*types.Package, len(paths))
	for _, p := range paths {
		exposed[p] = b.pkg(p)
		for _, name := range slices.Sorted(maps.Keys(tables[p])) {
			b.declare(exposed[p], name, tables[p][name])
		}
	}
	b.finish()
	return exposed
}

// declare puts a symbol into the scope of pkg.
func (b *typeBuilder) declare(pkg *types.Package, name string, v reflect.Value) {
	var obj types.Object
	switch t := v.Type(); {
	case t.Kind() == reflect.Pointer && v.IsNil():
		named, ok := b.typ(t.Elem()).(*types.Named)
		if ok && named.Obj().Pkg() == pkg && named.Obj().Name() == name {
			obj = named.Obj()
		} else {
			obj = types.NewTypeName(token.NoPos, pkg, name, types.NewAlias(
				types.NewTypeName(token.NoPos, pkg, name, nil), b.typ(t.Elem())))
		}
	case t.Implements(reflect.TypeFor[constant.Value]()):
		c := v.Interface().(constant.Value)
		obj = types.NewConst(token.NoPos, pkg, name, untypedType(c), c)
	case t.Kind() == reflect.Func:
		obj = types.NewFunc(token.NoPos, pkg, name, b.signature(t, nil, 0))
	case constantOf(v) != nil:
		obj = types.NewConst(token.NoPos, pkg, name, b.typ(t), constantOf(v))
	default:
		obj = types.NewVar(token.NoPos, pkg, name, b.typ(t))
	}
	pkg.Scope().Insert(obj)
}

// untypedType is the type of an untyped constant. Runes have a type in the
// tables, as their kind would be lost.
func untypedType(c constant.Value) types.Type {
	switch c.Kind() {
	case constant.Bool:
		return types.Typ[types.UntypedBool]
	case constant.String:
		return types.Typ[types.UntypedString]
	case constant.Float:
		return types.Typ[types.UntypedFloat]
	default:
		return types.Typ[types.UntypedInt]
	}
}

// constantOf is the value of a constant with a type, and nil for a variable:
// none of a basic type is exposed.
func constantOf(v reflect.Value) constant.Value {
	switch {
	case v.CanInt():
		return constant.MakeInt64(v.Int())
	case v.CanUint():
		return constant.MakeUint64(v.Uint())
	case v.CanFloat():
		return constant.MakeFloat64(v.Float())
	case v.Kind() == reflect.Bool:
		return constant.MakeBool(v.Bool())
	case v.Kind() == reflect.String:
		return constant.MakeString(v.String())
	}
	return nil
}

// typeName is the package and name under which scripts know a type.
type typeName struct{ path, name string }

// typeBuilder makes go/types out of reflected types. Each becomes one type,
// however it is reached.
type typeBuilder struct {
	packages map[string]*types.Package
	known    map[reflect.Type]types.Type
	names    map[reflect.Type]typeName
	pending  []func()
	ifaces   []*types.Interface
}

// nameOwn records the types of this package that stand in for others.
func (b *typeBuilder) nameOwn(path string, symbols table) {
	for name, v := range symbols {
		if t := v.Type(); t.Kind() == reflect.Pointer && v.IsNil() && t.Elem().PkgPath() == ownPath {
			b.names[t.Elem()] = typeName{path, name}
		}
	}
}

func (b *typeBuilder) pkg(p string) *types.Package {
	pkg, ok := b.packages[p]
	if !ok {
		pkg = types.NewPackage(p, path.Base(p))
		pkg.MarkComplete()
		b.packages[p] = pkg
	}
	return pkg
}

// finish completes what had to wait until all types were known.
func (b *typeBuilder) finish() {
	for len(b.pending) > 0 {
		next := b.pending[0]
		b.pending = b.pending[1:]
		next()
	}
	for _, i := range b.ifaces {
		i.Complete()
	}
}

func (b *typeBuilder) typ(t reflect.Type) types.Type {
	if known, ok := b.known[t]; ok {
		return known
	}
	if t.PkgPath() != "" {
		return b.named(t)
	}
	if t == reflect.TypeFor[error]() {
		return types.Universe.Lookup("error").Type()
	}
	made := b.literal(t, nil)
	b.known[t] = made
	return made
}

// named makes a type with a name. Its parts come later: they may lead back.
func (b *typeBuilder) named(t reflect.Type) types.Type {
	id, ok := b.names[t]
	if !ok {
		id = typeName{t.PkgPath(), t.Name()}
	}
	pkg := b.pkg(id.path)
	obj := types.NewTypeName(token.NoPos, pkg, id.name, nil)
	named := types.NewNamed(obj, nil, nil)
	b.known[t] = named
	named.SetUnderlying(b.literal(t, pkg).Underlying())
	if t.Kind() != reflect.Interface {
		b.pending = append(b.pending, func() { b.methods(t, named, pkg) })
	}
	return named
}

func (b *typeBuilder) methods(t reflect.Type, named *types.Named, pkg *types.Package) {
	pointer := reflect.PointerTo(t)
	hide := hidden(t)
	for i := range pointer.NumMethod() {
		m := pointer.Method(i)
		if hide[m.Name] {
			continue
		}
		recv := types.Type(types.NewPointer(named))
		if _, ok := t.MethodByName(m.Name); ok {
			recv = named
		}
		sig := b.signature(m.Type, types.NewVar(token.NoPos, pkg, "", recv), 1)
		named.AddMethod(types.NewFunc(token.NoPos, pkg, m.Name, sig))
	}
}

// signature is that of a function type, without its first skip parameters.
func (b *typeBuilder) signature(t reflect.Type, recv *types.Var, skip int) *types.Signature {
	var params, results []*types.Var
	for i := skip; i < t.NumIn(); i++ {
		params = append(params, types.NewParam(token.NoPos, nil, "", b.typ(t.In(i))))
	}
	for i := range t.NumOut() {
		results = append(results, types.NewParam(token.NoPos, nil, "", b.typ(t.Out(i))))
	}
	return types.NewSignatureType(recv, nil, nil,
		types.NewTuple(params...), types.NewTuple(results...), t.IsVariadic())
}

// literal makes the type that t is made of. The package is that of unexported
// fields.
func (b *typeBuilder) literal(t reflect.Type, pkg *types.Package) types.Type {
	switch t.Kind() {
	case reflect.Array:
		return types.NewArray(b.typ(t.Elem()), int64(t.Len()))
	case reflect.Chan:
		dir := map[reflect.ChanDir]types.ChanDir{
			reflect.BothDir: types.SendRecv, reflect.SendDir: types.SendOnly, reflect.RecvDir: types.RecvOnly,
		}
		return types.NewChan(dir[t.ChanDir()], b.typ(t.Elem()))
	case reflect.Func:
		return b.signature(t, nil, 0)
	case reflect.Interface:
		return b.iface(t, pkg)
	case reflect.Map:
		return types.NewMap(b.typ(t.Key()), b.typ(t.Elem()))
	case reflect.Pointer:
		return types.NewPointer(b.typ(t.Elem()))
	case reflect.Slice:
		return types.NewSlice(b.typ(t.Elem()))
	case reflect.Struct:
		return b.structure(t, pkg)
	case reflect.Uint8:
		if t.Name() == "uint8" {
			return types.Universe.Lookup("byte").Type()
		}
	case reflect.Int32:
		if t.Name() == "int32" {
			return types.Universe.Lookup("rune").Type()
		}
	default:
	}
	return types.Universe.Lookup(t.Kind().String()).Type()
}

func (b *typeBuilder) iface(t reflect.Type, pkg *types.Package) types.Type {
	if t.NumMethod() == 0 {
		return types.Universe.Lookup("any").Type()
	}
	var methods []*types.Func
	for i := range t.NumMethod() {
		m := t.Method(i)
		mpkg := pkg
		if m.PkgPath != "" {
			mpkg = b.pkg(m.PkgPath)
		}
		methods = append(methods, types.NewFunc(token.NoPos, mpkg, m.Name, b.signature(m.Type, nil, 0)))
	}
	i := types.NewInterfaceType(methods, nil)
	b.ifaces = append(b.ifaces, i)
	return i
}

func (b *typeBuilder) structure(t reflect.Type, pkg *types.Package) types.Type {
	var fields []*types.Var
	var tags []string
	hide := hidden(t)
	for i := range t.NumField() {
		f := t.Field(i)
		if hide[f.Name] {
			continue
		}
		var ft types.Type
		if f.IsExported() || f.Anonymous {
			ft = b.typ(f.Type)
		} else {
			ft = opaque(f.Type)
		}
		fields = append(fields, types.NewField(token.NoPos, pkg, f.Name, ft, f.Anonymous))
		tags = append(tags, string(f.Tag))
	}
	return types.NewStruct(fields, tags)
}

// opaque stands for the type of a field that scripts cannot name: it only
// matters whether the field can be compared.
func opaque(t reflect.Type) types.Type {
	if t.Comparable() {
		return types.Typ[types.Int]
	}
	return types.NewSlice(types.Typ[types.Int])
}
