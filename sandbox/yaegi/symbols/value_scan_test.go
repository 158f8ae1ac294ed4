package symbols

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// member is one of an object, or an element of an array.
type member struct{ key, value string }

func membersOf(data []byte) ([]member, error) {
	var list []member
	err := members(data, func(key string, value []byte) error {
		list = append(list, member{key, string(value)})
		return nil
	})
	return list, err
}

// membersByJSON is the oracle: the same by the decoder of package json.
func membersByJSON(data []byte) ([]member, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	open, err := dec.Token()
	if err != nil {
		return nil, err
	}
	var list []member
	for dec.More() {
		key := ""
		if open == json.Delim('{') {
			token, err := dec.Token()
			if err != nil {
				return nil, err
			}
			key = token.(string)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		list = append(list, member{key, string(value)})
	}
	return list, nil
}

func FuzzMembers_AreThoseOfPackageJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, ` [ 1 , "two" , [ ] , { } , null ] `, `{"a":1,"b":{"c":[1,2,{"d":"}]"}]},"e":"\\\""}`,
		`{"k\u0065y\n":true,"":false}`, "{\"\xff\":[\"\xfe\"]}", `[-1.5e+3,"\u2028",[[[]]]]`, `[ 1 ]`, `{"a" : 1 }`, `[1`, `{"a"}`, `{x`, `[}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.TrimSpace(data)
		if len(data) == 0 || !strings.ContainsRune("{[", rune(data[0])) {
			return
		}
		got, err := membersOf(data)
		if !json.Valid(data) {
			return // that it ends is all there is to ask for
		}
		want, wrong := membersByJSON(data)
		if err != nil || wrong != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q\ngot  %q, %v\nwant %q, %v", data, got, err, want, wrong)
		}
	})
}
