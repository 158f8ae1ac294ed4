package yaegi_test

import (
	"flag"
	"fmt"
	"math/rand"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox/yaegi"
)

var (
	generateFor  = flag.Duration("generate", 0, "for how long to compare random programs with the compiler; a single small batch by default")
	generateSeed = flag.Int64("generate-seed", 1, "the first seed of random programs")
)

// TestGenerated_ProgramsAgreeWithGo runs random programs through the engine and
// through the real compiler. Nothing that the generator writes is refused.
func TestGenerated_ProgramsAgreeWithGo(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("needs the go command: ", err)
	}
	const batch = 24
	engine := yaegi.New()
	begun := time.Now()
	for seed := *generateSeed; ; seed += batch {
		sources := map[string]string{}
		for n := seed; n < seed+batch; n++ {
			sources[fmt.Sprintf("gen%d", n)] = generate(n)
		}
		want := nativeAnswers(t, sources)
		for name, source := range sources {
			if diagnostics := engine.Check(source); len(diagnostics) > 0 {
				t.Fatalf("%s is refused: %+v\n%s", name, diagnostics, numbered(source))
			}
			got, err := runEngine(t, engine, source)
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, numbered(source))
			}
			if g, w := withoutNumbers(got), withoutNumbers(want[name]); g != w {
				t.Errorf("%s: the engine gives\n%s\nGo gives\n%s\n%s", name, g, w, numbered(source))
			}
		}
		if t.Failed() || time.Since(begun) > *generateFor {
			return
		}
	}
}

// bounds matches what the engine does not always know of an index.
var bounds = regexp.MustCompile(`(out of range) \[[^\]]*\]( with (length|capacity) \d+)?`)

func withoutNumbers(text string) string { return bounds.ReplaceAllString(text, "$1") }

func numbered(source string) string {
	var b strings.Builder
	for i, line := range strings.Split(source, "\n") {
		fmt.Fprintf(&b, "%4d  %s\n", i+1, line)
	}
	return b.String()
}

// generator writes a random program that type-checks, ends and prints the same
// on each run.
type generator struct {
	*rand.Rand
	b      strings.Builder
	indent int
	vars   []variable
	names  int
	loops  int
	labels []string
	funcs  []function
	inFunc bool // in a function literal, which must not branch out
}

type variable struct {
	name, t  string
	readOnly bool
}

type function struct {
	name    string
	params  []string
	results []string
}

func generate(seed int64) string {
	g := &generator{Rand: rand.New(rand.NewSource(seed))}
	g.b.WriteString(generatedHead)
	for i := range 2 + g.Intn(3) {
		g.function(i)
	}
	g.line("func body() {")
	g.block(9 + g.Intn(8))
	g.line("}")
	return g.b.String()
}

const generatedHead = `package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct {
	A int
	B string
	L []int
}

func (p P) Sum() int        { return p.A + len(p.B) + len(p.L) }
func (p *P) Inc(n int) *P   { p.A += n; return p }
func (p P) String() string  { return fmt.Sprintf("P(%d,%s,%v)", p.A, p.B, p.L) }

type E struct{ N int }

func (e *E) Error() string { return fmt.Sprint("E", e.N) }

type N int8

func (n N) Twice() N { return n * 2 }

// What these return is not constant.
func num(n int) int     { return n }
func small(n int) uint8 { return uint8(n) }
func name(n int) N      { return N(n) }


type I interface{ Sum() int }

var trace []string
var steps int

func log(list ...any) {
	if steps++; steps > 400 {
		panic("enough")
	}
	trace = append(trace, fmt.Sprint(list...))
}

func fail(n int) error {
	if n%2 == 0 {
		return nil
	}
	return fmt.Errorf("failed: %w", &E{n})
}

func kind(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int:
		return fmt.Sprint("int ", x+1)
	case N:
		return fmt.Sprint("N ", x.Twice())
	case string:
		return "string " + x
	case P:
		return "P " + x.B
	case *P:
		return fmt.Sprint("*P ", x == nil)
	case []int:
		return fmt.Sprint("ints ", len(x))
	case error:
		return "error " + x.Error()
	case fmt.Stringer:
		return "stringer"
	}
	return "other"
}

func Handle(ctx *sdk.Context) (any, error) {
	trace, steps = nil, 0
	func() {
		defer func() {
			if r := recover(); r != nil {
				trace = append(trace, fmt.Sprint("panic: ", r))
			}
		}()
		body()
	}()
	_, _, _ = errors.New, slices.Max[[]int], strings.Cut
	return strings.Join(trace, "\n"), nil
}

`

