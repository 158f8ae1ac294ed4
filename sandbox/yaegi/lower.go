package yaegi

import (
	"go/ast"
	"slices"
	"strconv"
)

// lower rewrites the checked file into what the interpreter gets right. The
// positions stay those of the source.
func lower(s *source) {
	s.noteLabels()
	s.file.Decls = slices.DeleteFunc(s.file.Decls, func(d ast.Decl) bool {
		f, ok := d.(*ast.FuncDecl)
		return ok && f.Recv == nil && f.Name.Name == "main" // there for the Go tools
	})
	s.lowerGlobals()
	s.lowerLines()
	s.lowerAliases()
	s.lowerConstants()
	s.lowerNames()
	s.lowerSwitches()
	s.lowerLoops()
	s.lowerMultiple()
	s.lowerInterfaces()
	s.lowerAssertions()
	s.lowerReturns()
	s.lowerExpressions()
	s.lowerDefers()
	s.lowerResults()
	s.lowerAssignments()
	s.lowerTags()
	s.addImport(runtimeName, runtimePath)
}

// noteLabels notes the labels of statements.
func (s *source) noteLabels() {
	s.labels = map[ast.Stmt]string{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			s.labels[l.Stmt] = l.Label.Name
		}
		return true
	})
}

// importNamesOf notes under which names the file imports packages.
func (s *source) importNamesOf() {
	s.importNames = map[string]string{}
	for _, spec := range s.file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value) // was checked
		if spec.Name != nil {
			s.importNames[path] = spec.Name.Name
		} else if pkg := s.info.PkgNameOf(spec); pkg != nil {
			s.importNames[path] = pkg.Name()
		}
	}
}
