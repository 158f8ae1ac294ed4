package symbols
import "testing"
func TestZZ(t *testing.T) {
	for _, b := range []string{
	  `f := func() int {return 1}; return fmt.Sprintf("%T", []any{f}[0])`,
	  `return fmt.Sprint(map[string]any{"f": func(){}})`,
	  `return fmt.Sprint(G)`,
	  `return fmt.Sprint([]any{G})`,
	  `return fmt.Sprint(struct{F any; G func()}{G, G})`,
	  `var s Shape = Sq{1}; var a any = s; return fmt.Sprintf("%v %T", a, []any{s})`,
	  `var s Shape = Sq{1}; return fmt.Sprint([]any{s})`,
	  `var s Shape = Sq{1}; return fmt.Sprint(map[string]any{"a": s})`,
	  `var s Shape = Sq{1}; return map[string]any{"a": s}`,
	  `var s Shape = Sq{1}; return s`,
	  `return map[string]any{"a": N{1, nil, &N{2, nil, nil}}}`,
	  `var e error = &E{1}; return map[string]any{"a": e, "b": []error{e}}`,
	  `return map[string]any{"a": &E{1}}`,
	  `return &E{1}`,
	  `return func() {}`,
	  `return map[string]any{"f": func() {}}`,
	  `return C(1)`,
	  `return []C{1}`,
	  `return []byte("x")`,
	  `return map[C]int{1:2}`,
	  `return struct{A Em; B int}{Em{1},2}`,
	  `return Outer{Em{1},2}`,
	  `return Outer1{Em{1}}`,
	  `return time.Unix(0,0).UTC()`,
	  `return map[string]any{"t": time.Second, "x": &T{}}`,
	} {
		func() {
			defer func() { if r := recover(); r != nil { t.Logf("%s\n PANIC %v", b, r) } }()
			v := run(t, &recorder{}, `package main
import ("fmt"; "time")
type T struct{ t time.Time }
type Em struct { X int }
type Outer struct { Em; B int }
type Outer1 struct { Em }
type C int
func (c C) String() string { return "c" }
func (c C) MarshalText() ([]byte, error) { return []byte("tt"), nil }
type E struct { A int }
func (e *E) Error() string { return "e" }
type N struct { A int; L []N; P *N }
type Shape interface { Area() int }
type Sq struct{ A int }
func (s Sq) Area() int { return s.A }
func G() {}
var _ = fmt.Sprint
var _ time.Time
func F() any { `+b+` }`)
			d, err := EncodeJSON(&recorder{}, v)
			t.Logf("%s\n   %T %v\n   %s %v", b, v, v, d, err)
		}()
	}
}
