package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// lowerLogic evaluates the left operand of && or || in a function of its own
// when it holds a literal with keys: the interpreter takes the first key or
// value of that for the condition to branch on.
func (s *source) lowerLogic(e *ast.BinaryExpr) {
	if !holdsKeys(e.X) {
		return
	}
	var operand types.Type = types.Typ[types.Bool]
	if t := s.typeOf(e.X); t != nil {
		operand = types.Default(t)
	}
	pos := e.X.Pos()
	e.X = &ast.CallExpr{
		Fun: &ast.FuncLit{
			Type: &ast.FuncType{
				Func:    pos,
				Params:  &ast.FieldList{Opening: pos, Closing: pos},
				Results: &ast.FieldList{List: []*ast.Field{{Type: s.typeExpr(operand, pos)}}},
			},
			Body: &ast.BlockStmt{
				Lbrace: pos,
				List:   []ast.Stmt{&ast.ReturnStmt{Return: pos, Results: []ast.Expr{e.X}}},
				Rbrace: pos,
			},
		},
		Lparen: pos,
		Rparen: pos,
	}
}

// holdsKeys reports whether evaluating an expression evaluates a literal with
// keys.
func holdsKeys(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.KeyValueExpr:
			found = true
		}
		return !found
	})
	return found
}

// isLogic reports whether an operator evaluates its right operand only when
// that matters.
func isLogic(op token.Token) bool { return op == token.LAND || op == token.LOR }