func (g *generator) line(format string, args ...any) {
	if strings.HasPrefix(format, "}") {
		g.indent--
	}
	g.b.WriteString(strings.Repeat("\t", max(g.indent, 0)))
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	g.b.WriteString(format + "\n")
	if strings.HasSuffix(format, "{") || strings.HasSuffix(format, ":") && strings.HasPrefix(format, "case") {
		g.indent++
	}
}

func (g *generator) fresh(prefix string) string {
	g.names++
	return fmt.Sprintf("%s%d", prefix, g.names)
}

func (g *generator) pick(list ...string) string { return list[g.Intn(len(list))] }

func (g *generator) typ() string {
	return g.pick("int", "int", "string", "bool", "[]int", "map[string]int", "P", "*P", "func(int) int", "any", "error", "N", "[3]int", "[]P", "uint8")
}

func (g *generator) function(i int) {
	f := function{name: fmt.Sprintf("f%d", i)}
	var params, results []string
	saved := g.vars
	g.vars = nil
	for range g.Intn(3) {
		t, n := g.typ(), g.fresh("p")
		f.params = append(f.params, t)
		params = append(params, n+" "+t)
		g.vars = append(g.vars, variable{name: n, t: t})
	}
	for range g.Intn(3) {
		t, n := g.typ(), g.fresh("r")
		f.results = append(f.results, t)
		results = append(results, n+" "+t)
		g.vars = append(g.vars, variable{name: n, t: t})
	}
	g.line("func %s(%s) (%s) {", f.name, strings.Join(params, ", "), strings.Join(results, ", "))
	if g.Intn(2) == 0 {
		g.line("defer func() {")
		if g.Intn(2) == 0 {
			g.line("if r := recover(); r != nil {")
			g.line("log(\"recovered \", r)")
			g.line("}")
		}
		g.assign()
		g.line("}()")
	}
	g.block(3 + g.Intn(4))
	if len(f.results) > 0 {
		if g.Intn(3) == 0 {
			g.line("return")
		} else {
			g.line("return %s", g.list(f.results))
		}
	}
	g.line("}")
	g.line("")
	g.vars = saved
	g.funcs = append(g.funcs, f)
}

func (g *generator) list(types []string) string {
	out := make([]string, 0, len(types))
	for _, t := range types {
		out = append(out, g.expr(t, 2))
	}
	return strings.Join(out, ", ")
}

func (g *generator) block(n int) {
	saved := len(g.vars)
	for range n {
		g.stmt()
	}
	g.vars = g.vars[:saved]
}

