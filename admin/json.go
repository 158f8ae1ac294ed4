package admin

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// formats are the formats of bodies. The second name is how Huma looks up
// what ends in +json, which problems do.
func formats() map[string]huma.Format {
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	return map[string]huma.Format{jsonType: format, "json": format}
}

// unmarshal reads JSON more strictly than encoding/json: what that would
// silently repair, drop or accept in another spelling is an error. Huma calls
// it twice for a body: for an any to validate, then for the input's type.
func unmarshal(data []byte, v any) error {
	if target, ok := v.(*any); ok {
		return unmarshalAny(data, target)
	}
	if err := checkNames(data, reflect.TypeOf(v)); err != nil {
		return err
	}
	err := json.Unmarshal(data, v)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s does not fit in the field %s: write a whole number in plain digits", wrong.Value, wrong.Field)
	}
	return err
}

func unmarshalAny(data []byte, v *any) error {
	if i := invalidUTF8(data); i >= 0 {
		return fmt.Errorf("malformed JSON at %s: not UTF-8", position(data, i))
	}
	if err := json.Unmarshal(data, v); err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			// The offset is behind the byte that is wrong, or at the end.
			at := max(int(syntax.Offset)-1, 0)
			if strings.HasPrefix(syntax.Error(), "unexpected end") {
				at = len(data)
			}
			return fmt.Errorf("malformed JSON at %s: %w", position(data, at), err)
		}
		return fmt.Errorf("malformed JSON: %w", err)
	}
	return checkDuplicates(data)
}

// invalidUTF8 returns where data stops being UTF-8, -1 for nowhere.
func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// position says where a byte is, for people.
func position(data []byte, offset int) string {
	before := data[:min(offset, len(data))]
	line := bytes.Count(before, []byte{'\n'}) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("line %d, column %d (byte %d)", line, column, offset)
}

// checkDuplicates refuses an object with two fields of one name: which one was
// meant cannot be known. The data is valid JSON.
func checkDuplicates(data []byte) error {
	// A container is open in each element: an object with its names, or an
	// array, which has none.
	var open []map[string]bool
	name := false // the next token is a name
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("malformed JSON: %w", err)
		}
		switch t := token.(type) {
		case json.Delim:
			switch t {
			case '{':
				open = append(open, map[string]bool{})
			case '[':
				open = append(open, nil)
			default:
				open = open[:len(open)-1]
			}
			name = len(open) > 0 && open[len(open)-1] != nil
			continue
		case string:
			if name {
				names := open[len(open)-1]
				if names[t] {
					return fmt.Errorf("malformed JSON at %s: the field %q is there twice", position(data, int(dec.InputOffset())-1), t)
				}
				names[t] = true
				name = false
				continue
			}
		}
		name = len(open) > 0 && open[len(open)-1] != nil
	}
}

// checkNames refuses names of fields that encoding/json and Huma take although
// they are in another case, in nested objects too.
func checkNames(data []byte, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return nil // a text, such as a time
	case t.Kind() == reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(data, &items) != nil {
			return nil // of another type, which is for others to find
		}
		for _, item := range items {
			if err := checkNames(item, t.Elem()); err != nil {
				return err
			}
		}
		return nil
	case t.Kind() != reflect.Struct:
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return errors.New("expected an object")
	}
	known := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if tag, ok := f.Tag.Lookup("json"); ok {
			tag, _, _ = strings.Cut(tag, ",")
			known[tag] = f.Type
		}
	}
	for name, value := range object {
		if of, ok := known[name]; ok {
			if err := checkNames(value, of); err != nil {
				return err
			}
			continue
		}
		for right := range known {
			if strings.EqualFold(name, right) {
				return fmt.Errorf("unknown field %q: names are case-sensitive, write %q", name, right)
			}
		}
		return fmt.Errorf("unknown field %q", name)
	}
	return nil
}
