package admin

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestUnmarshal_SaysWhereJSONIsMalformed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{`:                     "line 1, column 2 (byte 1)",
		"{\n\"a\": x}":          "line 2, column 6 (byte 7)",
		`{"ü": x}`:              "line 1, column 7 (byte 7)",
		`{"a":1}}`:              "line 1, column 8 (byte 7)",
		"{\"a\":\"\xff\"}":      "line 1, column 7 (byte 6)",
		`{"a":1,"b":2,"a":3}`:   "the field \"a\" is there twice",
		`{"a":[{"b":1,"b":2}]}`: "the field \"b\" is there twice",
	} {
		var v any
		if err := unmarshal([]byte(text), &v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestUnmarshal_TakesTheSameNameInSeveralObjects(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"a":{"a":["a","a",{"a":"a"}]},"b":"a","c":[[],{}],"d":"b"}`, `["a","a"]`, `"a"`, `null`, ` {} `} {
		var v any
		if err := unmarshal([]byte(text), &v); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	for _, text := range []string{`{"a":[1,{"b":"c"}]}`, `{"a":1,"a":2}`, `[`, "\xff", `{"a":{}}`, `"\ud800"`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want any
		err := unmarshal(data, &got)
		std := json.Unmarshal(data, &want)
		if std != nil && err == nil {
			t.Fatalf("%q was taken: %v", data, std)
		}
		if err != nil {
			return
		}
		a, errA := json.Marshal(got)
		b, errB := json.Marshal(want)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Fatalf("%q became %s, not %s", data, a, b)
		}
	})
}