// stmt writes a statement.
func (g *generator) stmt() {
	if g.indent > 5 {
		g.log()
		return
	}
	switch g.Intn(17) {
	case 0, 1, 2:
		t := g.typ()
		n := g.fresh("v")
		g.line("var %s %s = %s", n, t, g.expr(t, 3))
		g.line("_ = %s", n)
		g.vars = append(g.vars, variable{name: n, t: t})
	case 3, 4:
		g.assign()
	case 5, 6:
		g.log()
	case 7:
		g.line("if (%s) {", g.expr("bool", 2))
		g.block(1 + g.Intn(3))
		if g.Intn(2) == 0 {
			g.line("} else {")
			g.block(1 + g.Intn(2))
		}
		g.line("}")
	case 8:
		g.loop()
	case 9:
		g.rangeLoop()
	case 10:
		g.swtch()
	case 11:
		g.closure()
	case 12:
		g.call()
	case 13:
		// One thing at a time that may panic: Go does not say in which order.
		switch x := g.fresh("o"); g.Intn(4) {
		case 0:
			g.line("%s := %s", x, g.expr("[]int", 2))
			g.line("log(%s%s)", x, g.pick("["+g.index()+"]", "[1:]", "[:2]"))
		case 1:
			g.line("%s, %sd := %s, %s", x, x, g.expr("int", 2), g.expr("int", 2))
			g.line("log(%s %s %sd)", x, g.pick("/", "%"), x)
		case 2:
			g.line("%s := any(%s)", x, g.expr(g.pick("int", "string", "N", "P"), 1))
			g.line("log(%s.(%s))", x, g.pick("int", "string", "N", "P"))
		default:
			if f := g.callable(); f != "" {
				g.line("log(%s(%s))", f, g.expr("int", 1))
			}
		}
		g.line("defer log(%s)", g.expr(g.pick("int", "string", "P", "[3]int"), 2))
	case 14:
		if v := g.variable("[]int"); v != "" {
			g.line("%s = append(%s, %s)", v, v, g.expr("int", 2))
		} else if m := g.variable("map[string]int"); m != "" {
			g.line("delete(%s, %s)", m, g.expr("string", 1))
		}
	case 15:
		if v := g.variable("error"); v != "" {
			e := g.fresh("e")
			g.line("var %s *E", e)
			g.line("log(errors.As(%s, &%s), %s != nil && %s.N > 0, errors.Is(%s, nil))", v, e, e, e, v)
		} else if len(g.labels) > 0 && !g.inFunc {
			g.line("if (%s) {", g.expr("bool", 1))
			g.line("%s %s", g.pick("break", "continue"), g.labels[g.Intn(len(g.labels))])
			g.line("}")
		}
	default:
		if v := g.variable("[]int"); v != "" {
			g.line("slices.Sort(%s)", v)
		} else {
			g.log()
		}
	}
}

func (g *generator) log() {
	g.line("log(%s, \" \", %s)", g.expr(g.pick("int", "string", "bool", "[]int", "map[string]int", "P", "[3]int", "[]P", "uint8", "N"), 3), g.show())
}

// show is the text of a value whose printing would not be the same each time.
func (g *generator) show() string {
	switch g.Intn(3) {
	case 0:
		return "kind(" + g.expr("any", 2) + ")"
	case 1:
		return "fmt.Sprint(" + g.expr("error", 2) + ")"
	}
	return "fmt.Sprintf(\"%v %T\", " + g.expr("P", 2) + ", " + g.expr(g.pick("any", "N", "[]P"), 1) + ")"
}

func (g *generator) assign() {
	for range 5 {
		if len(g.vars) == 0 {
			break
		}
		v := g.vars[g.Intn(len(g.vars))]
		if v.readOnly {
			continue
		}
		switch {
		case v.t == "P" && g.Intn(2) == 0:
			g.line("%s.%s", v.name, g.pick("A++", "B += \"x\"", "L = append("+v.name+".L, 7)", "Inc(3)"))
		case v.t == "[3]int" && g.Intn(2) == 0:
			g.line("%s[%d] += %s", v.name, g.Intn(3), g.expr("int", 1))
		case v.t == "[]int" && g.Intn(2) == 0:
			g.line("%s[%s] = %s", v.name, g.index(), g.pick("1", "2"))
		case v.t == "map[string]int" && g.Intn(2) == 0:
			g.line("%s[%s] %s %s", v.name, g.expr("string", 1), g.pick("=", "+="), g.expr("int", 1))
		case v.t == "*P" && g.Intn(2) == 0:
			g.line("%s.A = %s", v.name, g.expr("int", 1))
		case v.t == "int" && g.Intn(2) == 0:
			g.line("%s %s %s", v.name, g.pick("+=", "-=", "*=", "^="), g.expr("int", 1))
		default:
			g.line("%s = %s", v.name, g.expr(v.t, 3))
		}
		return
	}
	if a, b := g.variable("int"), g.variable("int"); a != "" {
		g.line("%s, %s = %s, %s", a, b, b, a)
	}
}

