package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// expander replaces generic functions and types by one copy for each list of
// type arguments that the script uses. The interpreter has type parameters of
// its own, but infers too little and mixes up instances.
type expander struct {
	*source
	functions map[types.Object]*ast.FuncDecl
	specs     map[types.Object]*ast.TypeSpec
	methods   map[types.Object][]*ast.FuncDecl
	context   *types.Context
	known     map[string]string // by generic object and type arguments
	out       []ast.Decl
	original  map[*ast.Ident]*ast.Ident

	// library is what the script uses of the standard library as source.
	library *symbols.Source

	// at is where the code that is copied from the library seems to be, when
	// it is copied.
	at token.Pos
}

// environment says what type parameters stand for.
type environment map[*types.TypeParam]types.Type

// expandGenerics rewrites the file without type parameters, and checks it
// again.
func (s *source) expandGenerics() {
	if !s.isGeneric() {
		return
	}
	x := &expander{
		source: s, library: symbols.Library(), context: types.NewContext(), known: map[string]string{}, original: map[*ast.Ident]*ast.Ident{},
		functions: map[types.Object]*ast.FuncDecl{}, specs: map[types.Object]*ast.TypeSpec{}, methods: map[types.Object][]*ast.FuncDecl{},
	}
	x.collect()
	for _, d := range s.file.Decls {
		if kept := x.plain(d); kept != nil {
			x.out = append(x.out, kept)
		}
	}
	imports := slices.DeleteFunc(slices.Clone(s.file.Decls), func(d ast.Decl) bool {
		g, ok := d.(*ast.GenDecl)
		return !ok || g.Tok != token.IMPORT || slices.Contains(x.out, d)
	})
	s.file.Decls = append(imports, x.out...)
	s.dropSourceImports()
	s.recheck()
	s.prepareTypes() // those of functions that were generic
}

// isGeneric reports whether the script declares anything generic, or uses
// what there is as source only.
func (s *source) isGeneric() bool {
	if len(s.info.Instances) > 0 {
		return true
	}
	library := symbols.Library()
	found := false
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			found = found || n.Type.TypeParams != nil
		case *ast.TypeSpec:
			found = found || n.TypeParams != nil
		case *ast.InterfaceType:
			i, ok := under(s.typeOf(n)).(*types.Interface)
			found = found || ok && !i.IsMethodSet()
		case *ast.SelectorExpr:
			if object := s.info.Uses[n.Sel]; object != nil && !s.ours(object.Pkg()) {
				found = found || library.Functions[object] != nil
			}
		}
		return !found
	})
	return found
}

// dropSourceImports takes out the imports of packages that nothing is left of.
func (s *source) dropSourceImports() {
	gone := func(spec *ast.ImportSpec) bool {
		path, err := strconv.Unquote(spec.Path.Value)
		return err == nil && symbols.OnlySource(path)
	}
	s.file.Imports = slices.DeleteFunc(s.file.Imports, gone)
	s.file.Decls = slices.DeleteFunc(s.file.Decls, func(d ast.Decl) bool {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			return false
		}
		g.Specs = slices.DeleteFunc(g.Specs, func(spec ast.Spec) bool { return gone(spec.(*ast.ImportSpec)) })
		return len(g.Specs) == 0
	})
}

// collect finds the generic declarations.
func (x *expander) collect() {
	for _, d := range x.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Type.TypeParams != nil {
				x.functions[x.info.Defs[d.Name]] = d
			} else if object := x.genericReceiver(d); object != nil {
				x.methods[object] = append(x.methods[object], d)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok && t.TypeParams != nil {
					x.specs[x.info.Defs[t.Name]] = t
				}
			}
		}
	}
}

// genericReceiver is the generic type that a function is a method of, or nil.
func (x *expander) genericReceiver(d *ast.FuncDecl) types.Object {
	f, ok := x.info.Defs[d.Name].(*types.Func)
	if !ok || f.Signature().RecvTypeParams().Len() == 0 {
		return nil
	}
	t := types.Unalias(f.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Origin().Obj()
	}
	return nil
}

// plain rewrites a declaration that is not generic, and returns nil for one
// that is, and for constraints.
func (x *expander) plain(d ast.Decl) ast.Decl {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Type.TypeParams != nil || x.genericReceiver(d) != nil {
			return nil
		}
	case *ast.GenDecl:
		var kept []ast.Spec
		for _, spec := range d.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok && (t.TypeParams != nil || x.isConstraint(t)) {
				continue
			}
			kept = append(kept, spec)
		}
		if len(kept) == 0 && len(d.Specs) > 0 {
			return nil
		}
		d.Specs = kept
	}
	x.substitute(d, nil)
	return d
}

