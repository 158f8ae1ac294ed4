package symbols

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// MarshalJSON implements json.Marshaler: it encodes the value as package json
// encodes one of a type with the names, tags and methods that the script
// declares.
func (b *Boxed) MarshalJSON() ([]byte, error) {
	e := encoder{in: b.in}
	err := e.value(b.t, reflect.ValueOf(b.v), "", 0)
	b.in.spent(len(e.out))
	return e.out, err
}

// encoder writes JSON.
type encoder struct {
	in  *values
	out []byte
}

func (e *encoder) put(text string) {
	e.out = append(e.out, text...)
	if len(e.out) > maxText {
		panic(&LimitError{"JSON", fmt.Sprintf("result over %d MiB", maxText>>20)})
	}
}

// plain encodes a value with package json.
func (e *encoder) plain(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	e.put(string(data))
	return nil
}

// value encodes v. The options are those of a field's tag.
func (e *encoder) value(t *Type, v reflect.Value, options string, depth int) error {
	e.in.step(depth)
	if !v.IsValid() {
		e.put("null")
		return nil
	}
	if t.Kind == reflect.Interface {
		return e.dynamic(v, depth)
	}
	if v.Kind() == reflect.Pointer && v.IsNil() {
		e.put("null")
		return nil
	}
	if done, err := e.method(t, v); done {
		return err
	}
	if t.Foreign {
		return e.foreign(v, options)
	}
	switch t.Kind {
	case reflect.Struct:
		return e.structure(t, v, depth)
	case reflect.Map:
		return e.mapping(t, v, depth)
	case reflect.Slice:
		if v.IsNil() {
			e.put("null")
			return nil
		}
		if v.Type().Elem().Kind() == reflect.Uint8 && !e.elementsEncode(t.elem()) {
			return e.plain(v.Bytes())
		}
		return e.list(t, v, depth)
	case reflect.Array:
		return e.list(t, v, depth)
	case reflect.Pointer:
		return e.value(t.elem(), v.Elem(), options, depth+1)
	case reflect.Func, reflect.Chan, reflect.Complex64, reflect.Complex128:
		return &jsonError{text: "json: unsupported type: " + t.Name}
	}
	return e.basic(v, options)
}

// elementsEncode reports whether values of t, or pointers to them, have
// methods that encode them.
func (e *encoder) elementsEncode(t *Type) bool {
	for _, t := range []*Type{t, t.Pointer} {
		if t != nil && (e.in.methods[method{t.ID, "MarshalJSON"}] != nil || e.in.methods[method{t.ID, "MarshalText"}] != nil) && t.ID > 0 {
			return true
		}
	}
	return false
}

// method encodes v with a method of the script, if there is one.
func (e *encoder) method(t *Type, v reflect.Value) (done bool, err error) {
	if f, receiver := e.in.methodOf(t, v, "MarshalJSON"); f != nil {
		data, err := f.(func(any) ([]byte, error))(receiver)
		if err == nil {
			// The encoder checks and compacts it.
			data, err = json.Marshal(json.RawMessage(data))
			if wrapped, ok := errors.AsType[*json.MarshalerError](err); ok {
				err = wrapped.Err
			}
		}
		if err != nil {
			return true, &jsonError{"json: error calling MarshalJSON for type " + t.Name + ": " + err.Error(), err}
		}
		e.put(string(data))
		return true, nil
	}
	if f, receiver := e.in.methodOf(t, v, "MarshalText"); f != nil {
		data, err := f.(func(any) ([]byte, error))(receiver)
		if err != nil {
			return true, &jsonError{"json: error calling MarshalText for type " + t.Name + ": " + err.Error(), err}
		}
		return true, e.plain(string(data))
	}
	return false, nil
}

func (e *encoder) dynamic(v reflect.Value, depth int) error {
	held, v := e.in.held(v)
	switch {
	case held == nil:
		e.put("null")
		return nil
	case held.Foreign:
		return e.foreign(v, "")
	}
	return e.value(held, v, "", depth+1)
}

// foreign encodes a value of a type that the script has no part in.
func (e *encoder) foreign(v reflect.Value, options string) error {
	if v.CanAddr() && v.Kind() != reflect.Pointer {
		if _, ok := v.Addr().Interface().(json.Marshaler); ok {
			v = v.Addr()
		}
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type().NumMethod() > 0 {
			return e.plain(v.Interface())
		}
		return e.basic(v, options)
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return e.basic(v, options)
	}
	data, err := encodeJSON(e.in.host, "JSON", v.Interface())
	if err != nil {
		return err
	}
	e.put(string(data))
	return nil
}

