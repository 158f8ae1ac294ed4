package yaegi_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi"
	"github.com/picloud/picloud/sdk"
)

func start(t testing.TB, source string) sandbox.Instance {
	t.Helper()
	program, err := yaegi.New().Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := program.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(instance.Close)
	return instance
}

// call calls the entry point and waits for its end.
func call(t testing.TB, instance sandbox.Instance, m *sandbox.Meter, in *sandbox.Invocation) (*sdk.Response, error) {
	t.Helper()
	type answer struct {
		response *sdk.Response
		err      error
	}
	done := make(chan answer, 1)
	go instance.Call(m, in, func(response *sdk.Response, err error) { done <- answer{response, err} })
	select {
	case a := <-done:
		return a.response, a.err
	case <-time.After(time.Minute):
		t.Fatal("the call does not end")
		return nil, nil
	}
}

func invocation() *sandbox.Invocation {
	return &sandbox.Invocation{Request: &sdk.Request{Method: "GET", Path: "/", Params: map[string]string{"name": "bob"}}}
}

const greet = `package main

import "github.com/picloud/picloud/sdk"

var calls int

func Handle(ctx *sdk.Context) (any, error) {
	calls++
	ctx.Log.Warn("called", "n", calls)
	return map[string]any{"name": ctx.Request.Params["name"], "calls": calls}, nil
}
`

func TestInstance_AnswersAndCountsWhatItUses(t *testing.T) {
	t.Parallel()
	instance := start(t, greet)
	var logged []string
	in := invocation()
	in.Log = func(level slog.Level, msg string, attrs map[string]string) {
		logged = append(logged, level.String()+" "+msg+" "+attrs["n"])
	}
	for _, want := range []string{`{"calls":1,"name":"bob"}`, `{"calls":2,"name":"bob"}`} {
		m := sandbox.NewMeter(sandbox.Limits{}, nil)
		response, err := call(t, instance, m, in)
		if err != nil || string(response.Body) != want {
			t.Fatalf("got %v, %v; want %s", response, err, want)
		}
		if used := m.Used(); used < 1 || used > 100 {
			t.Errorf("%d operations used", used)
		}
	}
	if got := strings.Join(logged, ","); got != "WARN called 1,WARN called 2" {
		t.Errorf("logged %q", got)
	}
	if err := instance.Reset(sandbox.NewMeter(sandbox.Limits{}, nil)); err != nil {
		t.Fatal(err)
	}
	response, err := call(t, instance, sandbox.NewMeter(sandbox.Limits{}, nil), invocation())
	if err != nil || string(response.Body) != `{"calls":1,"name":"bob"}` {
		t.Errorf("after Reset: %s, %v", response.Body, err)
	}
}

func TestInstance_StopsWhenItsMeterIsStopped(t *testing.T) {
	t.Parallel()
	instance := start(t, strings.Replace(greet, "calls++", "for { calls++ }", 1))
	m := sandbox.NewMeter(sandbox.Limits{Operations: 1 << 60}, nil)
	go func() {
		time.Sleep(20 * time.Millisecond)
		m.Stop(sandbox.Canceled)
	}()
	_, err := call(t, instance, m, invocation())
	limit, ok := errors.AsType[*sandbox.LimitError](err)
	if !ok || limit.Outcome != sandbox.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestInstance_RunsAgainAfterABrake(t *testing.T) {
	t.Parallel()
	instance := start(t, strings.Replace(greet, "calls++", "for ctx.Request.Method == \"POST\" { calls++ }", 1))
	for range 3 {
		m := sandbox.NewMeter(sandbox.Limits{Operations: 1 << 60}, nil)
		go func() {
			time.Sleep(20 * time.Millisecond)
			m.Brake(sandbox.MemoryLimit)
		}()
		in := invocation()
		in.Request.Method = "POST"
		_, err := call(t, instance, m, in)
		limit, ok := errors.AsType[*sandbox.LimitError](err)
		if !ok || limit.Outcome != sandbox.MemoryLimit {
			t.Errorf("got %v", err)
		}
		if err := instance.Reset(sandbox.NewMeter(sandbox.Limits{}, nil)); err != nil {
			t.Fatal(err)
		}
		response, err := call(t, instance, sandbox.NewMeter(sandbox.Limits{}, nil), invocation())
		if err != nil || string(response.Body) != `{"calls":0,"name":"bob"}` {
			t.Errorf("after Reset: %v, %v", response, err)
		}
	}
}

func TestInstance_PanicsInTheWordsOfGo(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"panic(\"boom\")":                                "boom",
		"panic(errors.New(\"boom\"))":                    "boom",
		"var m map[string]int\nm[\"a\"] = 1":             "assignment to entry in nil map",
		"x := 0\n_ = 1 / x":                              "runtime error: integer divide by zero",
		"l, i := []int{1}, 5\n_ = l[i]":                  "runtime error: index out of range [5] with length 1",
		"var l []string\nprintln := l[2]\n_ = println":   "runtime error: index out of range [2] with length 0",
		"var l []int\n_ = l[len(l)]":                     "runtime error: index out of range",
		"var p *sdk.Request\n_ = p.Path":                 "runtime error: invalid memory address or nil pointer dereference",
		"var v any = 1\n_ = v.(string)":                  "interface conversion: interface {} is int, not string",
		"var f func()\nf()":                              "runtime error: invalid memory address or nil pointer dereference",
		"n := -1\n_ = make([]int, n)":                    "runtime error: makeslice: len out of range",
		"defer func() { panic(\"second\") }()\npanic(1)": "second",
	} {
		source := "package main\n\nimport (\n\t\"errors\"\n\n\t\"github.com/picloud/picloud/sdk\"\n)\n\nvar _ = errors.New\n\nfunc Handle(ctx *sdk.Context) any {\n" + body + "\nreturn nil\n}\n"
		_, err := call(t, start(t, source), sandbox.NewMeter(sandbox.Limits{}, nil), invocation())
		p, ok := errors.AsType[*sandbox.PanicError](err)
		if !ok || p.Message != want || p.Line < 10 || p.Line > 15 {
			t.Errorf("%s: got %#v, want %q", body, err, want)
		}
	}
}

