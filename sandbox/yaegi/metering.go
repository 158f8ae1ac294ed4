package yaegi

import (
	"go/ast"
	"go/token"
)

// Names in the rewritten source. Scripts may not use the prefixes.
const (
	budgetName  = "PiB_"  // the global that counts down to the next refill
	runtimeName = "pi_rt" // the package of native helpers
	runtimePath = "picloud/internal/runtime"
	tempPrefix  = "pi_"
)

// meter weaves the counter into every function and every loop of file:
//
//	PiB_--
//	if PiB_ < 0 { pi_rt.Refill() }
//
// Counting in interpreted code costs a fraction of a native call; Refill
// looks at the real budget, at the depth and at whether to stop.
func meter(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			tick(n.Body)
		case *ast.FuncLit:
			tick(n.Body)
		case *ast.ForStmt:
			tick(n.Body)
		case *ast.RangeStmt:
			tick(n.Body)
		}
		return true
	})
	pos := file.Name.End()
	budget := &ast.GenDecl{
		TokPos: pos, Tok: token.VAR,
		Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{name(pos, budgetName)}, Type: name(pos, "int")}},
	}
	file.Decls = append([]ast.Decl{file.Decls[0], budget}, file.Decls[1:]...)
}

func tick(body *ast.BlockStmt) {
	if body == nil {
		return
	}
	pos := body.Lbrace
	count := &ast.IncDecStmt{X: name(pos, budgetName), TokPos: pos, Tok: token.DEC}
	refill := &ast.IfStmt{
		If:   pos,
		Cond: &ast.BinaryExpr{X: name(pos, budgetName), OpPos: pos, Op: token.LSS, Y: number(pos, 0)},
		Body: &ast.BlockStmt{Lbrace: pos, List: []ast.Stmt{&ast.ExprStmt{X: helper(pos, "Refill")}}, Rbrace: pos},
	}
	body.List = append([]ast.Stmt{count, refill}, body.List...)
}
