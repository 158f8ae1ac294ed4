package admin

import (
	"context"
	"errors"
	"go/scanner"
	"net/http"
	"strings"
	"unicode/utf16"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/sandbox"
)

// SourceInput is a source that is not to be saved.
type SourceInput struct {
	Source string `json:"source" doc:"One Go file, package main, of at most 1 MiB."`
}

// CheckInput is a source to check, with what it is to answer.
type CheckInput struct {
	SourceInput
	ScriptID string       `json:"script_id,omitempty" doc:"The script that the source is for: warnings tell of parameters that its routes do not capture."`
	Routes   []RouteInput `json:"routes,omitempty" maxItems:"200" nullable:"false" doc:"The routes that are meant, instead of those that the script has. They may be unfinished."`
}

// CheckResult tells whether a source would be saved.
type CheckResult struct {
	OK          bool                 `json:"ok" doc:"Whether the source would be saved."`
	Diagnostics []sandbox.Diagnostic `json:"diagnostics" nullable:"false" doc:"What is wrong with it. Lines and columns count from 1, columns in UTF-16 units."`
}

// FormatResult is a formatted source.
type FormatResult struct {
	Source string `json:"source" doc:"The source as gofmt writes it."`
}

func (a *api) registerCheck(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/scripts:check", id: "check-script", passive: true, tag: tagScripts, source: true, scope: auth.Read,
		summary: "Check a source",
		about: "Checks a source as saving it would, without saving it. Warnings do not keep a source from being saved; with script_id or " +
			"routes, a parameter that no route captures is one of them.",
	}, a.checkScript)
	register(h, a, operation{
		method: http.MethodPost, path: "/scripts:format", id: "format-script", passive: true, tag: tagScripts, source: true, scope: auth.Read,
		summary: "Format a source",
		about:   "Formats a source as gofmt does. One that cannot be parsed is refused with 422 and diagnostics.",
	}, a.formatScript)
}

func (a *api) checkScript(ctx context.Context, in *struct{ Body CheckInput }) (*struct{ Body CheckResult }, error) {
	given := typedCaptures(in.Body.Routes)
	if in.Body.ScriptID != "" {
		id, err := a.knownScript(ctx, in.Body.ScriptID)
		if err != nil {
			return nil, err
		}
		if in.Body.Routes == nil {
			if given, err = a.capturesOf(ctx, id); err != nil {
				return nil, err
			}
		}
	}
	diagnostics, err := a.check(ctx, in.Body.Source)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body CheckResult }{}
	out.Body.OK = firstError(diagnostics) == nil
	out.Body.Diagnostics = append(diagnostics, lint(in.Body.Source, given)...)
	if out.Body.Diagnostics == nil {
		out.Body.Diagnostics = []sandbox.Diagnostic{}
	}
	return out, nil
}

// accept returns a Problem for a source that must not be saved.
func (a *api) accept(ctx context.Context, source string) error {
	_, err := a.review(ctx, source, captures{})
	return err
}

// review returns the warnings about a source that may be saved, and a Problem
// for one that must not be.
func (a *api) review(ctx context.Context, source string, given captures) ([]sandbox.Diagnostic, error) {
	diagnostics, err := a.check(ctx, source)
	if err != nil {
		return nil, err
	}
	if firstError(diagnostics) != nil {
		return nil, invalidScript(diagnostics)
	}
	return append(diagnostics, lint(source, given)...), nil
}

func (a *api) check(ctx context.Context, source string) ([]sandbox.Diagnostic, error) {
	if err := checkSize(source); err != nil {
		return nil, err
	}
	return a.Checker.Check(ctx, source)
}

func checkSize(source string) error {
	if len(source) <= maxSource {
		return nil
	}
	p := newProblem(http.StatusRequestEntityTooLarge, codeBodyTooLarge,
		"the source has %d bytes, which is over the limit of %d bytes: make it shorter", len(source), maxSource)
	p.Field = "source"
	return p
}

func invalidScript(diagnostics []sandbox.Diagnostic) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, codeInvalidScript, "the source would not run")
	if first := firstError(diagnostics); first != nil {
		p = newProblem(http.StatusUnprocessableEntity, codeInvalidScript,
			"the source would not run: line %d, column %d: %s", first.Line, first.Column, first.Message)
	}
	p.Field = "source"
	p.Diagnostics = diagnostics
	return p
}

// firstError returns the first diagnostic that keeps a source from being
// saved, nil if there is none.
func firstError(diagnostics []sandbox.Diagnostic) *sandbox.Diagnostic {
	for i := range diagnostics {
		if diagnostics[i].Severity != sandbox.SeverityWarning {
			return &diagnostics[i]
		}
	}
	return nil
}

// syntaxDiagnostics turns an error of go/parser into diagnostics.
func syntaxDiagnostics(source string, err error) []sandbox.Diagnostic {
	list, ok := errors.AsType[scanner.ErrorList](err)
	if !ok {
		list = scanner.ErrorList{{Msg: err.Error()}}
	}
	diagnostics := make([]sandbox.Diagnostic, len(list))
	for i, e := range list {
		// The line of a position is what a //line comment says it is; the
		// offset is always the real one.
		line, column := lineColumn(source, e.Pos.Offset)
		diagnostics[i] = sandbox.Diagnostic{
			Line:     line,
			Column:   column,
			Severity: sandbox.SeverityError,
			Code:     "syntax",
			Message:  e.Msg,
		}
	}
	return diagnostics
}

// lineColumn returns the position of a byte, both from 1, the column in UTF-16
// units.
func lineColumn(source string, offset int) (line, column int) {
	before := source[:min(offset, len(source))]
	column = 1
	for _, r := range before[strings.LastIndexByte(before, '\n')+1:] {
		column += utf16.RuneLen(r)
	}
	return strings.Count(before, "\n") + 1, column
}