func TestCompile_KeepsInstancesApart(t *testing.T) {
	t.Parallel()
	program, err := yaegi.New().Compile(greet)
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		t.Run("instance", func(t *testing.T) {
			t.Parallel()
			instance, err := program.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
			if err != nil {
				t.Fatal(err)
			}
			response, err := call(t, instance, sandbox.NewMeter(sandbox.Limits{}, nil), invocation())
			if err != nil || string(response.Body) != `{"calls":1,"name":"bob"}` {
				t.Errorf("got %v, %v", response, err)
			}
		})
	}
}

// diagnose wraps a body into a script; the body begins at line 10.
func diagnose(outside, body string) []sandbox.Diagnostic {
	return yaegi.New().Check("package main\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\n\t\"github.com/picloud/picloud/sdk\"\n)\n\n" +
		outside + "\nfunc Handle(ctx *sdk.Context) (any, error) {\n" + body + "\nreturn fmt.Sprint(), errors.New(\"\")\n}\n")
}

func TestCheck_ReportsCodeLineAndColumn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, outside, body string
		code                string
		line, column        int
		text                string
	}{
		{"syntax", "", "x := := 1", "syntax", 12, 6, ""},
		{"unused variable", "", "x := 1", "type", 12, 1, "declared and not used"},
		{"mismatch", "", "var s string = 5\n_ = s", "type", 12, 16, "string"},
		{"column in UTF-16", "", "_ = \"é😀\" + 5", "type", 12, 5, "mismatched"},
		{"column behind text", "", "s := \"é😀\"; s = 5", "type", 12, 17, "cannot use"},
		{"undefined", "", "foo()", "type", 12, 1, "undefined: foo"},
		{"goroutine", "", "go func() {}()", "unsupported", 12, 1, "goroutines"},
		{"channel", "", "var c chan int\n_ = c", "unsupported", 12, 7, "channels"},
		{"goto", "", "goto end\nend:", "unsupported", 12, 1, "goto"},
		{"defer in a range over func", "", "for range func(yield func() bool) {} { defer func() {}() }", "unsupported", 12, 40, "function of its own"},
		{"comparison", "type I interface{ F() }", "var a, b I\n_ = a == b", "unsupported", 13, 5, "comparing"},
		{"map key", "", "m := map[any]int{}\n_ = m", "unsupported", 12, 10, "map keys"},
		{"recursive slice", "type L []L", "", "unsupported", 10, 6, "struct"},
		{"Format", "type T struct{}\nfunc (T) Format(s fmt.State, verb rune) {}", "", "unsupported", 11, 10, "String"},
		{"recover", "", "_ = recover()", "unsupported", 12, 5, "deferred"},
		{"reserved name", "", "pi_x := 1\n_ = pi_x", "unsupported", 12, 1, "reserved"},
		{"long constant", "const a = \"0123456789012345678901234567890123456789012345678901234567890123\"\nconst b = a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a\nconst c = b+b+b+b+b+b+b+b+b+b+b+b+b+b+b+b\nconst d = c+c+c+c+c+c+c+c+c+c+c+c+c+c+c+c", "", "limit", 13, 11, "constant string"},
		{"large array", "", "var a [1 << 40]byte\n_ = a", "limit", 12, 7, "array"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			outside := test.outside
			if outside == "" {
				outside = "//"
			}
			diagnostics := diagnose(outside, test.body)
			line := test.line + strings.Count(test.outside, "\n")
			if test.outside != "" && test.body == "" || test.line > 12 && test.outside != "" && test.code == "limit" {
				line = test.line
			}
			for _, d := range diagnostics {
				if d.Code == test.code && d.Line == line && d.Column == test.column && strings.Contains(d.Message, test.text) {
					return
				}
			}
			t.Errorf("no %s at %d:%d with %q in %+v", test.code, line, test.column, test.text, diagnostics)
		})
	}
}

