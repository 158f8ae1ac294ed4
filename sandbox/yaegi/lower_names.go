package yaegi

import (
	"go/ast"
	"go/types"
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
