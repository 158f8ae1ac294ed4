package symbols

import (
	"encoding/json"
	"reflect"
)

// decode is json.Unmarshal into values of a script's types: fields that are
// marked as embedded are embedded. It decodes into a copy of another type.
func decode(data []byte, v any) error {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() || !typeHas(target.Type(), embeds) {
		return json.Unmarshal(data, v)
	}
	target = target.Elem()
	c := reflect.New(embedding(target.Type(), map[reflect.Type]bool{}))
	assign(c.Elem(), target)
	err := json.Unmarshal(data, c.Interface())
	assign(target, c.Elem())
	return err
}

// embedding returns t with fields that are marked as embedded made so.
func embedding(t reflect.Type, within map[reflect.Type]bool) reflect.Type {
	if t.Name() != "" || !typeHas(t, embeds) {
		return t
	}
	switch t.Kind() {
	case reflect.Pointer:
		return reflect.PointerTo(embedding(t.Elem(), within))
	case reflect.Slice:
		return reflect.SliceOf(embedding(t.Elem(), within))
	case reflect.Array:
		return reflect.ArrayOf(t.Len(), embedding(t.Elem(), within))
	case reflect.Map:
		return reflect.MapOf(t.Key(), embedding(t.Elem(), within))
	case reflect.Struct:
	default:
		return t
	}
	if within[t] {
		panic(&Unsupported{"json.Unmarshal: structs that embed others and lead back to themselves are not supported"})
	}
	within[t] = true
	defer delete(within, t)
	fields := make([]reflect.StructField, t.NumField())
	for i := range fields {
		f := t.Field(i)
		ft := embedding(f.Type, within)
		if fields[i] = (reflect.StructField{Name: f.Name, Tag: f.Tag, Type: ft}); f.Anonymous || tagHas(f, "embedded") {
			fields[i] = embed(f, ft)
		}
	}
	return reflect.StructOf(fields)
}

// assign copies src to dst, whose types differ in what is embedded at the most.
func assign(dst, src reflect.Value) {
	if dst.Type() == src.Type() {
		dst.Set(src)
		return
	}
	switch src.Kind() {
	case reflect.Pointer:
		if src.IsNil() {
			dst.SetZero()
			return
		}
		if dst.IsNil() {
			dst.Set(reflect.New(dst.Type().Elem()))
		}
		assign(dst.Elem(), src.Elem())
	case reflect.Slice:
		if src.IsNil() {
			dst.SetZero()
			return
		}
		s := reflect.MakeSlice(dst.Type(), src.Len(), src.Len())
		for i := range src.Len() {
			assign(s.Index(i), src.Index(i))
		}
		dst.Set(s)
	case reflect.Array:
		for i := range src.Len() {
			assign(dst.Index(i), src.Index(i))
		}
	case reflect.Map:
		if src.IsNil() {
			dst.SetZero()
			return
		}
		m := reflect.MakeMapWithSize(dst.Type(), src.Len())
		for iter := src.MapRange(); iter.Next(); {
			elem := reflect.New(dst.Type().Elem()).Elem()
			assign(elem, iter.Value())
			m.SetMapIndex(iter.Key(), elem)
		}
		dst.Set(m)
	default: // a struct: nothing else can differ
		for i := range src.NumField() {
			assign(dst.Field(i), src.Field(i))
		}
	}
}
