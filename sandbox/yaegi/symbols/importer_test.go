package symbols

import (
	"fmt"
	"go/ast"
	"go/constant"
	goimporter "go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// canon writes a type so that those of two importers can be compared: without
// the names of parameters, and with full paths.
func canon(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		switch t.Kind() { // without byte and rune
		case types.Uint8:
			return "uint8"
		case types.Int32:
			return "int32"
		}
		return t.String()
	case *types.TypeParam:
		return fmt.Sprintf("$%d", t.Index())
	case *types.Named:
		if t.Obj().Pkg() == nil {
			return t.Obj().Name()
		}
		if t.TypeArgs().Len() > 0 {
			text := canon(t.Origin())
			for arg := range t.TypeArgs().Types() {
				text += "[" + canon(arg) + "]"
			}
			return text
		}
		return t.Obj().Pkg().Path() + "." + t.Obj().Name()
	case *types.Pointer:
		return "*" + canon(t.Elem())
	case *types.Slice:
		return "[]" + canon(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), canon(t.Elem()))
	case *types.Map:
		return "map[" + canon(t.Key()) + "]" + canon(t.Elem())
	case *types.Chan:
		return fmt.Sprintf("chan(%d) %s", t.Dir(), canon(t.Elem()))
	case *types.Signature:
		return "func" + canonTuple(t.Params()) + canonTuple(t.Results()) + map[bool]string{true: "..."}[t.Variadic()]
	case *types.Interface:
		var methods []string
		for m := range t.Methods() {
			methods = append(methods, m.Name()+canon(m.Type()))
		}
		slices.Sort(methods)
		return "interface{" + strings.Join(methods, ";") + "}"
	case *types.Struct:
		var fields []string
		for f := range t.Fields() {
			if f.Exported() {
				fields = append(fields, f.Name()+" "+canon(f.Type()))
			}
		}
		return "struct{" + strings.Join(fields, ";") + "}"
	}
	return t.String()
}

func canonTuple(t *types.Tuple) string {
	var parts []string
	for v := range t.Variables() {
		parts = append(parts, canon(v.Type()))
	}
	return "(" + strings.Join(parts, ",") + ")"
}

// What scripts are checked against is what the compiler sees, less what is
// left out.
func TestImporter_AgreesWithTheCompiler(t *testing.T) {
	t.Parallel()
	compiler := goimporter.ForCompiler(token.NewFileSet(), "gc", nil)
	for _, p := range Packages() {
		want, err := compilerPackage(compiler, p)
		if err != nil {
			t.Fatalf("%s as the compiler sees it: %v", p, err)
		}
		got, err := NewImporter().Import(p)
		if err != nil {
			t.Fatal(err)
		}
		if got.Name() != want.Name() {
			t.Errorf("%s is called %s, want %s", p, got.Name(), want.Name())
		}
		for _, name := range got.Scope().Names() {
			g, w := got.Scope().Lookup(name), want.Scope().Lookup(name)
			if w == nil {
				t.Errorf("%s.%s does not exist", p, name)
				continue
			}
			agree(t, p+"."+name, g, w)
		}
	}
}

// compilerPackage imports p. The sdk is checked from its source: there is no
// export data where tests run.
func compilerPackage(compiler types.Importer, p string) (*types.Package, error) {
	if p != sdkPath {
		return compiler.Import(p)
	}
	names, err := filepath.Glob("../../../sdk/*.go")
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	conf := types.Config{Importer: compiler}
	return conf.Check(p, fset, files, nil)
}

