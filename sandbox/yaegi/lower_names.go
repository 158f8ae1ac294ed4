package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// lowerNames gives a name of its own to every variable, constant and function
// that hides another object, so that no later rewrite, and nothing in the
// interpreter, can mistake one for the other.
func (s *source) lowerNames() {
	renamed := map[types.Object]string{}
	rename := func(object types.Object) {
		if object == nil || object.Name() == "_" || object.Name() == "" || renamed[object] != "" || !s.hides(object) {
			return
		}
		renamed[object] = object.Name() + "_" + tempPrefix + strconv.Itoa(len(renamed))
	}
	for _, object := range s.info.Defs {
		rename(object)
	}
	s.nameParameters()
	s.renameMethods(renamed)
	guards := map[*ast.Ident]string{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		sw, ok := n.(*ast.TypeSwitchStmt)
		if !ok {
			return true
		}
		guard, ok := sw.Assign.(*ast.AssignStmt)
		if !ok {
			return true
		}
		id, ok := guard.Lhs[0].(*ast.Ident)
		if !ok {
			return true
		}
		fresh := id.Name + "_" + s.temp()
		guards[id] = fresh
		for _, clause := range sw.Body.List {
			if object := s.info.Implicits[clause]; object != nil {
				renamed[object] = fresh
			}
		}
		return true
	})
	ast.Inspect(s.file, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if fresh, ok := guards[id]; ok {
			id.Name = fresh
		} else if fresh, ok := renamed[s.objectOf(id)]; ok && id.Name != "_" {
			id.Name = fresh
		}
		return true
	})
}

// lowerAliases puts the type in the place of every alias that is declared in
// a function.
func (s *source) lowerAliases() {
	local := func(id *ast.Ident) *types.TypeName {
		object, ok := s.objectOf(id).(*types.TypeName)
		if !ok || !object.IsAlias() || object.Pkg() != s.pkg || object.Parent() == s.pkg.Scope() {
			return nil
		}
		return object
	}
	r := &rewriter{
		expr: func(e ast.Expr, _ bool) ast.Expr {
			if id, ok := e.(*ast.Ident); ok {
				if object := local(id); object != nil {
					return s.typed(s.typeExpr(types.Unalias(object.Type()), id.Pos()), object.Type())
				}
			}
			return e
		},
		stmt: func(stmt ast.Stmt) []ast.Stmt {
			d, ok := stmt.(*ast.DeclStmt)
			if !ok {
				return []ast.Stmt{stmt}
			}
			g := d.Decl.(*ast.GenDecl)
			if g.Tok != token.TYPE {
				return []ast.Stmt{stmt}
			}
			g.Specs = slices.DeleteFunc(g.Specs, func(spec ast.Spec) bool { return spec.(*ast.TypeSpec).Assign.IsValid() })
			if len(g.Specs) == 0 {
				return nil
			}
			return []ast.Stmt{stmt}
		},
	}
	r.file(s.file)
}

// hides reports whether an object has the name of another one further out.
func (s *source) hides(object types.Object) bool {
	switch o := object.(type) {
	case *types.Var:
		if o.IsField() {
			return false
		}
	case *types.Const:
	case *types.Func:
		if o.Signature().Recv() != nil {
			return false
		}
	default:
		return false
	}
	scope := object.Parent()
	if scope == nil || object.Pkg() != s.pkg || scope.Parent() == nil {
		return false
	}
	_, outer := scope.Parent().LookupParent(object.Name(), 0)
	return outer != nil
}

// nameParameters gives every parameter and receiver without a name one: the
// interpreter would pass the arguments behind it wrongly.
func (s *source) nameParameters() {
	named := func(list *ast.FieldList) {
		if list == nil {
			return
		}
		for _, f := range list.List {
			if len(f.Names) == 0 {
				f.Names = []*ast.Ident{name(f.Type.Pos(), s.temp())}
			}
			for _, id := range f.Names {
				if id.Name == "_" {
					id.Name = s.temp()
				}
			}
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			named(n.Recv)
			named(n.Type.Params)
		case *ast.FuncLit:
			named(n.Type.Params)
		}
		return true
	})
}

// renameMethods renames the script's methods that the interpreter would take,
// by their name alone, for those of fmt.Formatter and fmt.GoStringer.
func (s *source) renameMethods(renamed map[types.Object]string) {
	for _, object := range s.info.Defs {
		f, ok := object.(*types.Func)
		if ok && f.Signature().Recv() != nil && (f.Name() == "Format" || f.Name() == "GoString") {
			renamed[f] = f.Name() + "_" + tempPrefix
		}
	}
}
