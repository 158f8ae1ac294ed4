package sandboxtest

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sandbox"
)

// badSources want what scripts may not have. They are refused when they are
// saved, and do nothing when they are run all the same.
func badSources() []attack {
	no := []sandbox.Outcome{refused}
	list := []attack{
		{name: "refused: goroutine", body: `go func() {
		for {
		}
	}()
	return nil, nil`},
		{name: "refused: goroutine in a closure", body: `f := func() { go attack(ctx) }
	f()
	return nil, nil`},
		{name: "refused: goto", body: `again:
	goto again`},
		{name: "refused: time.AfterFunc", imports: []string{"time"}, body: `time.AfterFunc(0, func() { panic("elsewhere") })
	return nil, nil`},
		{name: "refused: file", imports: []string{"os"}, body: `b, err := os.ReadFile("/etc/passwd")
	return b, err`},
		{name: "refused: os.Exit", imports: []string{"os"}, body: `os.Exit(3)
	return nil, nil`},
		{name: "refused: environment", imports: []string{"os"}, body: `return os.Environ(), nil`},
		{name: "refused: command", imports: []string{"os/exec"}, body: `return exec.Command("true").CombinedOutput()`},
		{name: "refused: connection", imports: []string{"net"}, body: `return net.Dial("tcp", "localhost:2019")`},
		{name: "refused: HTTP client", imports: []string{"net/http"}, body: `return http.Get("http://localhost:2019/")`},
		{name: "refused: HTTP server", imports: []string{"net/http"}, body: `return nil, http.ListenAndServe(":0", nil)`},
		{name: "refused: system call", imports: []string{"syscall"}, body: `return syscall.Getpid(), nil`},
		{name: "refused: unsafe", imports: []string{"unsafe"}, body: `n := 1
	return *(*int)(unsafe.Pointer(uintptr(unsafe.Pointer(&n)) + 8)), nil`},
		{name: "refused: reflect", imports: []string{"reflect"}, body: `return reflect.ValueOf(ctx).Elem().NumField(), nil`},
		{name: "refused: runtime", imports: []string{"runtime"}, body: `runtime.Goexit()
	return nil, nil`},
		{name: "refused: runtime/debug", imports: []string{"runtime/debug"}, body: `debug.SetMaxStack(1)
	return nil, nil`},
		{name: "refused: plugin", imports: []string{"plugin"}, body: `return plugin.Open("x.so")`},
		{name: "refused: log.Fatal", imports: []string{"log"}, body: `log.Fatal("exit")
	return nil, nil`},
		{name: "refused: context", imports: []string{"context"}, body: `return context.Background().Err(), nil`},
		{name: "refused: the interpreter", imports: []string{"github.com/traefik/yaegi/interp"}, body: `return interp.New(interp.Options{}), nil`},
		{name: "refused: another package of the server", imports: []string{"github.com/picloud/picloud/sandbox"}, body: `return sandbox.DefaultLimits(), nil`},
		{name: "refused: import \"C\"", imports: []string{"C"}, body: `return C.getpid(), nil`},
		{name: "refused: relative import", imports: []string{"../../x"}, body: `return x.X, nil`},
		{name: "refused: absolute import", imports: []string{"/etc"}, body: `return etc.X, nil`},
		{name: "refused: changing a package's variable", want: []sandbox.Outcome{refused, sandbox.Failed}, imports: []string{"io"}, body: `io.EOF = nil
	return nil, nil`},
		{name: "refused: the meter's names", body: `PiB_ = 1 << 60
	for {
	}`},
		{name: "refused: the helpers' names", body: `pi_rt.Refill()
	return nil, nil`},
		{name: "refused: func main", want: []sandbox.Outcome{refused, sandbox.OK}, declarations: `func main() {
	for {
	}
}`, body: `return nil, nil`},
		{name: "refused: time.After", imports: []string{"time"}, body: `<-time.After(time.Hour)
	return nil, nil`},
		{name: "refused: func without a body", declarations: `func exit(code int)`, body: `exit(3)
	return nil, nil`},
		{name: "refused: recursive generics", declarations: `type pair[T any] struct{ a, b T }

func grow[T any](n int, v T) int {
	return grow(n+1, pair[T]{v, v})
}`, body: `return grow(0, 1), nil`},
		{name: "refused: a type that holds itself", declarations: `type loop struct{ l loop }`, body: `var l loop
	return l, nil`},
		{name: "refused: a method that ends the counting", declarations: `type PiB_ struct{}`, body: `return PiB_{}, nil`},
	}
	for i := range list {
		// Whole sources, as type errors are what is wanted here.
		if list[i].source = list[i].program(); list[i].want == nil {
			list[i].want = no
		}
	}
	return append(list, directives()...)
}