func (g *generator) index() string {
	if g.Intn(6) == 0 {
		return g.expr("int", 1)
	}
	return fmt.Sprint(g.Intn(2))
}

func (g *generator) loop() {
	i := g.fresh("i")
	label := ""
	if g.Intn(3) == 0 && !g.inFunc {
		label = g.fresh("L")
		g.line("%s:", label)
	}
	if g.Intn(2) == 0 {
		g.line("for %s := 0; %s < %d; %s++ {", i, i, 1+g.Intn(4), i)
	} else {
		g.line("for %s := range %d {", i, 1+g.Intn(4))
	}
	g.inLoop(label, variable{name: i, t: "int", readOnly: true})
}

// inLoop writes the body of a loop.
func (g *generator) inLoop(label string, vars ...variable) {
	saved := len(g.vars)
	g.vars = append(g.vars, vars...)
	for _, v := range vars {
		g.line("_ = %s", v.name)
	}
	if label != "" {
		g.labels = append(g.labels, label)
		g.line("if (%s) {", g.expr("bool", 1))
		g.line("continue %s", label)
		g.line("}")
	}
	g.block(1 + g.Intn(3))
	if g.Intn(3) == 0 {
		g.line("if (%s) {", g.expr("bool", 2))
		g.line(g.pick("break", "continue"))
		g.line("}")
	}
	if label != "" {
		g.labels = g.labels[:len(g.labels)-1]
	}
	g.line("}")
	g.vars = g.vars[:saved]
}

func (g *generator) rangeLoop() {
	k, v := g.fresh("k"), g.fresh("x")
	switch g.Intn(5) {
	case 0:
		g.line("for %s, %s := range (%s) {", k, v, g.expr("[]int", 2))
		g.line("_, _ = %s, %s", k, v)
		g.inLoop("", variable{name: k, t: "int"}, variable{name: v, t: "int"})
	case 1:
		g.line("for %s, %s := range (%s) {", k, v, g.expr("[]P", 2))
		g.line("_, _ = %s, %s", k, v)
		g.inLoop("", variable{name: k, t: "int"}, variable{name: v, t: "P"})
	case 2:
		g.line("for %s := range slices.Values(%s) {", v, g.expr("[]int", 2))
		g.line("_ = %s", v)
		saved := g.inFunc
		g.inFunc = true
		g.line("log(%s)", v)
		g.line("if (%s) {", g.expr("bool", 1))
		g.line(g.pick("break", "continue"))
		g.line("}")
		g.assign()
		g.inFunc = saved
		g.line("}")
	case 3:
		g.line("for %s, %s := range (%s) {", k, v, g.expr("string", 2))
		g.line("log(%s, string(%s))", k, v)
		g.line("}")
	default:
		g.line("for _, %s := range (%s) {", v, g.expr("[3]int", 2))
		g.inLoop("", variable{name: v, t: "int"})
	}
}

func (g *generator) swtch() {
	switch g.Intn(3) {
	case 0:
		g.line("switch (%s) {", g.expr("int", 2))
		for n := range 1 + g.Intn(3) {
			g.line("case %d, %d:", 2*n, 2*n+1)
			g.block(1 + g.Intn(2))
			if g.Intn(3) == 0 {
				g.line("fallthrough")
			}
			g.indent--
		}
		g.line("case 99:")
		g.log()
		g.indent--
		g.line("default:")
		g.log()
		g.line("}")
	case 1:
		g.line("switch {")
		g.line("case %s:", g.expr("bool", 2))
		g.block(1)
		g.indent--
		g.line("case %s, %s:", g.expr("bool", 1), g.expr("bool", 1))
		g.block(1)
		g.indent--
		g.line("}")
	default:
		x := g.fresh("t")
		g.line("switch %s := (%s).(type) {", x, g.parenAny())
		g.line("case int, string:")
		g.line("log(\"is \", kind(%s))", x)
		g.indent--
		g.line("case P:")
		g.line("log(%s.Sum())", x)
		g.indent--
		g.line("case *P:")
		g.line("log(%s == nil)", x)
		g.indent--
		g.line("case I:")
		g.line("log(\"I \", %s.Sum())", x)
		g.indent--
		g.line("case error:")
		g.line("log(%s)", x)
		g.indent--
		g.line("default:")
		g.line("_ = %s", x)
		g.line("}")
	}
}

