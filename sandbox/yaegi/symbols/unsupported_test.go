package symbols

import (
	"errors"
	"strings"
	"testing"
)

// What would come out otherwise than in Go is refused.
func TestExports_RefuseWhatWouldBeWrong(t *testing.T) {
	t.Parallel()
	const decls = `
			}
			type T struct{ A int; b string }
			type P struct{ A int; XML, Items []int }
			type C int
			func (c C) String() string { return "c" }
			type G struct{ A int }
			func (g G) GoString() string { return "G!" }
			type Shape interface { Area() int }
			type Sq struct{ A int }
			func (s Sq) Area() int { return s.A }
			type Tagged struct{ A int "picloud:\"Area,String,MarshalJSON\"" }
			func (t Tagged) String() string { return "t" }
			func (t Tagged) MarshalJSON() ([]byte, error) { return []byte("1"), nil }
			type Dec struct{ A int "picloud:\"UnmarshalJSON\"" }
			func (d *Dec) UnmarshalJSON(b []byte) error { return nil }
			type MyErr struct{ A int }
			func (e *MyErr) Error() string { return "e" }
			func init() {`
	const types, fields, as = "fmt.Sprintf: %T and %#v", "fmt.Sprintf: %+v", "errors.As: targets"
	tests := []struct{ name, body, want string }{
		{"type", `return fmt.Sprintf("%T", T{})`, types},
		{"type of pointer", `return fmt.Sprintf("%T", &T{})`, types},
		{"type of slice", `return fmt.Sprintf("%T", []T{})`, types},
		{"type of map", `return fmt.Sprintf("%T", map[string]*T{})`, types},
		{"type by index", `return fmt.Sprintf("%[2]T", 1, T{})`, types},
		{"type of stringer", `return fmt.Sprintf("%T", C(1))`, types},
		{"type of error", `return fmt.Sprintf("%T", error(&MyErr{}))`, types},
		{"type of builder", `return fmt.Sprintf("%T", &strings.Builder{})`, types},
		{"go syntax", `return fmt.Sprintf("%#v", T{})`, types},
		{"go syntax inside", `return fmt.Sprintf("%#v", []any{T{}})`, types},
		{"extra", `return fmt.Sprintf("%d", 1, T{})`, types},
		{"fields", `return fmt.Sprintf("%+v", T{})`, fields},
		{"fields of pointer", `return fmt.Sprintf("%+v", &T{})`, fields},
		{"fields inside", `return fmt.Sprintf("%+v", map[string]any{"a": []any{T{}}})`, fields},
		{"go syntax of interfaces", `return fmt.Sprintf("%#v", []Shape{Sq{1}})`, types},
		{"go syntax of nested error", `return fmt.Sprintf("%#v", []error{&MyErr{}})`, types},
		{"number of nested error", `return fmt.Sprintf("%d", []error{&MyErr{}})`, "only the text can be formatted"},
		{"nested stringer", `return fmt.Sprint([]any{Tagged{1}})`, "fmt.Sprint: methods of a value inside of another value"},
		{"nested stringer behind a pointer", `return fmt.Sprint(struct{ P Tagged }{Tagged{1}})`, "fmt.Sprint: methods of a value"},
		{"stringer in any", `var x any = Tagged{1}; return fmt.Sprint(x)`, "fmt.Sprint: methods of a value"},
		{"nested marshaler", `_, err := json.Marshal(map[string]any{"a": []Tagged{{1}}}); return err`, "json.Marshal: methods of a value"},
		{"interface field from json", `var v struct{ S Shape }; return json.Unmarshal([]byte("{}"), &v)`, "json.Unmarshal: interface types that the script declares"},
		{"nested unmarshaler", `var v struct{ L []*Dec }; return json.Unmarshal([]byte("{}"), &v)`, "the method UnmarshalJSON or UnmarshalText"},
		{"errors.As", `var e *MyErr; var err error = &MyErr{}; return errors.As(err, &e)`, as},

		{"stringer", `return fmt.Sprint(Tagged{1}, &Tagged{2})`, ""},
		{"marshaler", `_, err := json.Marshal(Tagged{1}); return err`, ""},
		{"unmarshaler", `var d Dec; return json.Unmarshal([]byte("{}"), &d)`, ""},
		{"default format", `return fmt.Sprintf("%v %v", T{1, "x"}, &T{})`, ""},
		{"fields of exported", `return fmt.Sprintf("%+v", P{1, nil, nil})`, ""},
		{"type of any", `return fmt.Sprintf("%T %T %T %T", 1, "x", []any{1}, map[string]any{})`, ""},
		{"type of host's", `return fmt.Sprintf("%T %+v %T", time.Second, time.Second, io.EOF)`, ""},
		{"type of other argument", `return fmt.Sprintf("%T %v", 1, T{})`, ""},
		{"go string", `return fmt.Sprintf("%#v", G{})`, ""},
		{"errors.As of host's", `_, err := strconv.Atoi("x"); var e *strconv.NumError; return fmt.Sprint(errors.As(err, &e), e.Func)`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			value, panicked := outcome(t, &recorder{}, `"encoding/json"; "errors"; "fmt"; "io"; "strconv"; "strings"; "time"`,
				tt.body+decls+`_, _, _, _, _, _, _ = json.Valid, errors.New, fmt.Sprint, io.EOF, strconv.Itoa, strings.Cut, time.Now`)
			if tt.want == "" {
				if panicked != nil {
					t.Errorf("it panics: %v", panicked)
				}
				return
			}
			err, _ := panicked.(error)
			unsupported, ok := errors.AsType[*Unsupported](err)
			if !ok || !strings.Contains(unsupported.Message, tt.want) {
				t.Errorf("got %.200v, panic %v, want %q", value, panicked, tt.want)
			}
		})
	}
}

// Unexported fields are what the engine's tags make of them: this is why it
// has to add them.
func TestExports_JSONHonoursTagsOnUnexportedFields(t *testing.T) {
	t.Parallel()
	const source = `package main
import "encoding/json"
type T struct { Name string; secret string TAG }
func F() any {
	b, err := json.Marshal([]any{T{"a", "s3"}, &T{"b", "s3"}})
	if err != nil { return err.Error() }
	var t T
	if err := json.Unmarshal([]byte("{\"Name\":\"n\",\"Xsecret\":\"x\",\"secret\":\"x\"}"), &t); err != nil { return err.Error() }
	return string(b) + t.Name + t.secret
}`
	tagged := strings.Replace(source, "TAG", "`json:\"-\"`", 1)
	if got := run(t, &recorder{}, tagged); got != `[{"Name":"a"},{"Name":"b"}]n` {
		t.Errorf("tagged: %s", got)
	}
	bare := strings.Replace(source, "TAG", "", 1)
	if got := run(t, &recorder{}, bare); got != `[{"Name":"a","Xsecret":"s3"},{"Name":"b","Xsecret":"s3"}]nx` {
		t.Errorf("without tags: %s: the comment of the package is out of date", got)
	}
}