func (x *expander) isConstraint(t *ast.TypeSpec) bool {
	object := x.info.Defs[t.Name]
	if object == nil {
		return false
	}
	i, ok := object.Type().Underlying().(*types.Interface)
	return ok && !i.IsMethodSet()
}

// substitute rewrites the uses of generic things in n under env.
func (x *expander) substitute(n ast.Decl, env environment) {
	r := &rewriter{expr: func(e ast.Expr, _ bool) ast.Expr {
		switch e := e.(type) {
		case *ast.IndexExpr:
			if id := instanceName(e.X); id != nil && x.isInstance(id) {
				return x.instance(id, env)
			}
		case *ast.IndexListExpr:
			if id := instanceName(e.X); id != nil && x.isInstance(id) {
				return x.instance(id, env)
			}
		case *ast.Ident:
			return x.identifier(e, env)
		}
		return e
	}}
	// An index expression is looked at after the name in it: the names of
	// instances are replaced in a second pass.
	r.decl(n)
	again := &rewriter{expr: func(e ast.Expr, _ bool) ast.Expr {
		switch e := e.(type) {
		case *ast.SelectorExpr:
			return x.selector(e, env)
		case *ast.Ident:
			if x.isInstance(e) {
				return x.instance(e, env)
			}
			if f, ok := x.used0(e).(*types.Func); ok && x.library.Functions[f] != nil {
				return name(e.Pos(), x.expand(f, nil, e.Pos())) // one of the library that uses another
			}
		}
		return e
	}}
	again.decl(n)
}

// instanceName is the name of what may be an instance of something generic.
func instanceName(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	}
	return nil
}

// selector is what stands for package.name, where that is of the library or
// in code of the library.
func (x *expander) selector(e *ast.SelectorExpr, env environment) ast.Expr {
	if x.isInstance(e.Sel) {
		return x.instance(e.Sel, env)
	}
	object := x.used0(e.Sel)
	if f, ok := object.(*types.Func); ok && x.library.Functions[f] != nil {
		return name(e.Pos(), x.expand(f, nil, e.Pos()))
	}
	if id, ok := e.X.(*ast.Ident); ok && x.library.Info.Uses[x.source0(id)] != nil {
		if pkg, ok := x.library.Info.Uses[x.source0(id)].(*types.PkgName); ok {
			id.Name = x.importName(pkg.Imported(), e.Pos())
		}
	}
	return e
}

func (x *expander) source0(id *ast.Ident) *ast.Ident {
	if original, ok := x.original[id]; ok {
		return original
	}
	return id
}

// used0 is the object that a name of the script or the library refers to.
func (x *expander) used0(id *ast.Ident) types.Object {
	id = x.source0(id)
	if object := x.info.Uses[id]; object != nil {
		return object
	}
	return x.library.Info.Uses[id]
}

// arguments are the type arguments of an instance.
func (x *expander) arguments(id *ast.Ident) *types.TypeList {
	id = x.source0(id)
	if in, ok := x.info.Instances[id]; ok {
		return in.TypeArgs
	}
	return x.library.Info.Instances[id].TypeArgs
}

func (x *expander) isInstance(id *ast.Ident) bool { return x.arguments(id) != nil }

// identifier is what stands for a name: a type for a type parameter.
func (x *expander) identifier(id *ast.Ident, env environment) ast.Expr {
	object := x.objectOf(x.source0(id))
	if object == nil {
		object = x.used0(id)
	}
	t, ok := object.(*types.TypeName)
	if !ok {
		return id
	}
	if p, ok := t.Type().(*types.TypeParam); ok {
		if t := env[p]; t != nil {
			return x.typeExprIn(t, id.Pos())
		}
	}
	return id
}

// typeExprIn writes a type that may be an instance.
func (x *expander) typeExprIn(t types.Type, pos token.Pos) ast.Expr {
	e := x.typeExpr(t, pos)
	r := &rewriter{}
	r.expr = func(e ast.Expr, _ bool) ast.Expr {
		if held, ok := e.(*spelledInstance); ok {
			return x.expandedType(held.object, held.args, pos)
		}
		return e
	}
	return r.x(e)
}

// instance is the copy that id stands for.
func (x *expander) instance(id *ast.Ident, env environment) ast.Expr {
	list := x.arguments(id)
	args := make([]types.Type, 0, list.Len())
	for t := range list.Types() {
		args = append(args, x.subst(t, env))
	}
	object := x.used0(id)
	if _, ok := object.(*types.TypeName); ok {
		return x.expandedType(object, args, id.Pos())
	}
	return name(id.Pos(), x.expand(object, args, id.Pos()))
}

// expandedType is an instance of a generic type. Those of the library have no
// methods: they are written as what they are made of.
func (x *expander) expandedType(object types.Object, args []types.Type, pos token.Pos) ast.Expr {
	if x.library.Types[object] == nil {
		return name(pos, x.expand(object, args, pos))
	}
	t, err := types.Instantiate(x.context, object.Type(), args, false)
	if err != nil {
		panic(unspellable{object.Type()})
	}
	return x.typeExprIn(t.Underlying(), pos)
}

