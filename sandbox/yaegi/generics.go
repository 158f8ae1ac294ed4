package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"
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
}

// environment says what type parameters stand for.
type environment map[*types.TypeParam]types.Type

// expandGenerics rewrites the file without type parameters, and checks it
// again.
func (s *source) expandGenerics() {
	x := &expander{
		source: s, context: types.NewContext(), known: map[string]string{}, original: map[*ast.Ident]*ast.Ident{},
		functions: map[types.Object]*ast.FuncDecl{}, specs: map[types.Object]*ast.TypeSpec{}, methods: map[types.Object][]*ast.FuncDecl{},
	}
	if !x.collect() {
		return
	}
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
	s.recheck()
}

// collect finds the generic declarations. It reports whether there are any.
func (x *expander) collect() bool {
	found := false
	for _, d := range x.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Type.TypeParams != nil {
				x.functions[x.info.Defs[d.Name]] = d
				found = true
			} else if object := x.genericReceiver(d); object != nil {
				x.methods[object] = append(x.methods[object], d)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok && t.TypeParams != nil {
					x.specs[x.info.Defs[t.Name]] = t
					found = true
				}
			}
		}
	}
	return found
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
			if id, ok := e.X.(*ast.Ident); ok && x.isInstance(id) {
				return x.instance(id, env)
			}
		case *ast.IndexListExpr:
			if id, ok := e.X.(*ast.Ident); ok && x.isInstance(id) {
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
		if id, ok := e.(*ast.Ident); ok && x.isInstance(id) {
			return x.instance(id, env)
		}
		return e
	}}
	again.decl(n)
}

func (x *expander) source0(id *ast.Ident) *ast.Ident {
	if original, ok := x.original[id]; ok {
		return original
	}
	return id
}

func (x *expander) isInstance(id *ast.Ident) bool {
	_, ok := x.info.Instances[x.source0(id)]
	return ok
}

// identifier is what stands for a name: a type for a type parameter.
func (x *expander) identifier(id *ast.Ident, env environment) ast.Expr {
	object, ok := x.objectOf(x.source0(id)).(*types.TypeName)
	if !ok {
		return id
	}
	if p, ok := object.Type().(*types.TypeParam); ok {
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
			return name(pos, x.expand(held.object, held.args))
		}
		return e
	}
	return r.x(e)
}

// instance is the name of the copy that id stands for.
func (x *expander) instance(id *ast.Ident, env environment) ast.Expr {
	original := x.source0(id)
	object := x.info.Uses[original]
	list := x.info.Instances[original].TypeArgs
	args := make([]types.Type, 0, list.Len())
	for t := range list.Types() {
		args = append(args, x.subst(t, env))
	}
	return name(id.Pos(), x.expand(object, args))
}

// expand makes the copy of a generic function or type for args, once, and
// returns its name.
func (x *expander) expand(object types.Object, args []types.Type) string {
	if f, ok := object.(*types.Func); ok {
		object = f.Origin()
	}
	keys := []string{strconv.Itoa(int(object.Pos()))}
	for _, t := range args {
		keys = append(keys, typeKey(t))
	}
	key := strings.Join(keys, "|")
	if fresh, ok := x.known[key]; ok {
		return fresh
	}
	fresh := object.Name() + "_" + tempPrefix + "g" + strconv.Itoa(len(x.known))
	x.known[key] = fresh
	if d, ok := x.functions[object]; ok {
		clone := x.clone(d).(*ast.FuncDecl)
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
