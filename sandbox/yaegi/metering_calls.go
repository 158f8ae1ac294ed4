package yaegi

import (
	"go/ast"
	"go/token"
)

// leafSize is how many nodes of the syntax tree may run in a function before
// it counts its call.
const leafSize = 64

// meterCalls has functions count their calls. One that only the script calls
// counts when it gets past what returns early: each such call is a step of a
// function or loop that has been counted, and calls nothing itself.
func (s *source) meterCalls() {
	called := s.onlyCalled()
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Body != nil && n.Recv == nil && called[n.Name.Name] {
				tickAt(n.Body, leafPrefix(n.Body.List))
			} else {
				tick(n.Body)
			}
		case *ast.FuncLit:
			tick(n.Body)
		}
		return true
	})
}

// onlyCalled returns the functions of the file that are called by their names
// and used in no other way, so that native code does not come to call them.
func (s *source) onlyCalled() map[string]bool {
	called := map[string]bool{}
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name != entryPoint && f.Name.Name != "init" {
			called[f.Name.Name] = true
		}
	}
	callees := map[*ast.Ident]bool{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok {
				callees[id] = true
			}
		case *ast.FuncDecl:
			callees[n.Name] = true
		case *ast.Ident:
			if !callees[n] {
				delete(called, n.Name)
			}
		}
		return true
	})
	return called
}

// leafPrefix returns how many of the statements at the beginning of a function
// neither call anything nor loop, when one of them may return.
func leafPrefix(list []ast.Stmt) int {
	size, returns := 0, 0
	for i, stmt := range list {
		plain := true
		ast.Inspect(stmt, func(n ast.Node) bool {
			switch n := n.(type) {
			case nil:
			case *ast.CallExpr, *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt, *ast.LabeledStmt, *ast.DeferStmt:
				plain = false
			case *ast.BranchStmt:
				plain = plain && n.Tok != token.GOTO
			case *ast.ReturnStmt:
				returns = i + 1
			}
			size++
			return plain
		})
		if !plain || size > leafSize {
			return min(returns, i)
		}
	}
	return returns
}

// tickAt puts a tick before the statement of a body at an index. A body that
// returns before that counts at its beginning.
func tickAt(body *ast.BlockStmt, at int) {
	if at == len(body.List) {
		at = 0
	}
	rest := block(body.Lbrace, body.List[at:]...)
	tick(rest)
	body.List = append(body.List[:at:at], rest.List...)
}
