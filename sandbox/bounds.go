package sandbox

import (
	"fmt"
	"go/scanner"
	"go/token"
)

// MaxSource is the largest source of a script, in bytes.
const MaxSource = 1 << 20

// Bounds of a source beside its size.
const (
	maxTokens  = 200_000
	maxNesting = 200
	maxChain   = 5_000 // operands of one chain of operators, calls and indexes
)

// Excess is where a source goes beyond what is looked at.
type Excess struct {
	Offset  int    // the byte, from 0
	Message string // what is too much
}

// Bound returns where a source is too large, too long or too deep to be looked
// at, nil if it is not. It is to be asked before a source is parsed: parsers,
// type checkers, compilers and formatters cannot be interrupted, and a short
// source can lead them into work without end.
func Bound(source string) *Excess {
	if len(source) > MaxSource {
		return &Excess{Message: fmt.Sprintf("the source has %d bytes; at most %d are allowed", len(source), MaxSource)}
	}
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(source))
	var sc scanner.Scanner
	sc.Init(file, []byte(source), func(token.Position, string) {}, 0)
	depth, chain, last := 0, 0, token.ILLEGAL
	for count := 0; ; count++ {
		pos, tok, _ := sc.Scan()
		switch tok {
		case token.EOF:
			return nil
		case token.LPAREN, token.LBRACK:
			depth++
			if last == token.RPAREN || last == token.RBRACK || last == token.RBRACE {
				chain++
			}
		case token.LBRACE:
			depth++
			chain = 0
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.SEMICOLON, token.COMMA:
			chain = 0
		case token.COLON:
		default:
			if tok.IsOperator() {
				chain++
			}
		}
		last = tok
		if depth > maxNesting || chain > maxChain {
			return &Excess{
				Offset:  int(pos) - file.Base(),
				Message: "this is nested too deeply: split it into several functions or statements",
			}
		}
		if count > maxTokens {
			return &Excess{
				Offset:  int(pos) - file.Base(),
				Message: fmt.Sprintf("the source has more than %d tokens: split the script", maxTokens),
			}
		}
	}
}