// expand makes the copy of a generic function or type for args, once, and
// returns its name. What comes from the library seems to be at pos.
func (x *expander) expand(object types.Object, args []types.Type, pos token.Pos) string {
	if f, ok := object.(*types.Func); ok {
		object = f.Origin()
	}
	d := x.functions[object]
	fromLibrary := d == nil && x.library.Functions[object] != nil
	if fromLibrary {
		d = x.library.Functions[object]
		object = x.library.Info.Defs[d.Name]
	}
	keys := []string{objectKey(object)}
	for _, t := range args {
		keys = append(keys, typeKey(t))
	}
	key := strings.Join(keys, "|")
	if fresh, ok := x.known[key]; ok {
		return fresh
	}
	fresh := tempPrefix + "g" + strconv.Itoa(len(x.known)) + "_" + object.Name()
	x.known[key] = fresh
	if d != nil {
		outer := x.at
		x.at = token.NoPos
		if fromLibrary {
			x.at = pos
			x.hidden[pos] = true
		}
		clone := x.clone(d).(*ast.FuncDecl)
		x.at = outer
		clone.Name.Name = fresh
		clone.Type.TypeParams = nil
		x.substitute(clone, bindings(object.(*types.Func).Signature().TypeParams(), args))
		x.out = append(x.out, clone)
		return fresh
	}
	spec, ok := x.specs[object]
	if !ok {
		panic(unspellable{object.Type()})
	}
	x.expandType(object, spec, args, fresh)
	return fresh
}

// objectKey tells generic objects apart.
func objectKey(object types.Object) string {
	return object.Pkg().Path() + ":" + strconv.Itoa(int(object.Pos()))
}

func (x *expander) expandType(object types.Object, spec *ast.TypeSpec, args []types.Type, fresh string) {
	var params *types.TypeParamList
	switch t := object.Type().(type) {
	case *types.Named:
		params = t.TypeParams()
	case *types.Alias:
		params = t.TypeParams()
	}
	clone := x.clone(&ast.GenDecl{TokPos: spec.Pos(), Tok: token.TYPE, Specs: []ast.Spec{spec}}).(*ast.GenDecl)
	copied := clone.Specs[0].(*ast.TypeSpec)
	names := make([]string, 0, len(args))
	for _, arg := range args {
		names = append(names, (&typeList{source: x.source}).goName(arg))
	}
	x.instances[fresh] = "main." + object.Name() + "[" + strings.Join(names, ",") + "]"
	copied.Name.Name = fresh
	copied.TypeParams = nil
	x.substitute(clone, bindings(params, args))
	x.out = append(x.out, clone)
	for _, d := range x.methods[object] {
		method := x.clone(d).(*ast.FuncDecl)
		pos := d.Recv.Pos()
		var recv ast.Expr = name(pos, fresh)
		if _, ok := ast.Unparen(d.Recv.List[0].Type).(*ast.StarExpr); ok {
			recv = &ast.StarExpr{Star: pos, X: recv}
		}
		method.Recv.List[0].Type = name(pos, "_")
		x.substitute(method, bindings(x.info.Defs[d.Name].(*types.Func).Signature().RecvTypeParams(), args))
		method.Recv.List[0].Type = recv
		x.out = append(x.out, method)
	}
}

func bindings(params *types.TypeParamList, args []types.Type) environment {
	env := environment{}
	for i := range params.Len() {
		env[params.At(i)] = args[i]
	}
	return env
}

// typeKey tells types apart, those with the same name in different functions
// too.
func typeKey(t types.Type) string {
	text := types.TypeString(t, nil)
	if n, ok := t.(*types.Named); ok {
		text += "@" + strconv.Itoa(int(n.Obj().Pos()))
	}
	return text
}

// clone copies a tree. The names in the copy are known by those they were
// copied from.
func (x *expander) clone(n ast.Node) ast.Node {
	return x.copy(reflect.ValueOf(n)).Interface().(ast.Node)
}

func (x *expander) copy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Int:
		if pos, ok := v.Interface().(token.Pos); ok && pos.IsValid() && x.at.IsValid() {
			return reflect.ValueOf(x.at)
		}
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		return x.copy(v.Elem())
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Elem().Type())
		for i := range v.Elem().NumField() {
			out.Elem().Field(i).Set(x.copy(v.Elem().Field(i)))
		}
		if id, ok := v.Interface().(*ast.Ident); ok {
			x.original[out.Interface().(*ast.Ident)] = x.source0(id)
		}
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(x.copy(v.Index(i)))
		}
		return out
	}
	return v
}
