package symbols

import (
	"encoding/json"
	"reflect"
)

// isBoxed reports whether t is the struct in which yaegi keeps a value of a
// script's interface type, and sometimes one of another type with methods.
func isBoxed(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.PkgPath() == yaegiPath && t.Name() == "valueInterface"
}

// unbox returns what the box v holds: the zero Value for nil. Yaegi exports
// neither the struct nor a way to read it.
func unbox(v reflect.Value) reflect.Value {
	for v.IsValid() {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
			continue
		}
		if !isBoxed(v.Type()) {
			break
		}
		box := reflect.New(v.Type()).Elem()
		box.Set(v)
		held := box.FieldByName("value")
		if !held.IsValid() || held.Type() != reflect.TypeFor[reflect.Value]() {
			panic(&Unsupported{"values of interface types that the script declares are not supported here"})
		}
		v = reflect.NewAt(held.Type(), held.Addr().UnsafePointer()).Elem().Interface().(reflect.Value)
	}
	return v
}

// plainer rewrites values for native code that would print or encode what
// yaegi wraps values in.
type plainer struct {
	// json is whether errors of a script's types are unwrapped too, and
	// pointers followed: package fmt calls the one, and prints the others.
	json bool
}

// odd reports whether values of type t cannot stay as they are.
func (p plainer) odd(t reflect.Type) bool {
	return typeHas(t, isBoxed) || p.json && typeHas(t, embeds)
}

// plain returns v, or a copy of it with everything unwrapped. A copy can be of
// another type, in which any takes the place of types that cannot stay.
func (p plainer) plain(v reflect.Value) reflect.Value {
	v = unbox(v)
	if !v.IsValid() {
		return v
	}
	t := v.Type()
	if isWrapper(t) {
		if _, ok := v.Interface().(error); ok && p.json && t.PkgPath() == yaegiPath {
			return reflect.ValueOf(scriptError{v.Interface().(error), v.Field(0).Interface()})
		}
		return v
	}
	if t.Name() != "" {
		return v
	}
	switch t.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		elem := p.plain(v.Elem())
		if !elem.IsValid() {
			return elem
		}
		c := reflect.New(elem.Type())
		c.Elem().Set(elem)
		return c
	case reflect.Slice, reflect.Array:
		return p.list(v)
	case reflect.Map:
		return p.mapping(v)
	case reflect.Struct:
		return p.structure(v)
	default:
		return v
	}
}

// slot puts what v becomes into slot, whose type is that of v or any.
func (p plainer) slot(slot, v reflect.Value) {
	if !p.json && v.Kind() == reflect.Pointer {
		slot.Set(v) // printed as an address
		return
	}
	if v = p.plain(v); v.IsValid() {
		slot.Set(v)
	}
}

func (p plainer) elem(t reflect.Type) reflect.Type {
	if p.odd(t) {
		return reflect.TypeFor[any]()
	}
	return t
}

func (p plainer) list(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Slice && v.IsNil() || p.flat(v.Type().Elem()) {
		return v
	}
	elem := p.elem(v.Type().Elem())
	var c reflect.Value
	if v.Kind() == reflect.Slice {
		c = reflect.MakeSlice(reflect.SliceOf(elem), v.Len(), v.Len())
	} else {
		c = reflect.New(reflect.ArrayOf(v.Len(), elem)).Elem()
	}
	for i := range v.Len() {
		p.slot(c.Index(i), v.Index(i))
	}
	return c
}

// flat reports whether values of type t hold no others.
func (p plainer) flat(t reflect.Type) bool {
	return t.Kind() <= reflect.Complex128 || t.Kind() == reflect.String
}

func (p plainer) mapping(v reflect.Value) reflect.Value {
	t := v.Type()
	if v.IsNil() || p.flat(t.Elem()) {
		return v
	}
	if p.odd(t.Key()) {
		panic(&Unsupported{"maps with keys of interface types that the script declares are not supported here"})
	}
	elem := p.elem(t.Elem())
	c := reflect.MakeMapWithSize(reflect.MapOf(t.Key(), elem), v.Len())
	for iter := v.MapRange(); iter.Next(); {
		slot := reflect.New(elem).Elem()
		p.slot(slot, iter.Value())
		c.SetMapIndex(iter.Key(), slot)
	}
	return c
}

func (p plainer) structure(v reflect.Value) reflect.Value {
	t := v.Type()
	if !p.odd(t) {
		c := reflect.New(t).Elem()
		for i := range v.NumField() {
			p.slot(c.Field(i), v.Field(i))
		}
		return c
	}
	var fields []reflect.StructField
	var values []reflect.Value
	for i := range t.NumField() {
		f, value := t.Field(i), v.Field(i)
		switch {
		case !p.json || !f.Anonymous && !tagHas(f, "embedded"):
			fields = append(fields, reflect.StructField{Name: f.Name, Tag: f.Tag, Type: p.elem(f.Type)})
		case value.Kind() == reflect.Pointer && value.IsNil():
			continue // has no fields to show
		default:
			if plain := p.plain(value); plain.IsValid() {
				value = plain
			}
			fields = append(fields, embed(f, value.Type()))
		}
		values = append(values, value)
	}
	c := reflect.New(reflect.StructOf(fields)).Elem()
	for i, value := range values {
		p.slot(c.Field(i), value)
	}
	return c
}

// scriptError is an error of a script's type on its way to the encoder, which
// takes what it is made of, as of any other value.
type scriptError struct {
	error
	value any
}

// MarshalJSON implements json.Marshaler.
func (e scriptError) MarshalJSON() ([]byte, error) {
	v := plainer{json: true}.plain(reflect.ValueOf(e.value))
	if !v.IsValid() {
		return []byte("null"), nil
	}
	return json.Marshal(v.Interface())
}