func agree(t *testing.T, name string, got, want types.Object) {
	t.Helper()
	if g, w := fmt.Sprintf("%T", got), fmt.Sprintf("%T", want); g != w {
		t.Errorf("%s is a %s, want %s", name, g, w)
		return
	}
	switch want := want.(type) {
	case *types.Const:
		g, w := got.Type().String(), want.Type().String()
		if w == "untyped rune" {
			w = "rune" // see untypedType
		}
		if g != w || !constant.Compare(got.(*types.Const).Val(), token.EQL, want.Val()) {
			t.Errorf("%s is %s %v, want %s %v", name, g, got.(*types.Const).Val(), w, want.Val())
		}
	case *types.TypeName:
		agreeTypes(t, name, got.Type(), want.Type())
	default:
		if g, w := canon(got.Type()), canon(want.Type()); g != w {
			t.Errorf("%s is %s\nwant %s", name, g, w)
		}
	}
}

func agreeTypes(t *testing.T, name string, got, want types.Type) {
	t.Helper()
	gs, ok1 := got.Underlying().(*types.Struct)
	ws, ok2 := want.Underlying().(*types.Struct)
	if ok1 != ok2 || !ok1 && canon(got.Underlying()) != canon(want.Underlying()) {
		t.Errorf("%s is %s\nwant %s", name, canon(got.Underlying()), canon(want.Underlying()))
	}
	if ok1 && ok2 {
		var wantFields []string
		for f := range ws.Fields() {
			wantFields = append(wantFields, f.Name()+" "+canon(f.Type()))
		}
		for f := range gs.Fields() {
			if f.Exported() && !slices.Contains(wantFields, f.Name()+" "+canon(f.Type())) {
				t.Errorf("%s.%s is %s, want one of %v", name, f.Name(), canon(f.Type()), wantFields)
			}
		}
		if types.Comparable(got) != types.Comparable(want) {
			t.Errorf("%s: comparable is %v", name, types.Comparable(got))
		}
	}
	for _, pointer := range []bool{false, true} {
		g, w := got, want
		if pointer {
			g, w = types.NewPointer(got), types.NewPointer(want)
		}
		set, wantSet := types.NewMethodSet(g), types.NewMethodSet(w)
		for i := range set.Len() {
			m := set.At(i).Obj()
			other := wantSet.Lookup(m.Pkg(), m.Name())
			if other == nil {
				t.Errorf("%s.%s does not exist (pointer %v)", name, m.Name(), pointer)
			} else if g, w := canon(m.Type()), canon(other.Obj().Type()); g != w {
				t.Errorf("%s.%s is %s\nwant %s", name, m.Name(), g, w)
			}
		}
	}
}

// Every exposed name can be used in a script.
func TestImporter_ChecksAProgramOfEveryName(t *testing.T) {
	t.Parallel()
	for _, p := range Packages() {
		pkg, err := NewImporter().Import(p)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		fmt.Fprintf(&b, "package main\nimport x %q\n", p)
		for i, name := range pkg.Scope().Names() {
			switch object := pkg.Scope().Lookup(name).(type) {
			case *types.TypeName:
				if generic(object.Type()) {
					continue
				}

				fmt.Fprintf(&b, "var v%d x.%s; var _ = &v%d\n", i, name, i)
			case *types.Const:
				fmt.Fprintf(&b, "const v%d = x.%s\n", i, name)
			default:
				if generic(object.Type()) {
					continue
				}
				fmt.Fprintf(&b, "var v%d = x.%s\n", i, name)
			}
		}
		if strings.Count(b.String(), "x.") == 0 {
			continue
		}
		if _, err := check(t, b.String()); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
}

// generic reports whether a type needs type arguments, or is one for them.
func generic(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		i, ok := t.Underlying().(*types.Interface)
		return t.TypeParams().Len() > 0 || ok && !i.IsMethodSet()
	case *types.Signature:
		return t.TypeParams().Len() > 0
	}
	return false
}

