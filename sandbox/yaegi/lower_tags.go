package yaegi

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// lowerTags hides unexported fields from encoding/json: the interpreter
// exports them under another name.
func (s *source) lowerTags() {
	ast.Inspect(s.file, func(n ast.Node) bool {
		t, ok := n.(*ast.StructType)
		if !ok {
			return true
		}
		for _, f := range t.Fields.List {
			if len(f.Names) > 0 && !f.Names[0].IsExported() {
				f.Tag = &ast.BasicLit{ValuePos: f.Pos(), Kind: token.STRING, Value: "`json:\"-\"`"}
			}
		}
		return true
	})
}

// constantExpr writes a constant's value.
func (s *source) constantExpr(e ast.Expr, value constant.Value) ast.Expr {
	pos := e.Pos()
	t := s.typeOf(e)
	var lit ast.Expr
	switch value.Kind() {
	case constant.String:
		lit = &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(constant.StringVal(value))}
	case constant.Int:
		lit = &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: value.ExactString()}
		if constant.Sign(value) < 0 {
			lit = &ast.ParenExpr{Lparen: pos, Rparen: pos, X: &ast.UnaryExpr{OpPos: pos, Op: token.SUB, X: &ast.BasicLit{
				ValuePos: pos, Kind: token.INT, Value: constant.UnaryOp(token.SUB, value, 0).ExactString(),
			}}}
		}
	case constant.Float:
		f, _ := constant.Float64Val(value)
		lit = &ast.BasicLit{ValuePos: pos, Kind: token.FLOAT, Value: strconv.FormatFloat(f, 'e', -1, 64)}
	default:
		return e
	}
	if basic, ok := t.(*types.Basic); !ok || basic.Info()&types.IsUntyped == 0 {
		lit = call(pos, s.typeExpr(t, pos), lit)
	}
	return s.typed(lit, t)
}
