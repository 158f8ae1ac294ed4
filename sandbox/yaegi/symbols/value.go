package symbols

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
)

// ValuesPath is the package of what the engine's rewritten code calls to keep
// values of a script's types in interface values. Scripts cannot import it.
const ValuesPath = "github.com/picloud/picloud/sandbox/yaegi/symbols/values"

// Type describes a type that a script declares, or one made of such types. The
// interpreter's values do not know their types.
type Type struct {
	// ID is the number by which rewritten code knows the type, from 1.
	ID int

	// Name is what %T prints.
	Name string

	// Kind is the kind of the underlying type.
	Kind reflect.Kind

	// Foreign is set for types that the script has no part in: values of them
	// are what they seem.
	Foreign bool

	// Named is set for types that the script gave a name.
	Named bool

	// Elem and Key are as in package reflect, and Pointer is the type of
	// pointers to this one, if that has methods that native code calls.
	Elem, Key, Pointer *Type

	// Fields are those of a struct, in order.
	Fields []TypeField

	json atomic.Pointer[[]jsonField] // once somebody wanted them
}

// TypeField is a field of a struct.
type TypeField struct {
	Name, Tag          string
	Type               *Type
	Embedded, Exported bool
}

// ValueHost is a [Host] whose script has such types.
type ValueHost interface {
	Host

	// Types returns the types, in the order of their ID. They are only read.
	Types() []*Type

	// Caught is where a panic is kept that package fmt must not see.
	Caught() *Caught

	// PanicValue returns what recover gives for the value of a panic, and false
	// for a panic that a script cannot recover.
	PanicValue(v any) (any, bool)
}

// Caught is what a method panicked with while package fmt printed a value.
type Caught struct {
	value any
	set   bool
}

// raise panics with what was caught, if anything was.
func (c *Caught) raise() {
	if c.set {
		value := c.value
		*c = Caught{}
		panic(value)
	}
}

// values are the values and methods of one interpreter's script.
type values struct {
	host    Host
	methods map[method]any
}

type method struct {
	id   int
	name string
}

// Boxed is a value of a script's type in an interface value.
type Boxed struct {
	in *values
	t  *Type
	v  any // as the interpreter has it
}

func valuesBound(h Host) table {
	in := &values{host: h, methods: map[method]any{}}
	register := func(id int, name string, f any) { in.methods[method{id, name}] = f }
	return table{
		"Box":         fn(func(id int, v any) any { return in.box(id, v) }),
		"BoxError":    fn(func(id int, v any) error { return in.box(id, v) }),
		"Is":          fn(func(id int, v any) bool { return idOf(v) == id }),
		"ID":          fn(idOf),
		"Raw":         fn(rawOf),
		"Error":       fn(func(v any) error { err, _ := v.(error); return err }),
		"Fail":        fn(failAssertion),
		"FailForeign": fn(func(v any, to, missing string) { failAssertion(v, "", to, missing) }),
		"Has":         fn(hasMethods),
		"Foreigner": fn(func(v any, to string) {
			panic(&Unsupported{"asserting a " + typeOf(v) + " to be a " + to + " is not supported: assert the concrete type, or an interface of a package"})
		}),
		"Foreign": fn(func(v any) any {
			if r := unbox(reflect.ValueOf(v)); r.IsValid() {
				return r.Interface()
			}
			return nil
		}),
		"Equal": fn(in.equal),
		"Chain": fn(func(err error) []error { return chain(h, err) }),

		"Text":      fn(func(id int, name string, f func(any) string) { register(id, name, f) }),
		"Encode":    fn(func(id int, name string, f func(any) ([]byte, error)) { register(id, name, f) }),
		"Decode":    fn(func(id int, name string, f func(any, []byte) error) { register(id, name, f) }),
		"Unwrap":    fn(func(id int, f func(any) error) { register(id, "Unwrap", f) }),
		"UnwrapAll": fn(func(id int, f func(any) []error) { register(id, "Unwrap", f) }),
		"IsError":   fn(func(id int, f func(any, error) bool) { register(id, "Is", f) }),
		"IsZero":    fn(func(id int, f func(any) bool) { register(id, "IsZero", f) }),
	}
}

func (in *values) box(id int, v any) *Boxed {
	types := in.host.(ValueHost).Types()
	r := unbox(reflect.ValueOf(v))
	for r.IsValid() && isWrapper(r.Type()) {
		r = unbox(r.Field(0))
	}
	b := &Boxed{in: in, t: types[id-1]}
	if r.IsValid() {
		b.v = r.Interface()
	}
	return b
}

