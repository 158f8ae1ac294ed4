package symbols

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
)

const (
	maxDepth = 1000
	maxNodes = 1 << 20
)

// walk goes through a value before native code does, and panics where that
// would not end, or end in too much: package fmt follows cycles until the
// process dies, and both fmt and json visit a value as often as it is reached.
type walk struct {
	what     string
	maxBytes int
	nodes    int
	bytes    int

	// format is whether the value is formatted by package fmt, rather than
	// encoded as JSON, and use in which way.
	format bool
	use    use

	// indent and prefix are what JSON puts before each line.
	indent, prefix int

	// errors is whether there are errors of a script's types.
	errors bool
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

// value visits v, which is depth levels deep.
func (w *walk) value(v reflect.Value, depth int) {
	w.nodes++
	if w.nodes > maxNodes {
		panic(&LimitError{w.what, fmt.Sprintf("more than %d values", maxNodes)})
	}
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
	if t.NumMethod() > 0 && t.Kind() != reflect.Interface && w.leaf(v, t) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		w.add(v.Len() + 3)
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

func (w *walk) pointer(v reflect.Value, depth int) {
	if v.IsNil() || w.format && depth > 0 {
		w.add(16) // nil, or an address
		return
	}
	w.internal(v.Type())
	w.value(v.Elem(), depth+1)
}

func (w *walk) list(v reflect.Value, t reflect.Type, depth int) {
	w.add(2)
	switch t.Elem().Kind() {
	case reflect.Uint8:
		w.nodes += v.Len() / 32
		w.add(4 * v.Len())
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		w.nodes += v.Len()
		w.add(8 * v.Len())
	default:
		for i := range v.Len() {
			w.value(v.Index(i), depth+1)
		}
	}
}

func (w *walk) structure(v reflect.Value, t reflect.Type, depth int) {
	w.internal(t)
	w.add(2)
	if isWrapper(t) {
		w.errors = w.errors || t.PkgPath() == yaegiPath
		w.value(v.Field(0), depth+1)
		return
	}
	if isUnnamed(t) && w.use.named {
		refuseType(w.what)
	}
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

// internal refuses the types that yaegi keeps values of a script's function
// and interface types in.
func (w *walk) internal(t reflect.Type) {
	if isInternal(t) {
		panic(&Unsupported{w.what + ": values of function types, and of interface types that the script declares, " +
			"are not supported inside of other values"})
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
			w.nodes += len(x) / 16
			w.add(len(x) + 4)
			return true
		case json.Marshaler, encoding.TextMarshaler:
			if isWrapper(t) {
				w.value(v.Field(0), maxDepth/2) // what it is made of may be anything
			}
			w.add(64)
			return true
		}
		return false
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
