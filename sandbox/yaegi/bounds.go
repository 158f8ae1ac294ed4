package yaegi

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/scanner"
	"go/token"
)

// Bounds of a source. They keep the parser, the type checker and the
// interpreter's compiler, none of which can be interrupted, from being led
// into endless work.
const (
	maxSource     = 1 << 20 // bytes
	maxTokens     = 200_000
	maxNesting    = 200
	maxConstBytes = 1 << 16 // of a constant string
	maxArrayLen   = 1 << 16 // elements
	maxChain      = 5_000   // operands of one chain of operators
)

// bounded reports whether text is small enough to be looked at.
func (r *report) bounded() bool {
	if len(r.text) > maxSource {
		r.atOffset(0, codeLimit, fmt.Sprintf("the source has %d bytes; at most %d are allowed", len(r.text), maxSource))
		return false
	}
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(r.text))
	var sc scanner.Scanner
	sc.Init(file, []byte(r.text), func(token.Position, string) {}, 0)
	depth, chain := 0, 0
	for count := 0; ; count++ {
		pos, tok, _ := sc.Scan()
		switch tok {
		case token.EOF:
			return true
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		}
		switch {
		case tok.IsOperator() && tok != token.RPAREN && tok != token.RBRACK && tok != token.RBRACE &&
			tok != token.LPAREN && tok != token.LBRACK && tok != token.LBRACE && tok != token.COMMA &&
			tok != token.COLON && tok != token.SEMICOLON:
			chain++
		case tok == token.SEMICOLON || tok == token.COMMA || tok == token.LBRACE:
			chain = 0
		}
		if depth > maxNesting || chain > maxChain {
			r.atOffset(int(pos)-file.Base(), codeLimit, "this is nested too deeply: split it into several functions or statements")
			return false
		}
		if count > maxTokens {
			r.atOffset(int(pos)-file.Base(), codeLimit, fmt.Sprintf("the source has more than %d tokens: split the script", maxTokens))
			return false
		}
	}
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