func idOf(v any) int {
	if b, ok := v.(*Boxed); ok {
		return b.t.ID
	}
	return 0
}

func rawOf(v any) any {
	if b, ok := v.(*Boxed); ok {
		return b.v
	}
	return v
}

// hasMethods reports whether a value that is not boxed has all of the methods
// in a list of names and signatures.
func hasMethods(v any, names string) bool {
	r := reflect.ValueOf(v)
	for line := range strings.SplitSeq(names, "\n") {
		name, signature, _ := strings.Cut(line, " ")
		if !r.IsValid() {
			return false
		}
		if m := r.MethodByName(name); !m.IsValid() || m.Type().String() != signature {
			return false
		}
	}
	return true
}

// ConversionError is the panic of a failed type assertion.
type ConversionError string

// Error implements error.
func (e ConversionError) Error() string { return string(e) }

// RuntimeError implements runtime.Error.
func (ConversionError) RuntimeError() {}

// failAssertion panics as an assertion from an interface type does.
func failAssertion(v any, from, to, missing string) {
	text := "interface conversion: " + from + " is " + typeOf(v) + ", not " + to
	switch {
	case missing != "" && v == nil:
		text = "interface conversion: interface is nil, not " + to
	case missing != "":
		text = "interface conversion: " + typeOf(v) + " is not " + to + ": missing method " + missing
	}
	panic(ConversionError(text))
}

// typeOf is what %T prints for v.
func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case *Boxed:
		return v.t.Name
	case *oneError:
		return "*fmt.wrapError"
	case *manyErrors:
		return "*fmt.wrapErrors"
	}
	text := reflect.TypeOf(v).String()
	return strings.ReplaceAll(text, "interp.valueInterface", "interface {}")
}

// comparisonError is the panic of a comparison.
type comparisonError string

// Error implements error.
func (e comparisonError) Error() string {
	return "runtime error: comparing uncomparable type " + string(e)
}

// RuntimeError implements runtime.Error.
func (comparisonError) RuntimeError() {}

// equal is x == y for interface values.
func (in *values) equal(x, y any) bool {
	a, isA := x.(*Boxed)
	b, isB := y.(*Boxed)
	if isA != isB {
		return false
	}
	if isA {
		return a.t == b.t && in.same(a.t, reflect.ValueOf(a.v), reflect.ValueOf(b.v), 0)
	}
	if x == nil || y == nil {
		return x == y
	}
	t := reflect.TypeOf(x)
	if t != reflect.TypeOf(y) {
		return false
	}
	if !t.Comparable() {
		panic(comparisonError(t.String()))
	}
	return in.same(&Type{Foreign: true, Kind: t.Kind(), Name: t.String()}, reflect.ValueOf(x), reflect.ValueOf(y), 0)
}