// directives are comments that Go's own tools obey, and scripts that use them.
// They are refused or, being comments, mean nothing.
func directives() []attack {
	either := []sandbox.Outcome{refused, sandbox.OK}
	good := "func Handle(ctx *sdk.Context) (any, error) {\n\treturn \"good\", nil\n}\n"
	return []attack{
		{name: "directive: go:linkname", want: either, source: source("", "//go:linkname exit runtime.exit\n\n"+good)},
		{name: "directive: go:embed", want: either, source: source("", "//go:embed /etc/passwd\nvar secret string\n\n"+strings.Replace(good, `"good"`, "secret", 1))},
		{name: "directive: cgo", want: either, source: source("", "//go:cgo_import_dynamic _ _ \"libc.so.6\"\n\n"+good)},
		{name: "directive: go:build", want: either, source: source("//go:build ignore\n\n", good)},
		{name: "directive: line", want: either, source: source("", "//line /etc/passwd:1000000000\n"+good)},
		{name: "directive: line with an odd number", want: either, source: source("", "//line x.go:99999999999999999999\n/*line :0:0*/\n//line :\n"+good)},
		{name: "directive: go:generate", want: either, source: source("//go:generate rm -rf /\n\n", good)},
	}
}

// giantSources are sources that would keep a parser, a type checker or a
// compiler busy for ever, or take all memory.
func giantSources() []attack {
	no := []sandbox.Outcome{refused}
	either := append(no, sandbox.OK, sandbox.Failed, sandbox.MemoryLimit, sandbox.Timeout, sandbox.OperationLimit, sandbox.Crashed)
	good := "\n\nfunc Handle(ctx *sdk.Context) (any, error) {\n\treturn \"good\", nil\n}\n"
	doubling := "const c0 = \"0123456789abcdef\"\n" + numbered(40, func(i int) string { return fmt.Sprintf("const c%d = c%d + c%d\n", i+1, i, i) })
	types := "type t0 struct{ a, b int }\n" + numbered(40, func(i int) string { return fmt.Sprintf("type t%d struct{ a, b t%d }\n", i+1, i) })
	functions := numbered(3000, func(i int) string { return fmt.Sprintf("func f%d() int { return %d }\n", i, i) })
	return []attack{
		{name: "source: parentheses nested 3,000 deep", want: no, source: returns("return " + strings.Repeat("(", 3000) + "1" + strings.Repeat(")", 3000) + ", nil")},
		{name: "source: braces nested 3,000 deep", want: no, source: returns(strings.Repeat("{", 3000) + strings.Repeat("}", 3000) + "\nreturn nil, nil")},
		{name: "source: calls nested 3,000 deep", want: no, source: source("", "func f(n int) int { return n }\n\nvar n = "+strings.Repeat("f(", 3000)+"1"+strings.Repeat(")", 3000)+good)},
		{name: "source: ifs nested 3,000 deep", want: no, source: returns(strings.Repeat("if ctx != nil {\n", 3000) + strings.Repeat("}\n", 3000) + "return nil, nil")},
		{name: "source: minus signs", want: no, source: returns("return " + strings.Repeat("- ", 20_000) + "1, nil")},
		{name: "source: stars of a pointer type", want: no, source: source("", "var p "+strings.Repeat("*", 20_000)+"int"+good)},
		{name: "source: brackets of a slice type", want: either, source: source("", "var p "+strings.Repeat("[]", 5_000)+"int"+good)},
		{name: "source: a type of functions of functions", want: either, slow: true, source: source("", "var p "+strings.Repeat("func() ", 5_000)+"int"+good)},
		{name: "source: a sum of 20,000 terms", want: either, source: returns("return 1" + strings.Repeat(" + 1", 20_000) + ", nil")},
		{name: "source: a sum of 4,000 variables", want: either, source: returns("n := 1\nreturn n" + strings.Repeat(" + n", 4_000) + ", nil")},
		{name: "source: else-ifs, 4,000", want: either, source: returns("n := len(ctx.Request.Path)\nif n == 0 {\n" + strings.Repeat("} else if n == 1 {\n", 4_000) + "}\nreturn n, nil")},
		{name: "source: selectors, 10,000", want: either, source: source("", "type t struct{ t *t }\n\nvar v t\n\nvar w = v"+strings.Repeat(".t", 10_000)+good)},
		{name: "source: a giant constant", want: no, source: returns("const n = 1 << 1_000_000_000\nreturn n >> 999_999_999, nil")},
		{name: "source: constants that square", want: either, source: source("", "const (\n\ta = 0xffffffffffffffff\n\tb = a * a * a * a * a * a * a * a\n\tc = b * b * b * b * b * b * b * b\n\td = c * c * c * c * c * c * c * c\n\te = d * d * d * d * d * d * d * d\n\tf = e * e * e * e * e * e * e * e\n)\n\nvar n = f / f"+good)},
		{name: "source: a floating constant of a huge exponent", want: either, source: returns("const f = 1e1000000000\nreturn f / f, nil")},
		{name: "source: a literal of 100,000 digits", want: either, source: returns("const n = " + strings.Repeat("9", 100_000) + "\nreturn n % 10, nil")},
		{name: "source: constant strings that double", want: no, source: source("", doubling+"\nvar n = len(c40)"+good)},
		{name: "source: a constant string that doubles in one line", want: either, source: returns("const s = \"" + strings.Repeat("x", 30_000) + "\"\nreturn s + s + s + s, nil")},
		{name: "source: a huge array", want: no, source: source("", "var a [1 << 40]byte"+good)},
		{name: "source: a huge array of arrays", want: no, source: source("", "var a [60000][60000]int"+good)},
		{name: "source: a huge array in a literal", want: either, source: source("", "var a = [...]int{1_000_000_000: 1}"+good)},
		{name: "source: a huge slice literal", want: either, source: source("", "var s = []int{1_000_000_000: 1}"+good)},
		{name: "source: structs that double", want: no, source: source("", types+"\nvar v t40"+good)},
		{name: "source: structs that double, by pointer", want: either, slow: true, source: source("", types+"\nvar p *t40"+good)},
		{name: "source: generics that expand", want: either, slow: true, source: source("", "type p[T any] struct{ a, b T }\n\nvar v "+strings.Repeat("p[", 60)+"int"+strings.Repeat("]", 60)+good)},
		{name: "source: generic functions that expand", want: either, source: source("", `type p[T any] struct{ a, b T }

func f0[T any](v T) int { return f1(p[T]{v, v}) + f1(p[p[T]]{}) }
func f1[T any](v T) int { return f2(p[T]{v, v}) + f2(p[p[T]]{}) }
func f2[T any](v T) int { return f3(p[T]{v, v}) + f3(p[p[T]]{}) }
func f3[T any](v T) int { return f4(p[T]{v, v}) + f4(p[p[T]]{}) }
func f4[T any](v T) int { return f5(p[T]{v, v}) + f5(p[p[T]]{}) }
func f5[T any](v T) int { return 1 }

var n = f0(1)`+good)},
		{name: "source: 3,000 functions", want: either, slow: true, source: source("", functions+good)},
		{name: "source: a literal of 50,000 elements", want: either, slow: true, source: source("", "var list = []int{"+strings.Repeat("1, ", 50_000)+"}"+good)},
		{name: "source: more than a mebibyte", want: no, source: source("", "// "+strings.Repeat("x", 1<<20)+"\n"+good)},
		{name: "source: not UTF-8", want: no, source: source("", "var s = \"\xff\xfe\""+good)},
		{name: "source: NUL", want: no, source: source("", "var s = \"\x00\""+good)},
		{name: "source: random text", want: no, source: strings.Repeat("\"'`{[(/*//func \\ \x01 é", 1000)},
		{name: "source: an import cycle of names", want: no, source: source("", "var a = b\n\nvar b = a"+good)},
		{name: "source: interfaces that embed themselves", want: no, source: source("", "type a interface{ b }\n\ntype b interface{ a }"+good)},
	}
}

// numbered is the text of n declarations.
func numbered(n int, declaration func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(declaration(i))
	}
	return b.String()
}
