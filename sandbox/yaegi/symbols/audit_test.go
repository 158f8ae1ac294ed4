package symbols

import (
	"encoding/json"
	"go/constant"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

// audit walks everything that scripts can reach from the exposed symbols:
// parameters, results, methods and fields, as the type checker lets them.
type audit struct {
	seen map[reflect.Type]string // how it was reached
	ways []reflect.Type
}

func (a *audit) visit(t reflect.Type, via string) {
	if _, ok := a.seen[t]; ok {
		return
	}
	a.seen[t] = via
	a.ways = append(a.ways, t)
	hide := hidden(t)
	switch t.Kind() {
	case reflect.Array, reflect.Chan, reflect.Pointer, reflect.Slice:
		a.visit(t.Elem(), via+" of")
	case reflect.Map:
		a.visit(t.Key(), via+" key")
		a.visit(t.Elem(), via+" value")
	case reflect.Func:
		for i := range t.NumIn() {
			a.visit(t.In(i), via+" parameter")
		}
		for i := range t.NumOut() {
			a.visit(t.Out(i), via+" result")
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); (f.IsExported() || f.Anonymous) && !hide[f.Name] {
				a.visit(f.Type, via+"."+f.Name)
			}
		}
	}
	if t.PkgPath() == "" && t.Kind() != reflect.Interface {
		return
	}
	methods := t
	if t.Kind() != reflect.Interface {
		methods = reflect.PointerTo(t)
		a.seen[methods] = via + " pointer"
	}
	for i := range methods.NumMethod() {
		if m := methods.Method(i); !hide[m.Name] {
			a.visit(m.Type, via+"."+m.Name)
		}
	}
}

func reachable() map[reflect.Type]string {
	a := audit{seen: map[reflect.Type]string{}}
	for p, e := range catalog() {
		for name, v := range symbolsOf(e) {
			if _, untyped := v.Interface().(constant.Value); !untyped {
				a.visit(v.Type(), p+"."+name)
			}
		}
	}
	return a.seen
}

// No type that leads out of the sandbox is within a script's reach.
func TestSymbols_ReachNothingDangerous(t *testing.T) {
	t.Parallel()
	for typ, via := range reachable() {
		path := typ.PkgPath()
		if typ.Kind() == reflect.UnsafePointer || typ.Kind() == reflect.Chan {
			t.Errorf("%s: %s is within reach", via, typ)
		}
		// The parts of types without a path are visited too.
		if path != "" && path != ownPath && !Allowed(path) {
			t.Errorf("%s: %s of package %s is within reach", via, typ, path)
		}
	}
}

// The walk above finds what it is there to find.
func TestAudit_FindsTheWayOut(t *testing.T) {
	t.Parallel()
	a := audit{seen: map[reflect.Type]string{}}
	a.visit(reflect.TypeFor[func() *json.UnmarshalTypeError](), "f")
	a.visit(reflect.TypeFor[http.Server](), "http.Server")
	for _, typ := range []reflect.Type{
		reflect.TypeFor[reflect.Type](), reflect.TypeFor[net.Conn](), reflect.TypeFor[unsafe.Pointer](),
	} {
		if a.seen[typ] == "" {
			t.Errorf("%s was not reached", typ)
		}
	}
}

// A script's type can be passed wherever a native function takes an interface.
func TestSymbols_InterfacesTakenHaveWrappers(t *testing.T) {
	t.Parallel()
	wrapped := map[string]bool{}
	for key, symbols := range interfaceWrappers() {
		path, _, _ := strings.Cut(key, "/.")
		for name := range symbols {
			wrapped[path+name] = true
		}
	}
	for typ, via := range reachable() {
		if typ.Kind() != reflect.Interface || typ.NumMethod() == 0 || typ == reflect.TypeFor[error]() {
			continue
		}
		if typ.Name() == "" {
			t.Errorf("%s: %s has no name, so that there can be no wrapper", via, typ)
		} else if !wrapped[typ.PkgPath()+"_"+typ.Name()] {
			t.Errorf("%s: %s has no wrapper", via, typ)
		}
	}
}

// The wrappers have what yaegi looks for in them.
func TestInterfaceWrappers_MatchTheirInterfaces(t *testing.T) {
	t.Parallel()
	ifaces := map[string]reflect.Type{}
	for typ := range reachable() {
		ifaces[typ.PkgPath()+"."+typ.Name()] = typ
	}
	for key, symbols := range interfaceWrappers() {
		path, _, _ := strings.Cut(key, "/.")
		for name, v := range symbols {
			w := v.Type().Elem()
			if !isWrapper(w) {
				t.Errorf("%s%s is not told to be a wrapper", path, name)
			}
			iface, ok := ifaces[path+"."+name[1:]]
			if !ok {
				if path != "encoding" { // not exposed, taken by package json
					t.Errorf("%s.%s is not within reach", path, name[1:])
				}
				continue
			}
			if !w.Implements(iface) || w.NumField() != iface.NumMethod()+1 {
				t.Errorf("%s%s does not wrap %s", path, name, iface)
			}
			for i := 1; i < w.NumField(); i++ {
				f := w.Field(i)
				if m, ok := iface.MethodByName(f.Name[1:]); !ok || f.Name[0] != 'W' || m.Type != f.Type {
					t.Errorf("%s%s.%s is not a method of %s", path, name, f.Name, iface)
				}
			}
		}
	}
}
