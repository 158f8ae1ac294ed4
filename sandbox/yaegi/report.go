package yaegi

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/picloud/picloud/sandbox"
)

// Codes of diagnostics.
const (
	codeSyntax      = "syntax"
	codeType        = "type"
	codeUnsupported = "unsupported"
	codeImport      = "import"
	codeLimit       = "limit"
	codeEntryPoint  = "entry_point"
)

// maxDiagnostics bounds a report: nobody reads more.
const maxDiagnostics = 100

// report collects what is wrong with a source.
type report struct {
	text   string
	tokens *token.File
	list   []sandbox.Diagnostic
}

// add reports an error that spans a node.
func (r *report) add(n ast.Node, code, message string) {
	r.span(n.Pos(), n.End(), code, message)
}

// at reports an error at a position, up to the end of the name that is there.
func (r *report) at(pos token.Pos, code, message string) {
	end := pos
	if r.tokens != nil && pos.IsValid() {
		rest := r.text[min(r.offset(pos), len(r.text)):]
		end += token.Pos(nameLen(rest))
	}
	r.span(pos, end, code, message)
}

func (r *report) span(pos, end token.Pos, code, message string) {
	d := sandbox.Diagnostic{Line: 1, Column: 1, Severity: sandbox.SeverityError, Code: code, Message: message}
	if r.tokens != nil && pos.IsValid() {
		d.Line, d.Column = r.position(r.offset(pos))
		if end > pos {
			d.EndLine, d.EndColumn = r.position(r.offset(end))
		}
	}
	r.list = append(r.list, d)
}

// atOffset reports an error at a byte offset.
func (r *report) atOffset(offset int, code, message string) {
	line, column := r.position(offset)
	r.list = append(r.list, sandbox.Diagnostic{
		Line: line, Column: column, Severity: sandbox.SeverityError, Code: code, Message: message,
	})
}

func (r *report) failed() bool { return len(r.list) > 0 }

// sorted returns the diagnostics by position, each once.
func (r *report) sorted() []sandbox.Diagnostic {
	slices.SortStableFunc(r.list, func(a, b sandbox.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	r.list = slices.CompactFunc(r.list, func(a, b sandbox.Diagnostic) bool {
		return a.Line == b.Line && a.Column == b.Column && a.Message == b.Message
	})
	return r.list[:min(len(r.list), maxDiagnostics)]
}

func (r *report) offset(pos token.Pos) int {
	return min(max(int(pos)-r.tokens.Base(), 0), len(r.text))
}

// position turns a byte offset into a line and a column in UTF-16 units, both
// from 1. It ignores //line directives.
func (r *report) position(offset int) (line, column int) {
	offset = min(offset, len(r.text))
	start := 0
	line = 1
	for i := range offset {
		if r.text[i] == '\n' {
			line++
			start = i + 1
		}
	}
	column = 1
	for rest := r.text[start:offset]; rest != ""; {
		c, n := utf8.DecodeRuneInString(rest)
		column += max(utf16.RuneLen(c), 1)
		rest = rest[n:]
	}
	return line, column
}

// nameLen is the length of the identifier, possibly qualified, that s begins
// with, and 1 when there is none.
func nameLen(s string) int {
	n := 0
	for _, c := range s {
		if c != '_' && c != '.' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c < utf8.RuneSelf {
			break
		}
		n += utf8.RuneLen(c)
	}
	return max(n, min(1, len(s)))
}
