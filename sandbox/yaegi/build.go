package yaegi

import (
	"go/ast"
	"go/token"
	"strconv"
)

// These make the nodes of rewritten code. Each takes the position of the code
// that it stands for.

func name(pos token.Pos, text string) *ast.Ident { return &ast.Ident{NamePos: pos, Name: text} }

func number(pos token.Pos, n int) *ast.BasicLit {
	return &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: strconv.Itoa(n)}
}

// helper is a call of a native helper.
func helper(pos token.Pos, fn string, args ...ast.Expr) *ast.CallExpr {
	return call(pos, &ast.SelectorExpr{X: name(pos, runtimeName), Sel: name(pos, fn)}, args...)
}

func call(pos token.Pos, fn ast.Expr, args ...ast.Expr) *ast.CallExpr {
	return &ast.CallExpr{Fun: fn, Lparen: pos, Args: args, Rparen: pos}
}

func define(pos token.Pos, lhs, rhs ast.Expr) *ast.AssignStmt {
	return assignTok(pos, token.DEFINE, lhs, rhs)
}

func assign(pos token.Pos, lhs, rhs ast.Expr) *ast.AssignStmt {
	return assignTok(pos, token.ASSIGN, lhs, rhs)
}

func assignTok(pos token.Pos, tok token.Token, lhs, rhs ast.Expr) *ast.AssignStmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{lhs}, TokPos: pos, Tok: tok, Rhs: []ast.Expr{rhs}}
}

func block(pos token.Pos, list ...ast.Stmt) *ast.BlockStmt {
	return &ast.BlockStmt{Lbrace: pos, List: list, Rbrace: pos}
}

// zero is an int that several variables are defined with: the interpreter does
// not set a variable anew to a mere number there.
func zero(pos token.Pos) ast.Expr { return call(pos, name(pos, "int"), number(pos, 0)) }
