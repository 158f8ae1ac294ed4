package symbols

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

const (
	maxDepth = 1000
	maxNodes = 1 << 20
)

// walk goes through a value before native code does, and panics where that
// would not end, or end in too much: package fmt follows cycles until the
// process dies, and both fmt and json visit a value as often as it is reached.
type walk struct {
	host     Host
	what     string
	maxBytes int
	nodes    int
	counted  int // of the nodes, that were charged
	bytes    int

	// format is whether the value is formatted by package fmt, rather than
	// encoded as JSON, and use in which way.
	format bool
	use    use

	// known is whether the value comes out of a wrapper with its methods: they
	// are called, and what it is made of matters only if they are not.
	known bool

	// indent and prefix are what JSON puts before each line.
	indent, prefix int

	// wrapped is whether there is something to be made plain: boxes, errors of a
	// script's types, and for JSON embedded fields.
	wrapped bool
}

func (w *walk) tooLarge() {
	panic(&LimitError{w.what, fmt.Sprintf("result over %d MiB", w.maxBytes>>20)})
}

func (w *walk) add(n int) {
	w.bytes += n
	if w.bytes > w.maxBytes {
		w.tooLarge()
	}
}

// node counts n values. They are charged in parts, so that a long walk ends
// when the execution does.
func (w *walk) node(n int) {
	w.nodes += n
	if w.nodes-w.counted > 4096 {
		w.flush()
	}
	if w.nodes > maxNodes {
		panic(&LimitError{w.what, fmt.Sprintf("more than %d values", maxNodes)})
	}
}

// flush charges the nodes that were not charged yet: twice, as native code
// will go through them again.
func (w *walk) flush() {
	w.host.Charge(2 * int64(w.nodes-w.counted))
	w.counted = w.nodes
}

// value visits v, which is depth levels deep.
func (w *walk) value(v reflect.Value, depth int) {
	w.node(1)
	if depth > maxDepth {
		panic(&LimitError{w.what, fmt.Sprintf("value nested deeper than %d levels, or in itself", maxDepth)})
	}
	if w.indent+w.prefix > 0 {
		w.add(w.prefix + w.indent*(depth+1) + 1)
	}
	if !v.IsValid() {
		w.add(4)
		return
	}
	t := v.Type()
	if t == reflect.TypeFor[*Boxed]() {
		w.add(64) // it counts what it prints and encodes
		return
	}
	if w.use.named && !w.known && !isBoxed(t) && typeHas(t, losesName) {
		refuseType(w.what)
	}
	if t.NumMethod() > 0 && t.Kind() != reflect.Interface && w.leaf(v, t) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		w.text(v.String())
	case reflect.Interface:
		if v.IsNil() {
			w.add(5)
			return
		}
		w.value(v.Elem(), depth+1)
	case reflect.Pointer:
		w.pointer(v, depth)
	case reflect.Slice, reflect.Array:
		w.list(v, t, depth)
	case reflect.Map:
		w.add(6)
		for iter := v.MapRange(); iter.Next(); {
			w.value(iter.Key(), depth+1)
			w.value(iter.Value(), depth+1)
		}
	case reflect.Struct:
		w.structure(v, t, depth)
	default:
		w.add(8)
	}
}

// unwrapped visits what a wrapper holds.
func (w *walk) unwrapped(v reflect.Value, depth int) {
	known := w.known
	w.known = true
	w.value(v, depth)
	w.known = known
}

func (w *walk) pointer(v reflect.Value, depth int) {
	if v.IsNil() || w.format && depth > 0 {
		w.add(16) // nil, or an address
		return
	}
	w.internal(v.Type())
	w.value(v.Elem(), depth+1)
}