// basic encodes a number, text or bool, in quotes where a tag says so.
func (e *encoder) basic(v reflect.Value, options string) error {
	if !hasOption(options, "string") {
		return e.plain(base(v))
	}
	data, err := json.Marshal(base(v))
	if err != nil {
		return err
	}
	if v.Kind() == reflect.String {
		return e.plain(string(data))
	}
	e.put(`"` + string(data) + `"`)
	return nil
}

func (e *encoder) list(t *Type, v reflect.Value, depth int) error {
	e.put("[")
	for i := range v.Len() {
		if i > 0 {
			e.put(",")
		}
		if err := e.value(t.elem(), v.Index(i), "", depth+1); err != nil {
			return err
		}
	}
	e.put("]")
	return nil
}

func (e *encoder) mapping(t *Type, v reflect.Value, depth int) error {
	if v.IsNil() {
		e.put("null")
		return nil
	}
	type pair struct {
		key   string
		value reflect.Value
	}
	var pairs []pair
	for iter := v.MapRange(); iter.Next(); {
		key, err := e.key(t, iter.Key())
		if err != nil {
			return err
		}
		pairs = append(pairs, pair{key, iter.Value()})
	}
	slices.SortFunc(pairs, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	e.put("{")
	for i, p := range pairs {
		if i > 0 {
			e.put(",")
		}
		if err := e.plain(p.key); err != nil {
			return err
		}
		e.put(":")
		if err := e.value(t.elem(), p.value, "", depth+1); err != nil {
			return err
		}
	}
	e.put("}")
	return nil
}

// key is the text of a map's key.
func (e *encoder) key(t *Type, v reflect.Value) (string, error) {
	if v.Kind() == reflect.String {
		return v.String(), nil
	}
	if f, receiver := e.in.methodOf(t.key(), v, "MarshalText"); f != nil {
		text, err := f.(func(any) ([]byte, error))(receiver)
		return string(text), err
	}
	switch {
	case v.CanInt() && v.Type().NumMethod() == 0:
		return strconv.FormatInt(v.Int(), 10), nil
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), nil
	}
	// Package json knows the keys of its own kinds.
	m := reflect.MakeMap(reflect.MapOf(v.Type(), reflect.TypeFor[int]()))
	m.SetMapIndex(v, reflect.ValueOf(0))
	data, err := json.Marshal(m.Interface())
	if err != nil {
		return "", &jsonError{text: "json: unsupported type: " + t.Name}
	}
	var keys map[string]int
	if err := json.Unmarshal(data, &keys); err != nil {
		return "", err
	}
	for key := range keys {
		return key, nil
	}
	return "", nil
}

func (e *encoder) structure(t *Type, v reflect.Value, depth int) error {
	e.put("{")
	first := true
	for _, f := range t.encoded() {
		value := v
		absent := false
		for _, i := range f.path {
			if value.Kind() == reflect.Pointer {
				if value.IsNil() {
					absent = true
					break
				}
				value = value.Elem()
			}
			value = value.Field(i)
		}
		if absent || hasOption(f.options, "omitempty") && isEmpty(value) || hasOption(f.options, "omitzero") && e.isZero(f.t, value) {
			continue
		}
		if !first {
			e.put(",")
		}
		first = false
		if err := e.plain(f.name); err != nil {
			return err
		}
		e.put(":")
		options := f.options
		if t := f.t; t.Kind == reflect.Pointer {
			t = t.elem()
			if t.Kind == reflect.Struct || t.Kind == reflect.Map || t.Kind == reflect.Slice {
				options = ""
			}
		}
		if err := e.value(f.t, value, options, depth+1); err != nil {
			return err
		}
	}
	e.put("}")
	return nil
}

// isEmpty is the test of omitempty.
func isEmpty(v reflect.Value) bool {
	if isBoxed(v.Type()) {
		return !unbox(v).IsValid()
	}
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// isZero is the test of omitzero.
func (e *encoder) isZero(t *Type, v reflect.Value) bool {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return true
	}
	if f, receiver := e.in.methodOf(t, v, "IsZero"); f != nil {
		return f.(func(any) bool)(receiver)
	}
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok && t.Foreign {
		return z.IsZero()
	}
	return v.IsZero()
}