// same reports whether two values of type t are equal.
func (in *values) same(t *Type, a, b reflect.Value, depth int) bool {
	in.step(depth)
	if !a.IsValid() || !b.IsValid() {
		return a.IsValid() == b.IsValid()
	}
	switch a.Kind() {
	case reflect.Slice, reflect.Map, reflect.Func:
		panic(comparisonError(t.Name))
	case reflect.Interface:
		return in.sameInterface(a, b)
	case reflect.Array:
		for i := range a.Len() {
			if !in.same(t.elem(), a.Index(i), b.Index(i), depth+1) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if isBoxed(a.Type()) {
			return in.sameInterface(a, b)
		}
		if t.Foreign && !typeHas(a.Type(), isInterface) {
			return a.Equal(b)
		}
		for i := range a.NumField() {
			if !in.same(t.field(i), a.Field(i), b.Field(i), depth+1) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

func (in *values) sameInterface(a, b reflect.Value) bool {
	t, a := in.held(a)
	u, b := in.held(b)
	if t == nil || u == nil {
		return t == nil && u == nil
	}
	if t.Foreign && u.Foreign {
		return in.equal(a.Interface(), b.Interface())
	}
	return a.Type() == b.Type() && in.same(t, a, b, 0)
}

func isInterface(t reflect.Type) bool { return t.Kind() == reflect.Interface }

// step counts a step of work on nested values.
func (in *values) step(depth int) {
	if depth > maxDepth {
		panic(&LimitError{"a value", "nested too deeply, or in itself"})
	}
	in.host.Charge(1)
}

// spent counts text that was made: package fmt and json may ask for that of many
// values, each of which is within the limits.
func (in *values) spent(n int) {
	in.host.Charge(cost(n))
	in.host.Allocate(int64(n))
}

var foreignType = &Type{Foreign: true, Name: "interface {}", Kind: reflect.Interface}

// elem is the type of elements.
func (t *Type) elem() *Type {
	if t.Elem == nil {
		return foreignType
	}
	return t.Elem
}

func (t *Type) key() *Type {
	if t.Key == nil {
		return foreignType
	}
	return t.Key
}

// field is the type of a field.
func (t *Type) field(i int) *Type {
	if i >= len(t.Fields) {
		return foreignType
	}
	return t.Fields[i].Type
}

// held is what a value of an interface type holds, and its type: the value may
// be boxed, or one that the interpreter keeps in its own way, whose type shows
// in the mark on its first field only.
func (in *values) held(v reflect.Value) (*Type, reflect.Value) {
	v = unbox(v)
	if !v.IsValid() {
		return nil, v
	}
	if b, ok := v.Interface().(*Boxed); ok {
		return b.t, reflect.ValueOf(b.v)
	}
	for isWrapper(v.Type()) {
		v = unbox(v.Field(0))
	}
	t := v.Type()
	pointer := t.Kind() == reflect.Pointer
	if pointer {
		t = t.Elem()
	}
	if isUnnamed(t) && t.NumField() > 0 {
		for mark := range strings.SplitSeq(t.Field(0).Tag.Get(Tag), ",") {
			id, err := strconv.Atoi(strings.TrimPrefix(mark, "t"))
			if err != nil || !strings.HasPrefix(mark, "t") {
				continue
			}
			found := in.host.(ValueHost).Types()[id-1]
			if !pointer {
				return found, v
			}
			if found.Pointer != nil {
				return found.Pointer, v
			}
			return &Type{Name: "*" + found.Name, Kind: reflect.Pointer, Elem: found}, v
		}
	}
	return &Type{Foreign: true, Kind: t.Kind(), Name: t.String()}, v
}

// base is a value of a basic kind without the methods of its type: the
// interpreter gives a type made from another one that type's methods.
func base(v reflect.Value) any {
	if v.Type().NumMethod() == 0 {
		return v.Interface()
	}
	switch {
	case v.CanInt():
		return v.Convert(reflect.TypeFor[int64]()).Interface()
	case v.CanUint():
		return v.Convert(reflect.TypeFor[uint64]()).Interface()
	case v.CanFloat():
		return v.Float()
	case v.Kind() == reflect.String:
		return v.String()
	case v.Kind() == reflect.Bool:
		return v.Bool()
	}
	return v.Interface()
}

// methodOf is a method that the script declares for t, or for pointers to t
// where v can be pointed to, and its receiver.
func (in *values) methodOf(t *Type, v reflect.Value, name string) (f any, receiver any) {
	if t.ID > 0 {
		if f := in.methods[method{t.ID, name}]; f != nil {
			return f, v.Interface()
		}
	}
	if t.Pointer != nil && v.CanAddr() {
		if f := in.methods[method{t.Pointer.ID, name}]; f != nil {
			return f, v.Addr().Interface()
		}
	}
	return nil, nil
}

// text is what a String or Error method returns, and whether there is one.
func (b *Boxed) text(name string) (string, bool) {
	f, ok := b.in.methods[method{b.t.ID, name}].(func(any) string)
	if !ok {
		return "", false
	}
	return f(b.v), true
}

// Error implements error: values that are none are never used as one.
func (b *Boxed) Error() string {
	text, _ := b.text("Error")
	return text
}

// IsError reports whether the value is an error, as a value of a script's type
// is only if that has the method.
func (b *Boxed) IsError() bool { return b.in.methods[method{b.t.ID, "Error"}] != nil }

// Describe is the text that a panic with the value has: what its Error or
// String method returns, or its basic value, and of others the kind.
func (b *Boxed) Describe() string {
	for _, name := range []string{"Error", "String"} {
		if text, ok := b.text(name); ok {
			return text
		}
	}
	switch b.t.Kind {
	case reflect.Array, reflect.Interface, reflect.Func, reflect.Map, reflect.Pointer, reflect.Slice, reflect.Struct:
		return "a value of kind " + b.t.Kind.String()
	}
	return fmt.Sprint(base(reflect.ValueOf(b.v)))
}

// Type describes the value's type.
func (b *Boxed) Type() *Type { return b.t }