// text counts a string.
func (w *walk) text(s string) {
	w.node(len(s) / 128)
	if w.format {
		w.add(len(s)*w.use.textSize() + 3)
		return
	}
	n := len(s) + 3
	for _, r := range s {
		switch r {
		case '"', '\\', '\n', '\r', '\t', '\b', '\f':
			n++
		case '<', '>', '&', '\u2028', '\u2029', utf8.RuneError:
			n += 5 // \u and four digits
		default:
			if r < ' ' {
				n += 5
			}
		}
	}
	w.add(n)
}

func (w *walk) list(v reflect.Value, t reflect.Type, depth int) {
	w.add(2)
	switch t.Elem().Kind() {
	case reflect.Uint8:
		w.node(v.Len() / 32)
		if w.format {
			w.add(v.Len() * w.use.byteSize())
		} else {
			w.add(v.Len() + v.Len()/2)
		}
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		w.node(v.Len())
		w.add(8 * v.Len())
	default:
		for i := range v.Len() {
			w.value(v.Index(i), depth+1)
		}
	}
}

func (w *walk) structure(v reflect.Value, t reflect.Type, depth int) {
	if isBoxed(t) {
		w.wrapped = true
		w.value(unbox(v), depth+1)
		return
	}
	w.internal(t)
	w.add(2)
	if isWrapper(t) {
		w.wrapped = w.wrapped || t.PkgPath() == yaegiPath
		w.value(v.Field(0), depth+1)
		return
	}
	w.methods(t)
	w.wrapped = w.wrapped || !w.format && embeds(t)
	for i := range t.NumField() {
		f := t.Field(i)
		if !w.format {
			if !f.IsExported() && !f.Anonymous || f.Tag.Get("json") == "-" {
				continue
			}
			w.add(len(f.Name) + 4)
		} else if w.use.fields {
			if isUnnamed(t) && isMangled(f.Name) {
				panic(&Unsupported{w.what + ": %+v is not supported for structs with unexported fields: use %v"})
			}
			w.add(len(f.Name) + 1)
		}
		w.value(v.Field(i), depth+1)
	}
}

// internal refuses the types that yaegi keeps its own data in.
func (w *walk) internal(t reflect.Type) {
	if isInternal(t) {
		panic(&Unsupported{w.what + ": functions that the script declares are not supported inside of other values"})
	}
}

// methods refuses a value of a type with methods that native code would have
// called, had they not been lost.
func (w *walk) methods(t reflect.Type) {
	names := []string{"MarshalJSON", "MarshalText"}
	if w.format {
		names = []string{"Format", "Error", "String", "GoString"}
	}
	if !w.known && hasMethod(t, names...) {
		panic(&Unsupported{w.what + ": methods of a value inside of another value, or in an interface, cannot be called: " +
			"call " + strings.Join(names, " or ") + " in the script, and pass what it returns"})
	}
}

// leaf deals with a value that native code takes as one, because of its
// methods, and reports whether it is such a value.
func (w *walk) leaf(v reflect.Value, t reflect.Type) bool {
	if !v.CanInterface() {
		return false // of an unexported field: methods are not called
	}
	if t.Kind() == reflect.Pointer && v.IsNil() {
		w.add(5)
		return true
	}
	x := v.Interface()
	if !w.format {
		switch x := x.(type) {
		case json.RawMessage:
			w.node(len(x) / 16)
			w.add(len(x) + 4)
			return true
		case json.Marshaler, encoding.TextMarshaler:
			if isWrapper(t) {
				w.unwrapped(v.Field(0), 0)
			}
			w.add(64)
			return true
		}
		return false
	}
	if isWrapper(t) && w.use.other {
		panic(&Unsupported{w.what + ": of a value with methods inside of another value, only the text can be formatted: use %v"})
	}
	switch x := x.(type) {
	case fmt.Formatter:
		w.add(64)
	case error:
		// Its text can be long, and be another with each call: this one ends
		// the execution if it has to, which one inside of fmt would not.
		w.add(len(x.Error()))
	case *Builder:
		w.add(x.Len())
	case *Buffer:
		w.add(x.Len())
	case fmt.Stringer:
		w.add(64)
	default:
		return false
	}
	return true
}
