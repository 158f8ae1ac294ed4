package yaegi

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// checkSyntax reports what the syntax alone shows not to be part of the
// language.
func (s *source) checkSyntax() {
	refuse := func(n ast.Node, message string) { s.report.add(n, codeUnsupported, message) }
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			s.report.span(n.Go, n.Go+2, codeUnsupported, "goroutines are not part of the script language: call the function")
		case *ast.ChanType:
			refuse(n, "channels are not part of the script language: use a slice or a function")
			return false
		case *ast.SelectStmt:
			s.report.span(n.Select, n.Select+6, codeUnsupported, "select is not part of the script language")
		case *ast.SendStmt:
			refuse(n, "channels are not part of the script language: use a slice or a function")
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				refuse(n, "channels are not part of the script language: use a slice or a function")
			}
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				refuse(n, "goto is not part of the script language: use a loop or a function")
			}
		case *ast.FuncDecl:
			if n.Body == nil {
				refuse(n.Name, "a function needs a body")
			}
		case *ast.SwitchStmt:
			s.checkFallthrough(n.Body)
		case *ast.Ident:
			if strings.HasPrefix(n.Name, tempPrefix) || strings.HasPrefix(n.Name, budgetName) {
				refuse(n, fmt.Sprintf("names that begin with %s or %s are reserved: choose another", tempPrefix, budgetName))
			}
		}
		return true
	})
}

// checkFallthrough refuses fallthrough where the default clause is not last.
func (s *source) checkFallthrough(body *ast.BlockStmt) {
	var first ast.Stmt
	last := true
	for i, clause := range body.List {
		c, ok := clause.(*ast.CaseClause)
		if !ok {
			continue
		}
		if c.List == nil {
			last = i == len(body.List)-1
		}
		if n := len(c.Body); n > 0 && first == nil {
			if b, ok := c.Body[n-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
				first = b
			}
		}
	}
	if first != nil && !last {
		s.report.add(first, codeUnsupported, "fallthrough in a switch whose default is not the last clause is not supported yet: put default last")
	}
}