func TestCheck_ReportsImportsAndEntryPoints(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ source, code string }{
		"empty":           {"", "syntax"},
		"another package": {"package foo\n\nfunc Handle() {}\n", "entry_point"},
		"no entry point":  {"package main\n", "entry_point"},
		"a wrong one":     {"package main\n\nfunc Handle(x int) {}\n", "entry_point"},
		"a variable":      {"package main\n\nvar Handle = 1\n", "entry_point"},
		"os":              {"package main\n\nimport \"os\"\n\nvar _ = os.Args\n", "import"},
		"unsafe":          {"package main\n\nimport \"unsafe\"\n\nvar _ = unsafe.Sizeof(1)\n", "import"},
		"a file":          {"package main\n\nimport \"../x\"\n", "import"},
		"a dot":           {"package main\n\nimport . \"fmt\"\n\nvar _ = Sprint\n", "import"},
		"deep nesting":    {"package main\n\nvar _ = " + strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000) + "\n", "limit"},
		"long":            {"package main\n// " + strings.Repeat("x", 2<<20), "limit"},
	} {
		diagnostics := yaegi.New().Check(test.source)
		if len(diagnostics) == 0 || diagnostics[0].Code != test.code {
			t.Errorf("%s: got %+v, want code %s", name, diagnostics, test.code)
		}
	}
}

func TestCheck_AcceptsItsWayOut(t *testing.T) {
	t.Parallel()
	diagnostics := diagnose(`
type NotFound struct{ Key string }

func (e *NotFound) Error() string { return "no " + e.Key }

type Number interface{ ~int | ~float64 }

func Sum[T Number](list ...T) (total T) {
	for _, v := range list {
		total += v
	}
	return
}

func find(key string) (value int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	return 0, &NotFound{key}
}
`, `
	_, err := find("a")
	var missing *NotFound
	if errors.As(err, &missing) {
		return map[string]any{"missing": missing.Key, "sum": Sum(1, 2, 3), "least": min(3, len(missing.Key))}, nil
	}`)
	if len(diagnostics) > 0 {
		t.Errorf("got %+v", diagnostics)
	}
}

// FuzzCheck looks for sources that check or compile in a panic, or report
// positions outside of the source.
func FuzzCheck(f *testing.F) {
	f.Add(greet)
	f.Add("package main\n\nfunc Handle() { for range 10 { defer recover() } }\n")
	f.Add("package main\n\ntype T[P any] struct{ x T[P] }\n")
	f.Fuzz(func(t *testing.T, source string) {
		lines := strings.Split(source, "\n")
		for _, d := range yaegi.New().Check(source) {
			if d.Line < 1 || d.Line > len(lines) {
				t.Fatalf("line of %+v", d)
			}
			if width := len(utf16.Encode([]rune(lines[d.Line-1]))); d.Column < 1 || d.Column > width+1 {
				t.Fatalf("column of %+v", d)
			}
		}
	})
}

func BenchmarkCompileAndInstantiate(b *testing.B) {
	engine := yaegi.New()
	b.ReportAllocs()
	for b.Loop() {
		program, err := engine.Compile(greet)
		if err != nil {
			b.Fatal(err)
		}
		instance, err := program.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
		if err != nil {
			b.Fatal(err)
		}
		instance.Close()
	}
}

func BenchmarkInstantiate(b *testing.B) {
	program, err := yaegi.New().Compile(greet)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		instance, err := program.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
		if err != nil {
			b.Fatal(err)
		}
		instance.Close()
	}
}

func BenchmarkCall(b *testing.B) {
	instance := start(b, greet)
	in := invocation()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := call(b, instance, sandbox.NewMeter(sandbox.Limits{}, nil), in); err != nil {
			b.Fatal(err)
		}
	}
}
