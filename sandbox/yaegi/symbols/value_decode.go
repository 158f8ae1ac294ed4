package symbols

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// UnmarshalJSON implements json.Unmarshaler: it decodes into what the value
// points to as package json decodes into a type with the names, tags and
// methods that the script declares.
func (b *Boxed) UnmarshalJSON(data []byte) error {
	return b.decode(data, false, false)
}

// decode decodes data. Strict refuses keys without a field, and numbers keeps
// numbers in an any as their text.
func (b *Boxed) decode(data []byte, strict, numbers bool) error {
	v := reflect.ValueOf(b.v)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		name := b.t.Name
		if v.Kind() == reflect.Pointer {
			return &jsonError{text: "json: Unmarshal(nil " + name + ")"}
		}
		return &jsonError{text: "json: Unmarshal(non-pointer " + name + ")"}
	}
	d := decoder{in: b.in, strict: strict, numbers: numbers}
	if f := b.in.methods[method{b.t.ID, "UnmarshalJSON"}]; f != nil {
		return f.(func(any, []byte) error)(b.v, data)
	}
	if err := d.value(b.t.elem(), v.Elem(), data, nil, 0); err != nil {
		return err
	}
	if d.first != nil {
		return d.first
	}
	return nil
}

// decoder reads JSON.
type decoder struct {
	in      *values
	strict  bool
	numbers bool
	first   error // a value that did not fit, after which decoding went on
}

// where is the field that is decoded into.
type where struct {
	structure string
	path      []string
}

// mismatch notes that a value does not fit its type.
func (d *decoder) mismatch(what, name string, at *where) {
	if d.first != nil {
		return
	}
	d.first = &mismatchError{what, name, at}
}

// mismatchError is an UnmarshalTypeError of package json.
type mismatchError struct {
	what, name string
	at         *where
}

// Error returns the text of package json.
func (e *mismatchError) Error() string {
	if e.at == nil {
		return "json: cannot unmarshal " + e.what + " into Go value of type " + e.name
	}
	return "json: cannot unmarshal " + e.what + " into Go struct field " + e.at.structure + "." + strings.Join(e.at.path, ".") + " of type " + e.name
}

// within is err, which a method returned, as package json returns it: with the
// field that was decoded into.
func within(err error, at *where) error {
	e, ok := any(err).(*mismatchError)
	if !ok || at == nil {
		return err
	}
	path := at.names()
	if e.at != nil {
		path = append(path, e.at.path...)
	}
	return &mismatchError{e.what, e.name, &where{at.structure, path}}
}

// kindOf names what a JSON value is, as package json does in errors.
func kindOf(data []byte) string {
	switch data[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "bool"
	}
	return "number"
}

// value decodes data into v, which can be set. An error ends the decoding.
func (d *decoder) value(t *Type, v reflect.Value, data []byte, at *where, depth int) error {
	d.in.step(depth)
	d.in.host.Charge(int64(len(data)) / 16)
	data = bytes.TrimSpace(data)
	null := string(data) == "null"
	if t.Kind == reflect.Pointer && !t.Foreign {
		return d.pointer(t, v, data, at, depth)
	}
	if f, receiver := d.in.methodOf(t, v, "UnmarshalJSON"); f != nil {
		return within(f.(func(any, []byte) error)(receiver, data), at)
	}
	if f, receiver := d.in.methodOf(t, v, "UnmarshalText"); f != nil && !null {
		var text string
		if data[0] != '"' || json.Unmarshal(data, &text) != nil {
			d.mismatch(kindOf(data), t.Name, at)
			return nil
		}
		return within(f.(func(any, []byte) error)(receiver, []byte(text)), at)
	}
	if null {
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice:
			v.SetZero()
		}
		return nil
	}
	if t.Foreign || t.Kind == reflect.Interface {
		return d.foreign(t, v, data, at)
	}
	switch t.Kind {
	case reflect.Struct:
		return d.structure(t, v, data, at, depth)
	case reflect.Map:
		return d.mapping(t, v, data, at, depth)
	case reflect.Slice, reflect.Array:
		if data[0] == '"' && v.Type().Elem().Kind() == reflect.Uint8 && t.Kind == reflect.Slice {
			return d.foreign(t, v, data, at)
		}
		return d.list(t, v, data, at, depth)
	}
	return d.foreign(t, v, data, at)
}

