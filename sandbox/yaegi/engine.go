// Package yaegi is the script engine built on the yaegi interpreter.
//
// The interpreter alone is neither correct Go nor a sandbox. So every source
// passes the Go type checker first, against exactly the symbols that scripts
// may use; then what the interpreter would get wrong is refused with a
// position and a reason, or rewritten into what it gets right; then counters
// are woven in, which end a script that runs too long or too deep.
package yaegi

import (
	"errors"
	"go/ast"
	"os"
	"strings"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// Engine checks, compiles and runs scripts. Use New.
type Engine struct {
	// Unmetered leaves out the counters, to measure what they cost. What it
	// compiles knows no limit of operations or depth, and cannot be stopped:
	// it is for nothing that others wrote.
	Unmetered bool
}

// New returns an Engine. It removes the variables YAEGI_* from the process's
// environment: they would change how scripts run.
func New() *Engine {
	for _, entry := range os.Environ() {
		if key, _, _ := strings.Cut(entry, "="); strings.HasPrefix(key, "YAEGI_") {
			_ = os.Unsetenv(key) // fails for malformed names only, which a listed one is not
		}
	}
	return &Engine{}
}

// Interface guards
var (
	_ sandbox.Engine   = (*Engine)(nil)
	_ sandbox.Program  = (*program)(nil)
	_ sandbox.Instance = (*instance)(nil)
)

// Check implements sandbox.Engine. A source that may be saved can have
// warnings.
func (e *Engine) Check(text string) []sandbox.Diagnostic {
	p, err := e.compile(text)
	if err == nil {
		err = newInstance(p).load()
	}
	if source, ok := errors.AsType[*sandbox.SourceError](err); ok {
		return source.Diagnostics
	}
	return warnings(text)
}

// Compile implements sandbox.Engine.
func (e *Engine) Compile(text string) (sandbox.Program, error) {
	p, err := e.compile(text)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (e *Engine) compile(text string) (*program, error) {
	s := analyze(text)
	if s.report.failed() || !s.prepare(!e.Unmetered) {
		return nil, &sandbox.SourceError{Diagnostics: s.report.sorted()}
	}
	return &program{
		file:    s.file,
		lines:   s.tokens.Lines(),
		size:    s.tokens.Size(),
		imports: s.imports,
		form:    s.form,
		table:   s.lines,
		types:   s.types,
	}, nil
}

// prepare rewrites the checked file into what the interpreter runs. It reports
// whether it could.
func (s *source) prepare(metered bool) (ok bool) {
	defer func() {
		if recover() != nil {
			s.report.add(s.file.Name, codeUnsupported, "this script cannot be prepared for running: simplify it")
			ok = false
		}
	}()
	s.boxValues()
	lower(s)
	if metered {
		s.meter()
	}
	s.declareCounters()
	return !s.report.failed()
}

// program is a compiled script. The file is shared by its instances, which
// only read it.
type program struct {
	file    *ast.File
	lines   []int
	size    int
	imports []string
	form    form
	table   *lineTable
	types   []*symbols.Type
}