func (g *generator) parenAny() string { return "any(" + g.expr("any", 2) + ")" }

func (g *generator) closure() {
	n := g.fresh("c")
	saved, inFunc, labels := len(g.vars), g.inFunc, g.labels
	p := g.fresh("a")
	g.line("%s := func(%s int) int {", n, p)
	g.vars = append(g.vars, variable{name: p, t: "int"})
	g.inFunc, g.labels = true, nil
	g.block(1 + g.Intn(2))
	g.line("return %s", g.expr("int", 2))
	g.line("}")
	g.inFunc, g.labels = inFunc, labels
	g.vars = g.vars[:saved]
	g.line("_ = %s", n)
	g.vars = append(g.vars, variable{name: n, t: "func(int) int", readOnly: true})
	if g.Intn(2) == 0 {
		g.line("log(%s(%s))", n, g.expr("int", 1))
	}
}

func (g *generator) call() {
	if len(g.funcs) == 0 {
		g.log()
		return
	}
	f := g.funcs[g.Intn(len(g.funcs))]
	call := f.name + "(" + g.list(f.params) + ")"
	if len(f.results) == 0 {
		g.line("%s", call)
		return
	}
	var names []string
	for range f.results {
		names = append(names, g.fresh("v"))
	}
	g.line("%s := %s", strings.Join(names, ", "), call)
	for i, t := range f.results {
		g.line("_ = %s", names[i])
		g.vars = append(g.vars, variable{name: names[i], t: t})
	}
}

// variable is the name of a variable of a type that can be written, or "".
func (g *generator) variable(t string) string {
	for range 8 {
		if len(g.vars) == 0 {
			return ""
		}
		if v := g.vars[g.Intn(len(g.vars))]; v.t == t && !v.readOnly {
			return v.name
		}
	}
	return ""
}

// callable is the name of a variable that holds a function, or "".
func (g *generator) callable() string {
	for _, v := range g.vars {
		if v.t == "func(int) int" && g.Intn(2) == 0 {
			return v.name
		}
	}
	return ""
}

