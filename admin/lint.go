package admin

import (
	"go/ast"
	"go/parser"
	"go/token"

	"github.com/picloud/picloud/sandbox"
)

// codeUnknownParam is the code of a warning, beside those of the checker.
const codeUnknownParam = "unknown_param"

// maxWarnings bounds what is reported of one source.
const maxWarnings = 50

// lint reports what the platform knows to be odd in a source that Go takes: a
// parameter that none of the script's routes captures. It goes by the looks of
// the source, and says nothing of one that cannot be parsed.
func lint(source string, given captures) []sandbox.Diagnostic {
	if sandbox.Bound(source) != nil {
		return nil // a check lints also what the checker refused
	}
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
	return list
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
