package yaegi

import (
	"go/ast"
	"strconv"
)

// lower rewrites the checked file into what the interpreter gets right. The
// positions stay those of the source.
func lower(s *source) {
	s.importNames = map[string]string{}
	s.labels = map[ast.Stmt]string{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			s.labels[l.Stmt] = l.Label.Name
		}
		return true
	})
	s.expandGenerics()
	for _, spec := range s.file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value) // was checked
		if spec.Name != nil {
			s.importNames[path] = spec.Name.Name
		} else if pkg := s.info.PkgNameOf(spec); pkg != nil {
			s.importNames[path] = pkg.Name()
		}
	}
	s.lowerNames()
	s.lowerLoops()
	s.lowerExpressions()
	s.lowerDefers()
	s.lowerTags()
	s.addImport(runtimeName, runtimePath)
	s.file.Decls = append(s.added, s.file.Decls...)
}
