package symbols

import (
	"reflect"
	"slices"
	"strings"
)

// Tag is the key of the struct tags with which the engine tells this package
// what yaegi drops of a script's struct types. The value is a list, separated
// by commas:
//
//   - "embedded" on an embedded field. Package json sees the fields of a struct
//     embedded in another as the other's only then.
//   - the names of methods, such as "String", on the first field of a struct
//     type that has, or whose pointer has, methods which package fmt or json
//     would call: Format, Error, String, GoString, MarshalJSON, MarshalText,
//     UnmarshalJSON, UnmarshalText, promoted ones included. Such a value is
//     refused where its methods are lost: as a part of another value, or in an
//     interface.
//
// Tags that the script wrote have to stay.
const Tag = "picloud"

func tagHas(f reflect.StructField, item string) bool {
	list, ok := f.Tag.Lookup(Tag)
	return ok && slices.Contains(strings.Split(list, ","), item)
}

// hasMethod reports whether t is marked as a script's type with one of the
// methods.
func hasMethod(t reflect.Type, names ...string) bool {
	return isUnnamed(t) && t.NumField() > 0 && slices.ContainsFunc(names, func(name string) bool {
		return tagHas(t.Field(0), name)
	})
}

// embeds reports whether t is marked as a script's type with embedded fields
// that yaegi did not make embedded ones.
func embeds(t reflect.Type) bool {
	if !isUnnamed(t) {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i); !f.Anonymous && tagHas(f, "embedded") {
			return true
		}
	}
	return false
}

// embed returns f, whose values are of type t, as an embedded field, or as one
// that is left out, by the rules of package json.
func embed(f reflect.StructField, t reflect.Type) reflect.StructField {
	out := reflect.StructField{Name: f.Name, Tag: f.Tag, Type: t}
	elem := t
	if t.Kind() == reflect.Pointer {
		elem = t.Elem()
	}
	switch {
	case elem.Kind() == reflect.Struct && t.NumMethod() == 0:
		out.Anonymous = true
	case elem.Kind() == reflect.Struct || elem.Kind() == reflect.Interface && t.NumMethod() > 0:
		panic(&Unsupported{"JSON of a struct that embeds " + t.String() + " is not supported: make it a field with a name"})
	case isMangled(f.Name):
		out.Tag = `json:"-"`
	}
	return out
}