// foreign decodes with package json.
func (d *decoder) foreign(t *Type, v reflect.Value, data []byte, at *where) error {
	if isBoxed(v.Type()) {
		d.mismatch(kindOf(data), t.Name, at)
		return nil
	}
	err := d.native(v.Addr().Interface(), data)
	mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return err
	}
	name := mismatch.Type.String()
	if mismatch.Type == v.Type() {
		name = t.Name
	}
	if mismatch.Struct != "" || mismatch.Field != "" {
		at = &where{mismatch.Struct, append(at.names(), mismatch.Field)}
	}
	d.mismatch(mismatch.Value, name, at)
	return nil
}

// native decodes with package json, under the options of its Decoder if need be:
// without one it is cheaper.
func (d *decoder) native(into any, data []byte) error {
	if !d.numbers && !d.strict {
		return json.Unmarshal(data, into)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if d.numbers {
		dec.UseNumber()
	}
	if d.strict {
		dec.DisallowUnknownFields()
	}
	return dec.Decode(into)
}

func (at *where) names() []string {
	if at == nil {
		return nil
	}
	return append([]string{}, at.path...)
}

func (d *decoder) pointer(t *Type, v reflect.Value, data []byte, at *where, depth int) error {
	if string(data) == "null" {
		v.SetZero()
		return nil
	}
	if v.IsNil() {
		v.Set(reflect.New(v.Type().Elem()))
	}
	if f := d.in.methods[method{t.ID, "UnmarshalJSON"}]; f != nil && t.ID > 0 {
		return within(f.(func(any, []byte) error)(v.Interface(), data), at)
	}
	return d.value(t.elem(), v.Elem(), data, at, depth+1)
}

func (d *decoder) structure(t *Type, v reflect.Value, data []byte, at *where, depth int) error {
	if data[0] != '{' {
		d.mismatch(kindOf(data), t.Name, at)
		return nil
	}
	fields := t.encoded()
	short := t.Name[strings.LastIndexByte(t.Name, '.')+1:]
	if !t.Named {
		short = ""
	}
	return members(data, func(key string, value []byte) error {
		f := findField(fields, key)
		if f == nil {
			if d.strict && d.first == nil {
				d.first = &jsonError{text: fmt.Sprintf("json: unknown field %q", key)}
			}
			return nil
		}
		inner := &where{short, at.names()}
		slot, in := v, t
		for i, index := range f.path {
			if slot.Kind() == reflect.Pointer {
				if slot.IsNil() {
					slot.Set(reflect.New(slot.Type().Elem()))
				}
				slot = slot.Elem()
			}
			field := in.Fields[index]
			if i < len(f.path)-1 {
				inner.path = append(inner.path, field.Name)
			}
			if in = field.Type; in.Kind == reflect.Pointer {
				if !field.Exported && field.Embedded && i < len(f.path)-1 && slot.Field(index).IsNil() {
					if d.first == nil {
						d.first = &jsonError{text: "json: cannot set embedded pointer to unexported struct: " + in.elem().Name}
					}
					return nil
				}
				in = in.elem()
			}
			slot = slot.Field(index)
		}
		inner.path = append(inner.path, f.name)
		if hasOption(f.options, "string") {
			return d.quoted(f, slot, value, inner, depth)
		}
		return d.value(f.t, slot, value, inner, depth+1)
	})
}

// findField finds the field for a key: the one with that name, or with one
// that differs in case.
func findField(fields []jsonField, key string) *jsonField {
	for i := range fields {
		if fields[i].name == key {
			return &fields[i]
		}
	}
	for i := range fields {
		if strings.EqualFold(fields[i].name, key) {
			return &fields[i]
		}
	}
	return nil
}

// quoted decodes a field with the option string.
func (d *decoder) quoted(f *jsonField, v reflect.Value, data []byte, at *where, depth int) error {
	switch v.Kind() {
	case reflect.Struct, reflect.Map, reflect.Slice, reflect.Array, reflect.Interface:
		return d.value(f.t, v, data, at, depth+1)
	}
	if string(data) == "null" {
		return d.value(f.t, v, data, at, depth+1)
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil || !json.Valid([]byte(text)) {
		if d.first == nil {
			what := "unquoted value"
			if data[0] == '"' && err == nil {
				what = strconv.Quote(text)
			}
			d.first = &jsonError{text: fmt.Sprintf("json: invalid use of ,string struct tag, trying to unmarshal %s into %s", what, f.t.Name)}
		}
		return nil
	}
	return d.value(f.t, v, []byte(text), at, depth+1)
}

func (d *decoder) list(t *Type, v reflect.Value, data []byte, at *where, depth int) error {
	if data[0] != '[' {
		d.mismatch(kindOf(data), t.Name, at)
		return nil
	}
	n := 0
	slice := v.Kind() == reflect.Slice
	size := int64(v.Type().Elem().Size())
	err := members(data, func(_ string, value []byte) error {
		if slice {
			d.in.host.Allocate(size)
			if n >= v.Cap() {
				v.Grow(1)
			}
			if n >= v.Len() {
				v.SetLen(n + 1)
			}
		}
		n++
		if n > v.Len() {
			return nil // more than an array has room for
		}
		return d.value(t.elem(), v.Index(n-1), value, at, depth+1)
	})
	if err != nil {
		return err
	}
	if !slice {
		for i := n; i < v.Len(); i++ {
			v.Index(i).SetZero()
		}
		return nil
	}
	if n == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		return nil
	}
	v.SetLen(n)
	return nil
}

func (d *decoder) mapping(t *Type, v reflect.Value, data []byte, at *where, depth int) error {
	if data[0] != '{' {
		d.mismatch(kindOf(data), t.Name, at)
		return nil
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	inner := *cmpWhere(at)
	size := int64(v.Type().Elem().Size())
	return members(data, func(key string, value []byte) error {
		d.in.host.Allocate(size)
		slot := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(t.elem(), slot, value, at, depth+1); err != nil {
			return err
		}
		k := reflect.New(v.Type().Key()).Elem()
		if done, err := d.key(t.key(), k, key, &inner); err != nil || !done {
			return err
		}
		v.SetMapIndex(k, slot)
		return nil
	})
}

// cmpWhere is at, or nowhere.
func cmpWhere(at *where) *where {
	if at == nil {
		return &where{}
	}
	return at
}

// key decodes the key of a map, and reports whether it could.
func (d *decoder) key(t *Type, k reflect.Value, text string, at *where) (bool, error) {
	if f, receiver := d.in.methodOf(t, k, "UnmarshalText"); f != nil {
		return true, f.(func(any, []byte) error)(receiver, []byte(text))
	}
	switch k.Kind() {
	case reflect.String:
		k.SetString(text)
		return true, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || k.OverflowInt(n) {
			d.badKey(text, t, at)
			return false, nil
		}
		k.SetInt(n)
		return true, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil || k.OverflowUint(n) {
			d.badKey(text, t, at)
			return false, nil
		}
		k.SetUint(n)
		return true, nil
	}
	d.mismatch("object", t.Name, nil)
	return false, nil
}

func (d *decoder) badKey(text string, t *Type, at *where) {
	if at.structure == "" && len(at.path) == 0 {
		at = nil
	}
	d.mismatch("number "+text, t.Name, at)
}
