package yaegi

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"

	"github.com/picloud/picloud/sandbox"
)

// Bounds of a source beside those of sandbox.Bound. They keep the type checker
// and the interpreter's compiler, which cannot be interrupted, from being led
// into endless work.
const (
	maxConstBytes = 1 << 16 // of a constant string
	maxArrayLen   = 1 << 16 // elements
)

// bounded reports whether text is small enough to be looked at.
func (r *report) bounded() bool {
	excess := sandbox.Bound(r.text)
	if excess != nil {
		r.atOffset(excess.Offset, codeLimit, excess.Message)
	}
	return excess == nil
}

// constantLengths reports constant strings that would grow too long when they
// are evaluated. It works on names alone, before the type checker evaluates
// anything: constants of one name are taken as the longest of them.
func (r *report) constantLengths(file *ast.File) {
	specs := map[string][]ast.Expr{}
	ast.Inspect(file, func(n ast.Node) bool {
		decl, ok := n.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			return true
		}
		var last []ast.Expr
		for _, spec := range decl.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			if len(v.Values) > 0 {
				last = v.Values
			}
			for i, name := range v.Names {
				if i < len(last) {
					specs[name.Name] = append(specs[name.Name], last[i])
				}
			}
		}
		return true
	})
	m := &constantMeasure{specs: specs, known: map[string]int{}}
	ast.Inspect(file, func(n ast.Node) bool {
		e, ok := n.(*ast.BinaryExpr)
		if !ok || e.Op != token.ADD {
			return true
		}
		if m.length(e) > maxConstBytes {
			r.add(e, codeLimit, fmt.Sprintf("a constant string may have at most %d bytes: build it at run time", maxConstBytes))
		}
		return false
	})
}

type constantMeasure struct {
	specs map[string][]ast.Expr
	known map[string]int
}

func (m *constantMeasure) length(e ast.Expr) int {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return len(constant.StringVal(constant.MakeFromLiteral(e.Value, token.STRING, 0)))
		}
	case *ast.ParenExpr:
		return m.length(e.X)
	case *ast.BinaryExpr:
		return min(m.length(e.X)+m.length(e.Y), maxConstBytes+1)
	case *ast.CallExpr:
		if len(e.Args) == 1 {
			return m.length(e.Args[0])
		}
	case *ast.Ident:
		n, ok := m.known[e.Name]
		if ok {
			return n
		}
		m.known[e.Name] = 0 // ends cycles, which the type checker reports
		for _, value := range m.specs[e.Name] {
			n = max(n, m.length(value))
		}
		m.known[e.Name] = n
		return n
	}
	return 0
}
