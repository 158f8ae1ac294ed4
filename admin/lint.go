package admin

import (
	"go/ast"
	"go/parser"
	"go/token"

	"github.com/picloud/picloud/sandbox"
)

// The codes of warnings, beside those of the checker.
const (
	codeUnknownParam = "unknown_param"
	codeIgnoredError = "ignored_error"
)

// maxWarnings bounds what is reported of one source.
const maxWarnings = 50

// lint reports what the platform knows to be odd in a source that Go takes: a
// parameter that none of the script's routes captures, and an error of
// Request.JSON that nobody looks at. It goes by the looks of the source, and
// says nothing of one that cannot be parsed.
func lint(source string, given captures) []sandbox.Diagnostic {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var list []sandbox.Diagnostic
	warn := func(at ast.Node, code, message string) {
		if len(list) == maxWarnings {
			return
		}
		// The offset is the real one, whatever a //line comment says.
		line, column := lineColumn(source, fset.PositionFor(at.Pos(), false).Offset)
		endLine, endColumn := lineColumn(source, fset.PositionFor(at.End(), false).Offset)
		list = append(list, sandbox.Diagnostic{
			Line: line, Column: column, EndLine: endLine, EndColumn: endColumn,
			Severity: sandbox.SeverityWarning, Code: code, Message: message,
		})
	}
	for _, read := range paramsRead(file) {
		if !given.gives(read) {
			warn(read.at, codeUnknownParam, given.missing(read.name))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if call := ignoredJSON(n); call != nil {
			warn(call, codeIgnoredError, "the error of JSON is ignored, so that a body of another shape goes unnoticed: "+
				"return it, and the client gets 400")
		}
		return true
	})
	return list
}

// ignoredJSON returns the call of ctx.Request.JSON whose result a statement
// drops, or nil.
func ignoredJSON(n ast.Node) ast.Node {
	var dropped ast.Expr
	switch n := n.(type) {
	case *ast.ExprStmt:
		dropped = n.X
	case *ast.AssignStmt:
		if target, ok := n.Lhs[0].(*ast.Ident); len(n.Lhs) == 1 && len(n.Rhs) == 1 && ok && target.Name == "_" {
			dropped = n.Rhs[0]
		}
	}
	call, ok := dropped.(*ast.CallExpr)
	if !ok || !isRequestField(call.Fun, "JSON") {
		return nil
	}
	return call
}

// isRequestField reports whether an expression looks like ctx.Request.name.
func isRequestField(e ast.Expr, name string) bool {
	field, ok := e.(*ast.SelectorExpr)
	if !ok || field.Sel.Name != name {
		return false
	}
	request, ok := field.X.(*ast.SelectorExpr)
	return ok && request.Sel.Name == "Request"
}
