package yaegi_test

import (
	"flag"
	"fmt"
	"math/rand"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox/yaegi"
)

var (
	generated    = flag.Int64("generate", 24, "how many random programs to compare with the compiler")
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
	end := *generateSeed + *generated
	for seed := *generateSeed; seed < end && !t.Failed(); seed += batch {
		sources := map[string]string{}
		for n := seed; n < min(seed+batch, end); n++ {
			sources[fmt.Sprintf("gen%d", n)] = generate(n)
		}
		want := nativeAnswers(t, sources)
		for name, source := range sources {
			if diagnostics := refusals(engine, source); len(diagnostics) > 0 {
				t.Fatalf("%s is refused: %+v\n%s", name, diagnostics, numbered(source))
			}
			got, err := runEngine(t, engine, source)
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, numbered(source))
			}
			if strings.Contains(got, "which is not supported") {
				continue // refused while it ran: the reference lists why
			}
			if g, w := withoutNumbers(got), withoutNumbers(want[name]); g != w {
				t.Errorf("%s: the engine gives\n%s\nGo gives\n%s\n%s", name, g, w, numbered(source))
			}
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
	switch g.Intn(21) {
	case 17, 18, 19, 20:
		g.lookup()
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
