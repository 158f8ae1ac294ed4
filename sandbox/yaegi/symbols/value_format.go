package symbols

import (
	"cmp"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Format implements fmt.Formatter: it prints the value as package fmt prints
// one of a type with the names and methods that the script declares.
func (b *Boxed) Format(state fmt.State, verb rune) {
	defer func() {
		if r := recover(); r != nil {
			*b.in.host.(ValueHost).Caught() = Caught{r, true}
		}
	}()
	w := valueWriter{in: b.in, state: state, verb: verb, format: fmt.FormatString(state, verb)}
	w.sharp = verb == 'v' && state.Flag('#')
	w.plus = verb == 'v' && state.Flag('+')
	w.value(b.t, reflect.ValueOf(b.v), 0, true)
	b.in.spent(w.written)
}

// valueWriter prints one value.
type valueWriter struct {
	in          *values
	state       fmt.State
	verb        rune
	format      string
	sharp, plus bool
	written     int
	failed      bool // the method that was called panicked
}

func (w *valueWriter) put(text string) {
	w.written += len(text)
	if w.written > maxResult {
		panic(&LimitError{"fmt", "result over 1 MiB"})
	}
	_, _ = io.WriteString(w.state, text) // cannot fail
}

// leaf prints with package fmt.
func (w *valueWriter) leaf(v any) { w.put(fmt.Sprintf(w.format, v)) }

// value prints v, depth levels deep. Methods are called only for open values:
// those that were not reached through an unexported field.
func (w *valueWriter) value(t *Type, v reflect.Value, depth int, open bool) {
	w.in.step(depth)
	if !v.IsValid() {
		w.absent(t, depth)
		return
	}
	if open && w.methods(t, v) {
		return
	}
	switch t.Kind {
	case reflect.Interface:
		w.dynamic(t, v, depth, open)
		return
	case reflect.Struct, reflect.Map, reflect.Slice, reflect.Array, reflect.Pointer:
		if t.Foreign {
			w.foreign(v, depth, open)
			return
		}
	case reflect.Func, reflect.UnsafePointer:
		w.pointer(t, v)
		return
	default:
		if t.Foreign {
			w.foreign(v, depth, open)
			return
		}
		w.leaf(base(v))
		return
	}
	switch t.Kind {
	case reflect.Struct:
		w.structure(t, v, depth, open)
	case reflect.Map:
		w.mapping(t, v, depth, open)
	case reflect.Slice, reflect.Array:
		w.list(t, v, depth, open)
	default:
		w.address(t, v, depth, open)
	}
}

func (w *valueWriter) absent(t *Type, depth int) {
	if w.sharp {
		w.put(t.Name + "(nil)")
		return
	}
	w.put("<nil>")
}

// methods prints v by its methods, if it has those that the verb calls.
func (w *valueWriter) methods(t *Type, v reflect.Value) bool {
	if t.ID == 0 {
		return false
	}
	find := func(name string) (string, bool) {
		f, ok := w.in.methods[method{t.ID, name}].(func(any) string)
		if !ok {
			return "", false
		}
		return w.call(f, v, name)
	}
	if w.sharp {
		text, ok := find("GoString")
		if ok && !w.failed {
			w.put(fmt.Sprintf(strings.Replace(strings.Replace(w.format, "#", "", 1), "v", "s", 1), text))
		}
		w.failed = false
		return ok
	}
	if !strings.ContainsRune("vsxXq", w.verb) {
		return false
	}
	text, ok := find("Error")
	if !ok {
		text, ok = find("String")
	}
	if ok && !w.failed {
		w.put(fmt.Sprintf(w.format, text))
	}
	w.failed = false
	return ok
}

// call calls a method. What it panics with is printed, as package fmt does.
func (w *valueWriter) call(f func(any) string, v reflect.Value, name string) (text string, ok bool) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		value, recoverable := w.in.host.(ValueHost).PanicValue(r)
		if !recoverable {
			panic(r)
		}
		ok, w.failed = true, true
		if v.Kind() == reflect.Pointer && v.IsNil() {
			w.put("<nil>")
			return
		}
		w.put("%!" + string(w.verb) + "(PANIC=" + name + " method: " + fmt.Sprint(value) + ")")
	}()
	return f(v.Interface()), true
}

// dynamic prints what an interface value holds.
func (w *valueWriter) dynamic(t *Type, v reflect.Value, depth int, open bool) {
	held, v := w.in.held(v)
	switch {
	case held == nil:
		w.absent(t, depth)
	case held.Foreign:
		w.foreign(v, depth+1, open)
	default:
		w.value(held, v, depth+1, open)
	}
}

// hiddenIn is a struct with an unexported field that holds v.
func hiddenIn(v reflect.Value) reflect.Value {
	t := reflect.StructOf([]reflect.StructField{{Name: "x", PkgPath: "main", Type: v.Type()}})
	s := reflect.New(t).Elem()
	reflect.NewAt(v.Type(), s.Field(0).Addr().UnsafePointer()).Elem().Set(v)
	return s
}

