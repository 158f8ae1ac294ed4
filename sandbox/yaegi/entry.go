package yaegi

import (
	"go/types"
)

// form is how an entry point is written.
type form int

const (
	formNone     form = iota
	formValueErr      // func(*sdk.Context) (any, error)
	formValue         // func(*sdk.Context) any
	formHandler       // func(http.ResponseWriter, *http.Request)
)

const (
	entryPoint = "Handle"
	sdkPath    = "github.com/picloud/picloud/sdk"
	httpPath   = "net/http"
)

const entryForms = "write func Handle(ctx *sdk.Context) (any, error), func Handle(ctx *sdk.Context) any or func Handle(w http.ResponseWriter, r *http.Request)"

// checkEntryPoint finds Handle and its form.
func (s *source) checkEntryPoint() {
	object := s.pkg.Scope().Lookup(entryPoint)
	if object == nil {
		s.report.add(s.file.Name, codeEntryPoint, "the script has no entry point: "+entryForms)
		return
	}
	f, ok := object.(*types.Func)
	if !ok {
		s.report.at(object.Pos(), codeEntryPoint, "Handle is not a function: "+entryForms)
		return
	}
	if s.form = formOf(f.Signature()); s.form == formNone {
		s.report.at(object.Pos(), codeEntryPoint, "this is not the form of an entry point: "+entryForms)
	}
}

func formOf(sig *types.Signature) form {
	if sig.TypeParams().Len() > 0 || sig.Variadic() {
		return formNone
	}
	params, results := sig.Params(), sig.Results()
	switch {
	case params.Len() == 1 && isPointerTo(params.At(0).Type(), sdkPath, "Context"):
		if results.Len() == 0 || !types.Identical(results.At(0).Type(), types.Universe.Lookup("any").Type()) {
			return formNone
		}
		if results.Len() == 1 {
			return formValue
		}
		if results.Len() == 2 && types.Identical(results.At(1).Type(), types.Universe.Lookup("error").Type()) {
			return formValueErr
		}
	case params.Len() == 2 && results.Len() == 0 &&
		isNamed(params.At(0).Type(), httpPath, "ResponseWriter") && isPointerTo(params.At(1).Type(), httpPath, "Request"):
		return formHandler
	}
	return formNone
}

func isPointerTo(t types.Type, path, name string) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(p.Elem(), path, name)
}

// isNamed reports whether t is the type name of the package with path; the
// empty path is the universe.
func isNamed(t types.Type, path, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Name() != name {
		return false
	}
	if n.Obj().Pkg() == nil {
		return path == ""
	}
	return n.Obj().Pkg().Path() == path
}
