package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// prepareTypes moves the types that functions declare out of these, and gives
// what hides a predeclared name another name: copies of generic code may stand
// anywhere in the file.
func (s *source) prepareTypes() {
	renamed := map[types.Object]string{}
	for _, object := range s.info.Defs {
		if object == nil || object.Parent() != s.pkg.Scope() || types.Universe.Lookup(object.Name()) == nil {
			continue
		}
		if _, isType := object.(*types.TypeName); !isType {
			renamed[object] = tempPrefix + "o_" + object.Name()
		}
	}
	moved := s.localTypes(renamed)
	if len(renamed) == 0 {
		return
	}
	for _, uses := range []map[*ast.Ident]types.Object{s.info.Defs, s.info.Uses} {
		for id, object := range uses {
			if fresh, ok := renamed[object]; ok {
				id.Name = fresh
			}
		}
	}
	s.file.Decls = append(s.file.Decls, moved...)
	s.recheck()
}

// localTypes takes the types that functions declare out of these, but for
// those of generic functions and those that refer to other local names. It
// adds new names for them to renamed.
func (s *source) localTypes(renamed map[types.Object]string) []ast.Decl {
	var out []ast.Decl
	movable := func(spec *ast.TypeSpec) bool {
		object := s.info.Defs[spec.Name]
		if object == nil || spec.Assign.IsValid() {
			return false
		}
		local := false
		ast.Inspect(spec.Type, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				used := s.info.Uses[id]
				if _, isPackage := used.(*types.PkgName); isPackage {
					return true
				}
				_, isType := used.(*types.TypeName)
				if used != nil && used.Pkg() == s.pkg && used.Parent() != s.pkg.Scope() && used.Parent() != nil && renamed[used] == "" && (used != object || !isType) {
					local = true
				}
			}
			return true
		})
		return !local
	}
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || f.Type.TypeParams != nil {
			continue
		}
		if object, ok := s.info.Defs[f.Name].(*types.Func); !ok || object.Signature().RecvTypeParams().Len() > 0 {
			continue
		}
		r := &rewriter{stmt: func(stmt ast.Stmt) []ast.Stmt {
			decl, ok := stmt.(*ast.DeclStmt)
			if !ok {
				return []ast.Stmt{stmt}
			}
			g, ok := decl.Decl.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				return []ast.Stmt{stmt}
			}
			g.Specs = slices.DeleteFunc(g.Specs, func(spec ast.Spec) bool {
				t := spec.(*ast.TypeSpec)
				if !movable(t) {
					return false
				}
				renamed[s.info.Defs[t.Name]] = tempPrefix + "t" + strconv.Itoa(len(renamed)) + "_" + t.Name.Name
				out = append(out, &ast.GenDecl{TokPos: t.Pos(), Tok: token.TYPE, Specs: []ast.Spec{t}})
				return true
			})
			if len(g.Specs) == 0 {
				return nil
			}
			return []ast.Stmt{stmt}
		}}
		r.block(f.Body)
	}
	return out
}