// expr is an expression of a type.
func (g *generator) expr(t string, depth int) string {
	if g.Intn(2) == 0 || depth <= 0 {
		for range 4 {
			if len(g.vars) == 0 {
				break
			}
			if v := g.vars[g.Intn(len(g.vars))]; v.t == t {
				return v.name
			}
		}
	}
	if depth <= 0 {
		return g.simple(t)
	}
	sub := func(t string) string { return g.expr(t, depth-1) }
	switch t {
	case "int":
		switch g.Intn(12) {
		case 0, 1:
			return "(" + sub("int") + " " + g.pick("+", "-", "*", "&", "|", "^") + " " + sub("int") + ")"
		case 2:
			return "(" + sub("int") + " " + g.pick("/", "%") + " " + g.pick("2", "3", "7") + ")"
		case 3:
			return "len(" + sub(g.pick("string", "[]int", "map[string]int", "[]P")) + ")"
		case 4:
			return sub("P") + ".Sum()"
		case 5:
			return sub("[3]int") + "[" + fmt.Sprint(g.Intn(3)) + "]"
		case 6:
			return sub("map[string]int") + "[" + sub("string") + "]"
		case 7:
			return "append(" + sub("[]int") + ", 1, 2)[" + g.pick("0", "1") + "]"
		case 8:
			return "int(" + sub("N") + ")"
		case 9:
			return g.pick("min", "max") + "(" + sub("int") + ", " + sub("int") + ")"
		case 10:
			return "int(" + sub("uint8") + ")"
		}
	case "N":
		if g.Intn(2) == 0 {
			return sub("N") + ".Twice()"
		}
		return "N(" + sub("int") + ")"
	case "uint8":
		if g.Intn(2) == 0 {
			return "(" + sub("uint8") + " " + g.pick("+", "-", "<<", ">>", "*") + " " + sub("uint8") + ")"
		}
		return "uint8(" + sub("int") + ")"
	case "string":
		switch g.Intn(6) {
		case 0:
			return "(" + sub("string") + " + " + sub("string") + ")"
		case 1:
			return "fmt.Sprint(" + sub(g.pick("int", "P", "[]int", "bool")) + ")"
		case 2:
			return sub("P") + ".B"
		case 3:
			return "strings.ToUpper(" + sub("string") + ")"
		case 4:
			return "kind(" + sub("any") + ")"
		}
	case "bool":
		switch g.Intn(7) {
		case 0, 1:
			return "(" + sub("int") + " " + g.pick("<", ">", "==", "!=", "<=") + " " + sub("int") + ")"
		case 2:
			return "(" + sub("bool") + " " + g.pick("&&", "||") + " " + sub("bool") + ")"
		case 3:
			return "!" + sub("bool")
		case 4:
			return "(" + sub("string") + " " + g.pick("<", "==") + " " + sub("string") + ")"
		case 5:
			return "(" + sub("[3]int") + " == " + sub("[3]int") + ")"
		default:
			return "(" + sub("error") + " == nil)"
		}
	case "[]int":
		switch g.Intn(4) {
		case 0:
			return "append([]int{" + sub("int") + "}, " + sub("int") + ")"
		case 1:
			return "slices.Clone(" + sub("[]int") + ")"
		case 2:
			return "append(" + sub("[]int") + "[:0:0], " + sub("int") + ", " + sub("int") + ")"
		}
	case "[]P":
		return "[]P{" + sub("P") + ", {A: " + sub("int") + "}}"
	case "P":
		switch g.Intn(3) {
		case 0:
			return "P{" + sub("int") + ", " + sub("string") + ", nil}"
		case 1:
			return "(*(&P{A: " + sub("int") + "}).Inc(" + sub("int") + "))"
		}
	case "*P":
		return "&P{A: " + sub("int") + ", B: " + sub("string") + "}"
	case "func(int) int":
		p := g.fresh("q")
		return "func(" + p + " int) int { return " + p + g.pick("+", "*", "-") + g.expr("int", depth-1) + " }"
	case "any":
		switch g.Intn(7) {
		case 0:
			return "any(nil)"
		case 1:
			return "any(" + sub("error") + ")"
		default:
			return "any(" + sub(g.pick("int", "string", "P", "N", "[]int", "*P")) + ")"
		}
	case "error":
		if g.Intn(2) == 0 {
			return "fail(" + sub("int") + ")"
		}
	case "map[string]int":
		return "map[string]int{\"a\": " + sub("int") + ", \"b\": " + sub("int") + "}"
	case "[3]int":
		return "[3]int{" + sub("int") + ", 1: " + sub("int") + "}"
	}
	return g.simple(t)
}

// simple is a small expression.
func (g *generator) simple(t string) string {
	n := g.Intn(5)
	switch t {
	case "int":
		return fmt.Sprintf("num(%d)", n-1)
	case "N":
		return fmt.Sprintf("name(%d)", n)
	case "uint8":
		return fmt.Sprintf("small(%d)", n*60)
	case "string":
		return g.pick(`"a"`, `"b"`, `""`, `"xyz"`, `"é"`)
	case "bool":
		return g.pick("true", "false")
	case "[]int":
		return g.pick("[]int{1, 2, 3}", "[]int{5, 4}", "[]int(nil)")
	case "[]P":
		return "[]P{{1, \"p\", nil}}"
	case "P":
		return g.pick("P{}", "P{A: 1}", "P{2, \"q\", []int{1}}")
	case "*P":
		return "&P{}"
	case "func(int) int":
		return "func(int) int { return 1 }"
	case "any":
		return "any(1)"
	case "error":
		return g.pick("error(nil)", "errors.New(\"e\")", "error(&E{3})")
	case "map[string]int":
		return g.pick("map[string]int{}", "map[string]int{\"a\": 1}")
	}
	return "[3]int{1, 2, 3}"
}