// foreign prints a value of a type that the script has no part in.
func (w *valueWriter) foreign(v reflect.Value, depth int, open bool) {
	if v.Kind() == reflect.Interface {
		w.dynamic(foreignType, v, depth, open)
		return
	}
	if typeHas(v.Type(), isInterface) || typeHas(v.Type(), isBoxed) {
		walk := walk{host: w.in.host, what: "fmt", maxBytes: maxResult, format: true}
		walk.value(v, depth)
	}
	if open && depth == 0 || v.Kind() <= reflect.Complex128 && open || v.Kind() == reflect.String && open {
		w.leaf(v.Interface())
		return
	}
	if open {
		switch v.Interface().(type) {
		case fmt.Formatter, fmt.Stringer, error:
			w.leaf(v.Interface())
			return
		}
		if v.Kind() != reflect.Pointer {
			w.leaf(v.Interface())
			return
		}
	}
	text := fmt.Sprintf(w.format, hiddenIn(v).Interface())
	text = text[strings.IndexByte(text, '{')+1 : len(text)-1]
	if w.plus || w.sharp {
		_, text, _ = strings.Cut(text, ":")
	}
	w.put(text)
}

func (w *valueWriter) structure(t *Type, v reflect.Value, depth int, open bool) {
	if w.sharp {
		w.put(t.Name)
	}
	w.put("{")
	for i, f := range t.Fields {
		if i > 0 {
			w.separate()
		}
		if w.plus || w.sharp {
			w.put(f.Name + ":")
		}
		w.value(f.Type, v.Field(i), depth+1, open && f.Exported)
	}
	w.put("}")
}

func (w *valueWriter) separate() {
	if w.sharp {
		w.put(", ")
		return
	}
	w.put(" ")
}

func (w *valueWriter) list(t *Type, v reflect.Value, depth int, open bool) {
	if v.Type().Elem().Kind() == reflect.Uint8 && (strings.ContainsRune("sqxX", w.verb) || !t.elem().Named) {
		if v.Kind() == reflect.Slice {
			w.leaf(v.Bytes())
			return
		}
	}
	if w.sharp {
		w.put(t.Name)
		if v.Kind() == reflect.Slice && v.IsNil() {
			w.put("(nil)")
			return
		}
	}
	open1, close1 := "[", "]"
	if w.sharp {
		open1, close1 = "{", "}"
	}
	w.put(open1)
	for i := range v.Len() {
		if i > 0 {
			w.separate()
		}
		w.value(t.elem(), v.Index(i), depth+1, open)
	}
	w.put(close1)
}

func (w *valueWriter) mapping(t *Type, v reflect.Value, depth int, open bool) {
	if w.sharp {
		w.put(t.Name)
		if v.IsNil() {
			w.put("(nil)")
			return
		}
		w.put("{")
	} else {
		w.put("map[")
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, compareKeys)
	for i, k := range keys {
		if i > 0 {
			w.separate()
		}
		w.value(t.key(), k, depth+1, open)
		w.put(":")
		w.value(t.elem(), v.MapIndex(k), depth+1, open)
	}
	if w.sharp {
		w.put("}")
		return
	}
	w.put("]")
}

// compareKeys orders the keys of a map as package fmt does.
func compareKeys(a, b reflect.Value) int {
	switch {
	case a.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.CanUint():
		return cmp.Compare(a.Uint(), b.Uint())
	case a.CanFloat():
		return cmp.Compare(a.Float(), b.Float())
	case a.Kind() == reflect.String:
		return cmp.Compare(a.String(), b.String())
	case a.Kind() == reflect.Bool && a.Bool() != b.Bool():
		if b.Bool() {
			return -1
		}
		return 1
	case a.Kind() == reflect.Pointer:
		return cmp.Compare(a.Pointer(), b.Pointer())
	case a.Kind() == reflect.Struct:
		for i := range a.NumField() {
			if c := compareKeys(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
	case a.Kind() == reflect.Array:
		for i := range a.Len() {
			if c := compareKeys(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
	}
	return 0
}

// address prints a pointer: what it points to where that is a composite and
// nothing is around it.
func (w *valueWriter) address(t *Type, v reflect.Value, depth int, open bool) {
	if depth == 0 && !v.IsNil() {
		switch t.elem().Kind {
		case reflect.Struct, reflect.Map, reflect.Slice, reflect.Array:
			w.put("&")
			w.value(t.elem(), v.Elem(), depth+1, open)
			return
		}
	}
	w.pointer(t, v)
}

func (w *valueWriter) pointer(t *Type, v reflect.Value) {
	at := uint64(v.Pointer())
	switch {
	case w.sharp && at == 0:
		w.put("(" + t.Name + ")(nil)")
	case w.sharp:
		w.put("(" + t.Name + ")(0x" + strconv.FormatUint(at, 16) + ")")
	case at == 0 && w.verb == 'v':
		w.put("<nil>")
	case w.verb == 'v':
		w.put("0x" + strconv.FormatUint(at, 16))
	case w.verb == 'p':
		w.put(fmt.Sprintf(w.format, v.Interface()))
	case strings.ContainsRune("bodxX", w.verb):
		w.put(fmt.Sprintf(w.format, at))
	default:
		w.put("%!" + string(w.verb) + "(" + t.Name + "=")
		if at == 0 {
			w.put("<nil>)")
			return
		}
		w.put("0x" + strconv.FormatUint(at, 16) + ")")
	}
}
