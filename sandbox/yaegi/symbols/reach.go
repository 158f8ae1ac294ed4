package symbols

import (
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What yaegi makes of a script's values, as far as native code can tell.

const (
	yaegiPath = "github.com/traefik/yaegi/interp"
	sdkPath   = "github.com/picloud/picloud/sdk"
)

// ownPath is the path of this package, in which the types live that stand in
// for the standard library's.
var ownPath = reflect.TypeFor[Builder]().PkgPath()

// isWrapper reports whether t wraps a value of a script's type with methods.
func isWrapper(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() > 1 && t.Field(0).Name == "IValue" &&
		(t.PkgPath() == ownPath || t.PkgPath() == yaegiPath)
}

// isInternal reports whether t is one that yaegi keeps functions and values of
// a script's interface types in, inside of other values.
func isInternal(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.PkgPath() == yaegiPath && !isWrapper(t)
}

// isUnnamed reports whether t is a struct type without a name: one that the
// script wrote as such, or one of which yaegi dropped the name.
func isUnnamed(t reflect.Type) bool { return t.Kind() == reflect.Struct && t.Name() == "" }

// isMangled reports whether a field called name may be a script's unexported
// field: yaegi puts an X before those.
func isMangled(name string) bool {
	rest, ok := strings.CutPrefix(name, "X")
	if !ok || rest == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return !unicode.IsUpper(r)
}

// typeHas reports whether t or a type that it is made of satisfies is. It does
// not look into types with a name.
func typeHas(t reflect.Type, is func(reflect.Type) bool) bool {
	seen := map[reflect.Type]bool{}
	var has func(t reflect.Type) bool
	has = func(t reflect.Type) bool {
		if is(t) {
			return true
		}
		if t.Name() != "" || seen[t] {
			return false
		}
		switch t.Kind() {
		case reflect.Array, reflect.Chan, reflect.Pointer, reflect.Slice:
			return has(t.Elem())
		case reflect.Map:
			return has(t.Key()) || has(t.Elem())
		case reflect.Struct:
			seen[t] = true
			for i := range t.NumField() {
				if has(t.Field(i).Type) {
					return true
				}
			}
		case reflect.Func:
			for i := range t.NumIn() {
				if has(t.In(i)) {
					return true
				}
			}
			for i := range t.NumOut() {
				if has(t.Out(i)) {
					return true
				}
			}
		default:
		}
		return false
	}
	return has(t)
}
