package yaegi

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// typeOf is the type of an expression of the source, or nil for one that a
// rewrite made and did not give a type.
func (s *source) typeOf(e ast.Expr) types.Type {
	if tv, ok := s.info.Types[e]; ok {
		return tv.Type
	}
	if id, ok := e.(*ast.Ident); ok {
		if object := s.objectOf(id); object != nil {
			return object.Type()
		}
	}
	return nil
}

func (s *source) objectOf(id *ast.Ident) types.Object {
	if object := s.info.Defs[id]; object != nil {
		return object
	}
	return s.info.Uses[id]
}

// typed gives an expression that a rewrite made a type.
func (s *source) typed(e ast.Expr, t types.Type) ast.Expr {
	s.info.Types[e] = types.TypeAndValue{Type: t}
	return e
}

// isBuiltin reports whether e names the predeclared function fn.
func (s *source) isBuiltin(e ast.Expr, fn string) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := s.info.Uses[id].(*types.Builtin)
	return ok && b.Name() == fn
}

// isConstant reports whether e has a value at compile time.
func (s *source) isConstant(e ast.Expr) bool { return s.info.Types[e].Value != nil }

// isType reports whether e denotes a type.
func (s *source) isType(e ast.Expr) bool { return s.info.Types[e].IsType() }

// calleeOf is the function or method that call calls, when it has a name.
func (s *source) calleeOf(call *ast.CallExpr) *types.Func {
	fun := ast.Unparen(call.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = f.X
	case *ast.IndexListExpr:
		fun = f.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		fn, _ := s.info.Uses[f].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := s.info.Uses[f.Sel].(*types.Func)
		return fn
	}
	return nil
}

// isFunc reports whether call calls the function fn of the package at path.
func (s *source) isFunc(call *ast.CallExpr, path, fn string) bool {
	f := s.calleeOf(call)
	return f != nil && f.Name() == fn && f.Pkg() != nil && f.Pkg().Path() == path && f.Signature().Recv() == nil
}

// ours reports whether a package is the script's.
func (s *source) ours(pkg *types.Package) bool { return pkg == s.pkg }

// unspellable is what typeExpr panics with.
type unspellable struct{ t types.Type }

// typeExpr writes t as an expression at pos.
func (s *source) typeExpr(t types.Type, pos token.Pos) ast.Expr {
	switch t := t.(type) {
	case *types.Basic:
		return name(pos, types.Default(t).(*types.Basic).Name())
	case *types.Alias:
		if t.TypeArgs().Len() == 0 {
			return s.spellName(t.Obj(), pos)
		}
		return s.typeExpr(types.Unalias(t), pos)
	case *types.Named:
		if t.TypeArgs().Len() > 0 {
			args := slices.Collect(t.TypeArgs().Types())
			return &spelledInstance{object: t.Origin().Obj(), args: args}
		}
		return s.spellName(t.Obj(), pos)
	case *types.TypeParam:
		return name(pos, t.Obj().Name())
	case *types.Pointer:
		return &ast.StarExpr{Star: pos, X: s.typeExpr(t.Elem(), pos)}
	case *types.Slice:
		return &ast.ArrayType{Lbrack: pos, Elt: s.typeExpr(t.Elem(), pos)}
	case *types.Array:
		length := &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: strconv.FormatInt(t.Len(), 10)}
		return &ast.ArrayType{Lbrack: pos, Len: length, Elt: s.typeExpr(t.Elem(), pos)}
	case *types.Map:
		return &ast.MapType{Map: pos, Key: s.typeExpr(t.Key(), pos), Value: s.typeExpr(t.Elem(), pos)}
	case *types.Signature:
		return s.spellFunc(t, pos)
	case *types.Struct:
		return s.spellStruct(t, pos)
	case *types.Interface:
		if t.IsMethodSet() {
			list := &ast.FieldList{Opening: pos, Closing: pos}
			for m := range t.Methods() {
				list.List = append(list.List, &ast.Field{Names: []*ast.Ident{name(pos, m.Name())}, Type: s.spellFunc(m.Signature(), pos)})
			}
			return &ast.InterfaceType{Interface: pos, Methods: list}
		}
	}
	panic(unspellable{t})
}

func (s *source) spellName(object *types.TypeName, pos token.Pos) ast.Expr {
	if object.Pkg() == nil || s.ours(object.Pkg()) {
		return name(pos, object.Name())
	}
	return &ast.SelectorExpr{X: name(pos, s.importName(object.Pkg(), pos)), Sel: name(pos, object.Name())}
}

func (s *source) spellFunc(sig *types.Signature, pos token.Pos) *ast.FuncType {
	t := &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos}}
	for i := range sig.Params().Len() {
		t.Params.List = append(t.Params.List, &ast.Field{Type: s.spellParam(sig, i, pos)})
	}
	if sig.Results().Len() > 0 {
		t.Results = &ast.FieldList{Opening: pos, Closing: pos}
		for v := range sig.Results().Variables() {
			t.Results.List = append(t.Results.List, &ast.Field{Type: s.typeExpr(v.Type(), pos)})
		}
	}
	return t
}

// spellParam writes the type of a parameter, with dots for a variadic one.
func (s *source) spellParam(sig *types.Signature, i int, pos token.Pos) ast.Expr {
	t := sig.Params().At(i).Type()
	if sig.Variadic() && i == sig.Params().Len()-1 {
		if slice, ok := t.Underlying().(*types.Slice); ok {
			return &ast.Ellipsis{Ellipsis: pos, Elt: s.typeExpr(slice.Elem(), pos)}
		}
	}
	return s.typeExpr(t, pos)
}

func (s *source) spellStruct(t *types.Struct, pos token.Pos) ast.Expr {
	list := &ast.FieldList{Opening: pos, Closing: pos}
	for i := range t.NumFields() {
		f := t.Field(i)
		if f.Embedded() {
			panic(unspellable{t})
		}
		field := &ast.Field{Names: []*ast.Ident{name(pos, f.Name())}, Type: s.typeExpr(f.Type(), pos)}
		if tag := t.Tag(i); tag != "" {
			field.Tag = &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(tag)}
		}
		list.List = append(list.List, field)
	}
	return &ast.StructType{Struct: pos, Fields: list}
}

// importName is the name under which the file imports pkg, which is imported
// if need be.
func (s *source) importName(pkg *types.Package, pos token.Pos) string {
	if known, ok := s.importNames[pkg.Path()]; ok {
		return known
	}
	alias := fmt.Sprintf("%spkg%d", tempPrefix, len(s.importNames))
	s.addImport(alias, pkg.Path())
	s.imports = append(s.imports, pkg.Path())
	return alias
}

// addImport imports the package at path under a name that scripts cannot use.
func (s *source) addImport(alias, path string) {
	pos := s.file.Name.End()
	if s.importNames == nil {
		s.importNames = map[string]string{}
	}
	s.importNames[path] = alias
	spec := &ast.ImportSpec{
		Name: name(pos, alias),
		Path: &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(path)},
	}
	s.file.Imports = append(s.file.Imports, spec)
	decl := &ast.GenDecl{TokPos: pos, Tok: token.IMPORT, Specs: []ast.Spec{spec}}
	s.file.Decls = append([]ast.Decl{decl}, s.file.Decls...)
}

// temp returns a new name.
func (s *source) temp() string {
	s.temps++
	return tempPrefix + strconv.Itoa(s.temps)
}
