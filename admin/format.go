package admin

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/printer"
	"go/scanner"
	"go/token"
	"strings"

	"github.com/picloud/picloud/sandbox"
)

// codeLimit is the code of a diagnostic about what takes too much time or room.
const codeLimit = "limit"

// maxIndent is how many tabs a source may be indented with in all, about. The
// formatter keeps some 30 bytes for each.
const maxIndent = 2 << 20

func (a *api) formatScript(ctx context.Context, in *struct{ Body SourceInput }) (*struct{ Body FormatResult }, error) {
	source := in.Body.Source
	if err := checkSize(source); err != nil {
		return nil, err
	}
	if excess := sandbox.Bound(source); excess != nil {
		return nil, invalidScript(excessDiagnostics(source, *excess))
	}
	// Formatting cannot be interrupted and takes some memory: one at a time.
	select {
	case a.formatting <- struct{}{}:
		defer func() { <-a.formatting }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	formatted, diagnostics := gofmt(source)
	if diagnostics != nil {
		return nil, invalidScript(diagnostics)
	}
	out := &struct{ Body FormatResult }{}
	out.Body.Source = formatted
	return out, nil
}

// gofmt returns a source as gofmt writes it, or why it is not written.
func gofmt(source string) (string, []sandbox.Diagnostic) {
	// format.Source alone would take a part of a file too.
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", syntaxDiagnostics(source, err)
	}
	if err := formattable(source, fset, file); err != nil {
		return "", excessDiagnostics(source, sandbox.Excess{Message: err.Error()})
	}
	text, err := format.Source([]byte(source))
	if err != nil {
		return "", syntaxDiagnostics(source, err)
	}
	return string(text), nil
}

// formattable returns an error when a source that was formatted would be larger
// than one may be. A short one can become so, by its indentation or by columns
// as wide as a long name, and the formatter knows no limit.
func formattable(source string, fset *token.FileSet, file *ast.File) error {
	if indentation(source) > maxIndent {
		return errTooIndented
	}
	layout := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}
	return layout.Fprint(&allowance{left: maxSource}, fset, file)
}

var (
	errTooIndented = errors.New("too much of this is nested deeply: split it into several functions")
	errTooLong     = fmt.Errorf("this would have more than %d bytes when formatted, which is over the limit: make long lines shorter", maxSource)
)

// allowance is a writer that keeps nothing and takes so many bytes.
type allowance struct{ left int }

// Write implements io.Writer.
func (a *allowance) Write(p []byte) (int, error) {
	if a.left -= len(p); a.left < 0 {
		return 0, errTooLong
	}
	return len(p), nil
}

// indentation returns how many tabs the lines of a formatted source begin with
// at most, about: every line may become one, and so may every statement.
func indentation(source string) int {
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(source))
	var sc scanner.Scanner
	sc.Init(file, []byte(source), func(token.Position, string) {}, 0)
	tabs, depth, seen := 0, 0, 0
	for {
		pos, tok, _ := sc.Scan()
		offset := min(int(pos)-file.Base(), len(source))
		if offset > seen {
			tabs += depth * strings.Count(source[seen:offset], "\n")
			seen = offset
		}
		switch tok {
		case token.EOF:
			return tabs
		case token.LPAREN, token.LBRACK:
			depth++
		case token.LBRACE:
			depth++
			tabs += depth
		case token.RPAREN, token.RBRACK:
			depth--
		case token.RBRACE:
			depth--
			tabs += depth
		case token.SEMICOLON, token.COLON:
			tabs += depth
		}
	}
}

func excessDiagnostics(source string, excess sandbox.Excess) []sandbox.Diagnostic {
	line, column := lineColumn(source, excess.Offset)
	return []sandbox.Diagnostic{{
		Line: line, Column: column, Severity: sandbox.SeverityError, Code: codeLimit, Message: excess.Message,
	}}
}
