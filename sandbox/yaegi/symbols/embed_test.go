package symbols

import (
	"strings"
	"testing"
)

// With the engine's marks, embedded structs are for JSON what they are in Go.
func TestExports_JSONOfEmbeddedStructs(t *testing.T) {
	t.Parallel()
	const source = `package main
import ("encoding/json"; "fmt"; "time")
type ID struct { ID int "json:\"id\"" }
type Base struct { ID EMB; Name string }
type lower struct { Low int }
type Shape interface { Area() int }
type Sq struct { A int }
func (s Sq) Area() int { return s.A }
type Item struct { *Base EMB; lower EMB; Name string "json:\"name,omitempty\""; S Shape; T time.Time "json:\"-\"" }
type List struct { Items []Item; ByName map[string]*Item; Two [2]ID; Base "json:\"base\" EMBED" }
type Single struct { Base EMB }
type Rec struct { ID EMB; Next *Rec }
type Stamp struct { time.Time EMB; N int }
func enc(v any) string { b, err := json.Marshal(v); if err != nil { return err.Error() }; return string(b) }
func F() any {
BODY
}
var _ = fmt.Sprint
var _ = time.Now
`
	tests := []struct{ name, body, want string }{
		{"value", `return enc(Base{ID{1}, "n"})`, `{"id":1,"Name":"n"}`},
		{"single", `return enc(Single{Base{ID{1}, "n"}})`, `{"id":1,"Name":"n"}`},
		{"pointers and shadows", `return enc(&Item{&Base{ID{1}, "n"}, lower{2}, "x", Sq{3}, time.Time{}})`, `{"id":1,"Name":"n","Low":2,"name":"x","S":{"A":3}}`},
		{"nil pointer", `return enc(Item{nil, lower{2}, "x", nil, time.Time{}})`, `{"Low":2,"name":"x","S":null}`},
		{"inside", `i := Item{Name: "a", lower: lower{1}}; return enc(map[string]any{"l": List{Items: []Item{i}, ByName: map[string]*Item{"a": &i}, Base: Base{ID{7}, "b"}}})`,
			`{"l":{"Items":[{"Low":1,"name":"a","S":null}],"ByName":{"a":{"Low":1,"name":"a","S":null}},"Two":[{"id":0},{"id":0}],"base":{"id":7,"Name":"b"}}}`},
		{"recursive", `return enc(Rec{ID{1}, &Rec{ID{2}, nil}})`, `{"id":1,"Next":{"id":2,"Next":null}}`},
		{"formatted", `return fmt.Sprint(Base{ID{1}, "n"})`, `{{1} n}`},
		{"decoded", `b := Base{Name: "old"}; if err := json.Unmarshal([]byte("{\"id\":5}"), &b); err != nil { return err.Error() }; return fmt.Sprint(b.ID.ID, b.Name)`, "5old"},
		{"decoded single", `var b Single; if err := json.Unmarshal([]byte("{\"id\":5,\"Name\":\"x\"}"), &b); err != nil { return err.Error() }; return fmt.Sprint(b.ID.ID, b.Name)`, "5x"},
		{"decoded inside", `var l struct { L []*Base; M map[string]Base; A [1]Base }
			if err := json.Unmarshal([]byte("{\"L\":[{\"id\":1},null],\"M\":{\"a\":{\"id\":2}},\"A\":[{\"id\":3}]}"), &l); err != nil { return err.Error() }
			return fmt.Sprint(l.L[0].ID.ID, l.L[1] == nil, l.M["a"].ID.ID, l.A[0].ID.ID)`, "1 true 2 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			script := strings.NewReplacer("BODY", tt.body, "EMBED", `picloud:\"embedded\"`, "EMB", `"picloud:\"embedded\""`).Replace(source)
			if got := run(t, &recorder{}, script); got != tt.want {
				t.Errorf("got  %v\nwant %s", got, tt.want)
			}
		})
	}
	for _, body := range []string{`return enc(Stamp{N: 1})`, `var r Rec; return json.Unmarshal([]byte("{}"), &r)`} {
		script := strings.NewReplacer("BODY", body, "EMBED", "", "EMB", `"picloud:\"embedded\""`).Replace(source)
		func() {
			defer func() {
				if _, ok := recover().(*Unsupported); !ok {
					t.Errorf("%s is not refused", body)
				}
			}()
			run(t, &recorder{}, script)
		}()
	}
}
