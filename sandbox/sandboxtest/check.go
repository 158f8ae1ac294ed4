package sandboxtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

func testCheck(s *subject) {
	for _, good := range []string{mirror, repeat, sleeper, handler(`w.WriteHeader(204)`)} {
		if list := s.check(good); len(list) > 0 {
			s.Errorf("a good script has %v", list)
		}
	}
	for _, tt := range []struct {
		name         string
		source       string
		line, column int
		code         string
		words        string // part of the message
	}{
		{"empty", "", 1, 0, "syntax", ""},
		{"no Go", "hello", 1, 1, "syntax", "package"},
		{"a brace is missing", "package main\n\nfunc Handle(", 3, 0, "syntax", ""},
		{"an unknown name", returns("\treturn unknown, nil"), 8, 9, "type", "unknown"},
		{"an unknown name behind characters of two units", returns("\treturn \"🙂🙂\" + unknown, nil"), 8, 18, "type", "unknown"},
		{"an unused variable", returns("\tx := 1\n\treturn nil, nil"), 8, 2, "type", "x"},
		{"an unused import", returns("\treturn nil, nil", "strings"), 4, 2, "type", "strings"},
		{"a missing return", returns("\t_ = ctx"), 9, 0, "type", "return"},
		{"a wrong type", returns("\tvar n int = \"one\"\n\t_ = n\n\treturn nil, nil"), 8, 14, "type", ""},
		{"no entry point", source("", "var _ sdk.Context"), 0, 0, "entry_point", "Handle"},
		{"a wrong entry point", source("", "func Handle(ctx *sdk.Context) (int, string, error) {\n\treturn 0, \"\", nil\n}"), 7, 0, "entry_point", "Handle"},
		{"a package that is not allowed", returns("\treturn os.Args, nil", "os"), 4, 2, "import", "os"},
		{"a goroutine", returns("\tgo func() {}()\n\treturn nil, nil"), 8, 2, "unsupported", "goroutine"},
	} {
		s.Run(tt.name, func(t *testing.T) {
			s := s.with(t)
			list := s.check(tt.source)
			if len(list) == 0 {
				s.Fatal("nothing was found")
			}
			d := list[0]
			if tt.line > 0 && d.Line != tt.line || tt.column > 0 && d.Column != tt.column || d.Code != tt.code {
				s.Errorf("got %d:%d %s, want %d:%d %s: %s", d.Line, d.Column, d.Code, tt.line, tt.column, tt.code, d.Message)
			}
			if !strings.Contains(d.Message, tt.words) {
				s.Errorf("the message is %q, want something with %q", d.Message, tt.words)
			}
		})
	}
	s.Run("more than one", func(t *testing.T) {
		s := s.with(t)
		list := s.check(returns("\ta := 1\n\tb := c\n\treturn d, nil"))
		if len(list) < 3 || !slices.IsSortedFunc(list, func(a, b sandbox.Diagnostic) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		}) {
			s.Errorf("got %v", list)
		}
	})
	s.Run("at the same time", func(t *testing.T) {
		s := s.with(t)
		var checks sync.WaitGroup
		for range 4 {
			checks.Go(func() {
				if list := s.check(mirror); len(list) > 0 {
					s.Errorf("a good script has %v", list)
				}
			})
		}
		checks.Wait()
	})
	s.Run("for a client that is gone", func(t *testing.T) {
		s := s.with(t)
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		if list, err := s.executor.Check(ctx, mirror); err == nil && len(list) > 0 {
			s.Errorf("a good script has %v", list)
		}
	})
}

// check checks source, and what holds for every diagnostic. It returns those
// that keep the source from running.
func (s *subject) check(source string) []sandbox.Diagnostic {
	s.Helper()
	list, err := s.executor.Check(s.Context(), source)
	if err != nil {
		s.Errorf("Check: %v", err)
	}
	for _, d := range list {
		switch {
		case d.Line < 1 || d.Column < 1 || d.Message == "" || d.EndLine < 0 || d.EndColumn < 0,
			d.EndLine > 0 && cmp.Or(cmp.Compare(d.EndLine, d.Line), cmp.Compare(d.EndColumn, d.Column)) < 0,
			d.Severity != sandbox.SeverityError && d.Severity != sandbox.SeverityWarning,
			!slices.Contains([]string{"syntax", "type", "unsupported", "import", "limit", "entry_point", "written_global", "ignored_error"}, d.Code):
			s.Errorf("this is no good diagnostic: %+v", d)
		}
	}
	return slices.DeleteFunc(list, func(d sandbox.Diagnostic) bool { return d.Severity == sandbox.SeverityWarning })
}
