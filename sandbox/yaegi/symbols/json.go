package symbols

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
)

func jsonStatic() table {
	return table{
		"Decoder":     typ[Decoder](),
		"Delim":       typ[json.Delim](),
		"Encoder":     typ[Encoder](),
		"Marshaler":   typ[json.Marshaler](),
		"Number":      typ[json.Number](),
		"RawMessage":  typ[json.RawMessage](),
		"Token":       typ[json.Token](),
		"Unmarshaler": typ[json.Unmarshaler](),
	}
}

func jsonBound(h Host) table {
	all := table{
		"Marshal":       fn(func(v any) ([]byte, error) { return encodeJSON(h, "json.Marshal", v) }),
		"MarshalIndent": fn(marshalIndent(h)),
		"Unmarshal":     fn(unmarshal(h)),
		"Valid":         scan1(h, json.Valid),
	}
	maps.Copy(all, jsonStreams(h))
	return all
}

// EncodeJSON encodes v, which a script made, as json.Marshal does, within the
// limits that scripts have. It panics as the exposed functions do: with
// [*LimitError] when v is too large, too deep or in itself, with [*Unsupported]
// when the text would not be Go's, and with what methods of v and h panic with.
//
// Unexported fields of a script's structs are left out only if the engine has
// tagged them: they are exported fields of the values, see the package comment.
func EncodeJSON(h Host, v any) ([]byte, error) { return encodeJSON(h, "the result as JSON", v) }

func encodeJSON(h Host, what string, v any) ([]byte, error) {
	return marshal(h, &walk{host: h, what: what, maxBytes: maxText}, v, json.Marshal)
}

func marshalIndent(h Host) func(v any, prefix, indent string) ([]byte, error) {
	return func(v any, prefix, indent string) ([]byte, error) {
		if len(prefix) > 64 || len(indent) > 64 {
			panic(&LimitError{"json.MarshalIndent", "prefix or indent over 64 bytes"})
		}
		w := walk{host: h, what: "json.MarshalIndent", maxBytes: maxText, indent: len(indent), prefix: len(prefix)}
		return marshal(h, &w, v, func(v any) ([]byte, error) { return json.MarshalIndent(v, prefix, indent) })
	}
}

func marshal(h Host, w *walk, v any, f func(any) ([]byte, error)) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return []byte("null"), nil
	case bool, int, float64:
	default:
		w.value(reflect.ValueOf(v), 0)
		w.flush()
		h.Charge(int64(w.bytes) / 8)
		h.Allocate(int64(w.bytes))
	}
	if w.wrapped {
		v = plainAny(plainer{json: true}, v)
	}
	data, err := f(v)
	h.Charge(cost(len(data)))
	if err != nil {
		return nil, plainError(err)
	}
	if len(data) > maxText {
		w.tooLarge()
	}
	return data, nil
}

// plainAny is p.plain for a value in an interface.
func plainAny(p plainer, v any) any {
	if plain := p.plain(reflect.ValueOf(v)); plain.IsValid() {
		return plain.Interface()
	}
	return nil
}

func unmarshal(h Host) func([]byte, any) error {
	return func(data []byte, v any) error {
		if len(data) > maxText {
			panic(&LimitError{"json.Unmarshal", "text over 16 MiB"})
		}
		h.Charge(int64(len(data)) / 4)
		h.Allocate(int64(len(data)) + 32*int64(bytes.Count(data, []byte(","))))
		if v == nil {
			return plainError(json.Unmarshal(data, v))
		}
		t := reflect.TypeOf(v)
		if isWrapper(t) {
			return unmarshalScripted(data, v)
		}
		if typeHas(t, isInternal) {
			panic(&Unsupported{"json.Unmarshal: interface types that the script declares are not supported as fields"})
		}
		if typeHas(t, decodesItself) {
			panic(&Unsupported{"json.Unmarshal: the method UnmarshalJSON or UnmarshalText of a part of the value " +
				"cannot be called: decode that part into a json.RawMessage, and pass it to the method"})
		}
		return plainError(decode(data, v))
	}
}

// decodesItself reports whether t is a script's type with a method to decode it.
func decodesItself(t reflect.Type) bool { return hasMethod(t, "UnmarshalJSON", "UnmarshalText") }

// unmarshalScripted decodes data with the method of a script's type.
func unmarshalScripted(data []byte, v any) error {
	switch m := v.(type) {
	case json.Unmarshaler:
		var raw json.RawMessage
		if err := json.Unmarshal(data, &raw); err != nil {
			return plainError(err)
		}
		return m.UnmarshalJSON(raw)
	case encoding.TextUnmarshaler:
		if string(bytes.TrimSpace(data)) == "null" {
			return nil
		}
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return plainError(err)
		}
		return m.UnmarshalText([]byte(text))
	}
	return errors.New("json: the value cannot be decoded into")
}

// jsonError is an error of package json. The originals lead to reflect.Value
// and reflect.Type.
type jsonError struct {
	text  string
	cause error
}

func (e *jsonError) Error() string { return e.text }
func (e *jsonError) Unwrap() error { return e.cause }

func plainError(err error) error {
	switch e := any(err).(type) {
	case *json.MarshalerError:
		return &jsonError{err.Error(), e.Err}
	case *json.UnmarshalTypeError:
		m := &mismatchError{what: e.Value, name: e.Type.String()}
		if e.Struct != "" || e.Field != "" {
			m.at = &where{e.Struct, []string{e.Field}}
		}
		return m
	case *json.SyntaxError, *json.InvalidUnmarshalError,
		*json.UnsupportedTypeError, *json.UnsupportedValueError:
		return &jsonError{err.Error(), nil}
	}
	return err
}