// A type is one type, from whichever package it is reached.
func TestImporter_TypesKeepTheirIdentity(t *testing.T) {
	t.Parallel()
	if _, err := check(t, `package main
import ("bytes"; "container/heap"; "errors"; "io"; "net/http"; "net/url"; "sort"; "strings"
	"hash"; "crypto/hmac"; "crypto/sha256"; "encoding/json"; "encoding/base64"; "regexp"
	"github.com/picloud/picloud/sdk")
type H []int
func (h H) Len() int { return len(h) }
func (h H) Less(i, j int) bool { return h[i] < h[j] }
func (h H) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *H) Push(x any) { *h = append(*h, x.(int)) }
func (h *H) Pop() any { return nil }
type E struct { io.Reader; strings.Builder }
var (
	_ io.Reader = strings.NewReader("")
	_ io.ReadWriter = new(bytes.Buffer)
	_ io.StringWriter = new(strings.Builder)
	_ io.Writer = http.ResponseWriter(nil)
	_ url.Values = new(sdk.Request).Query
	_ http.Header = sdk.Text(200, "").Header
	_ *url.URL = new(http.Request).URL
	_ io.ReadCloser = new(http.Request).Body
	_ error = new(sdk.StatusError)
	_ sort.Interface = heap.Interface(new(H))
	_ hash.Hash = hmac.New(sha256.New, nil)
	_ json.Marshaler = json.RawMessage(nil)
	_ *base64.Encoding = base64.StdEncoding
	_ *regexp.Regexp = regexp.MustCompile("")
	_ http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _ = r.PathValue("x") })
	_ = sdk.Context{Request: &sdk.Request{Method: "GET"}}
	_ = http.Cookie{Name: "n"}
	_ map[error]bool
	_ = errors.Is(io.EOF, io.EOF) && new(E).Len() == 0
)
func Handle(ctx *sdk.Context) (any, error) { ctx.Log.Info("x", "k", 1); return ctx.Request.Params["a"], nil }
`); err != nil {
		t.Error(err)
	}
}

func TestImporter_RefusesWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	tests := []struct{ imports, expr, want string }{
		{`"os"`, `os.Args`, `package "os" is not available to scripts`},
		{`"net/http"`, `http.Get`, "undefined: http.Get"},
		{`"net/http"`, `http.DefaultClient`, "undefined: http.DefaultClient"},
		{`"net/http"`, `new(http.Request).TLS`, "undefined (type *http.Request has no field or method TLS)"},
		{`"net/http"`, `new(http.Request).ParseMultipartForm`, "no field or method ParseMultipartForm"},
		{`"bytes"`, `new(bytes.Buffer).ReadFrom`, "type *bytes.Buffer has no field or method ReadFrom"},
		{`"strings"`, `strings.Builder{nil, nil, ""}`, "implicit assignment to unexported field"},
		{`"iter"`, `iter.Pull[int]`, "undefined: iter.Pull"},
		{`"time"`, `time.After(1)`, "undefined: time.After"},
		{`"unicode"`, `unicode.Letter`, "undefined: unicode.Letter"},
		{`"encoding/json"`, `json.HTMLEscape`, "undefined: json.HTMLEscape"},
		{`"github.com/picloud/picloud/sdk"`, `sdk.NewLogger`, "undefined: sdk.NewLogger"},
		{`"fmt"`, `fmt.Sprintf(1)`, "cannot use 1 (untyped int constant) as string value"},
		{`"math"`, `int32(math.MaxInt64)`, "overflows"},
	}
	for _, tt := range tests {
		_, err := check(t, "package main\nimport "+tt.imports+"\nvar _ = "+tt.expr+"\n")
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: the error is %v, want %q", tt.expr, err, tt.want)
		}
	}
}

func TestImporter_IsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := check(t, `package main
import ("errors"; "fmt"; "io"; "net/http"; "strings"; "time")
type R struct { http.Handler; time.Time }
func (R) Read([]byte) (int, error) { return 0, errors.New("x") }
func f() (io.Reader, fmt.Stringer) { return R{}, R{} }
var _ = strings.NewReader("").Len() + http.StatusOK + len(http.Header{}.Get("x")) + int(R{}.Weekday())
`); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func BenchmarkImporter_Build(b *testing.B) {
	for b.Loop() {
		buildPackages()
	}
}
