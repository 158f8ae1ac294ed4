package yaegi

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/picloud/picloud/sandbox"
)

// Codes of warnings.
const (
	codeWrittenGlobal = "written_global"
	codeIgnoredError  = "ignored_error"
)

// maxWarnings bounds what is reported of one source.
const maxWarnings = 50

// warnings returns what is odd in a source that may be saved: global variables
// that the handling of requests writes, and errors of Request.JSON that nobody
// looks at. It returns nothing for a source that is not valid.
func warnings(text string) []sandbox.Diagnostic {
	s := checked(text)
	if s == nil {
		return nil
	}
	s.warnGlobals()
	s.warnIgnored()
	list := s.report.sorted()
	list = list[:min(len(list), maxWarnings)]
	for i := range list {
		list[i].Severity = sandbox.SeverityWarning
	}
	return list
}

// checked is a source that the type checker takes, or nil.
func checked(text string) (s *source) {
	s = &source{text: text, report: &report{text: text}}
	defer func() {
		if recover() != nil {
			s = nil
		}
	}()
	if !s.report.bounded() || !s.parse() {
		return nil
	}
	s.checkImports()
	s.report.constantLengths(s.file)
	if s.report.failed() {
		return nil
	}
	s.checkTypes()
	if s.report.failed() {
		return nil
	}
	return s
}

// warnGlobals reports global variables that are written elsewhere than in
// their declarations and init functions, each once.
func (s *source) warnGlobals() {
	seen := map[types.Object]bool{}
	written := func(e ast.Expr) {
		for {
			switch x := ast.Unparen(e).(type) {
			case *ast.IndexExpr:
				e = x.X
				continue
			case *ast.SelectorExpr:
				if s.info.Selections[x] != nil {
					e = x.X
					continue
				}
			case *ast.StarExpr:
				e = x.X
				continue
			case *ast.Ident:
				v, ok := s.info.Uses[x].(*types.Var)
				if ok && v.Parent() == s.pkg.Scope() && !seen[v] {
					seen[v] = true
					s.report.add(x, codeWrittenGlobal, fmt.Sprintf("the global variable %s is written: each instance of the script has its own, and it is lost with the instance", v.Name()))
				}
			}
			return
		}
	}
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil && (f.Name.Name == "init" || f.Name.Name == "main") {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, lhs := range n.Lhs {
						written(lhs)
					}
				}
			case *ast.IncDecStmt:
				written(n.X)
			case *ast.CallExpr:
				if (s.isBuiltin(n.Fun, "delete") || s.isBuiltin(n.Fun, "clear")) && len(n.Args) > 0 {
					written(n.Args[0])
				}
			}
			return true
		})
	}
}

// warnIgnored reports calls of Request.JSON whose error is dropped.
func (s *source) warnIgnored() {
	check := func(e ast.Expr) {
		c, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			return
		}
		f := s.calleeOf(c)
		if f != nil && f.Name() == "JSON" && f.Pkg() != nil && f.Pkg().Path() == sdkPath && f.Signature().Recv() != nil {
			s.report.add(c, codeIgnoredError, "the error of JSON is ignored, so that a body of another shape goes unnoticed: return it, and the client gets 400")
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ExprStmt:
			check(n.X)
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
				if id, ok := n.Lhs[0].(*ast.Ident); ok && id.Name == "_" {
					check(n.Rhs[0])
				}
			}
		}
		return true
	})
}
