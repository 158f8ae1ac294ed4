package yaegi_test

import "strings"

// elements are the types of what lookups find.
func (g *generator) element() string {
	return g.pick("int", "int", "string", "P", "*P", "N", "[]int", "any", "error", "func(int) int", "bool", "[3]int")
}

// found is an expression that gives a value of a type and whether it is there.
func (g *generator) found(t string) string {
	if (t == "any" || t == "func(int) int" || t == "bool" || t == "[3]int") || g.Intn(2) == 0 {
		if m := g.variable("map[string]int"); t == "int" && m != "" && g.Intn(2) == 0 {
			return m + "[" + g.expr("string", 1) + "]"
		}
		keys := g.pick(`"a": ?, "b": ?`, `"": ?`, `"a": ?`)
		for strings.Contains(keys, "?") {
			keys = strings.Replace(keys, "?", g.expr(t, 1), 1)
		}
		return "(map[string]" + t + "{" + keys + "})[" + g.expr("string", 1) + "]"
	}
	from := "any(" + g.expr(g.pick("any", "any", t), 1) + ")"
	if t == "*P" || t == "P" {
		from = g.pick(from, "I(P{A: "+g.expr("int", 1)+"})", "I(&P{})")
	}
	return from + ".(" + t + ")"
}

// text is an expression that tells what a variable holds.
func (g *generator) text(v, t string) string {
	switch t {
	case "*P":
		return v + " == nil || " + v + ".A > 0"
	case "func(int) int":
		return v + " == nil || " + v + "(1) > 0"
	case "error":
		return "fmt.Sprint(" + v + ")"
	case "any":
		return "kind(" + v + ")"
	}
	return v
}

// lookup writes one of the forms that take a value and whether it is there.
func (g *generator) lookup() {
	t := g.element()
	v, ok := g.fresh("l"), g.fresh("ok")
	define := v + ", " + ok + " := " + g.found(t)
	told := "log(" + g.text(v, t) + ", " + ok + ")"
	vars := []variable{{name: v, t: t}, {name: ok, t: "bool"}}
	inside := func(n int) {
		saved := len(g.vars)
		g.vars = append(g.vars, vars...)
		g.line("%s", told)
		g.block(n)
		g.vars = g.vars[:saved]
	}
	switch g.Intn(9) {
	case 0:
		g.line("%s", define)
		g.line("%s", told)
		g.vars = append(g.vars, vars...)
	case 1:
		g.line("var %s, %s = %s", v, ok, g.found(t))
		g.line("%s", told)
		g.vars = append(g.vars, vars...)
	case 2:
		g.line("if %s; %s {", define, g.pick(ok, "!"+ok, ok+" && "+g.expr("bool", 1)))
		inside(1)
		g.line("} else {")
		inside(g.Intn(2))
		g.line("}")
	case 3:
		g.line("switch %s; {", define)
		g.line("case %s:", ok)
		inside(1)
		g.indent--
		g.line("default:")
		g.line("%s", told)
		g.line("}")
	case 4:
		g.inTurns(t)
	case 5:
		// Each turn looks for what it found: body ends it.
		g.line("for %s; %s && num(%d) > 0; %s, %s = %s {", define, ok, g.Intn(2), v, ok, g.found(t))
		inside(1)
		g.line("}")
	case 6:
		if f := g.converted(); f != "" {
			g.line("%s", f)
		}
	default:
		g.line("%s = %s", g.targets(t), g.found(t))
	}
}

// targets are two variables, of which the first can hold a t.
func (g *generator) targets(t string) string {
	ok := g.variable("bool")
	if ok == "" || g.Intn(3) == 0 {
		ok = "_"
	}
	return g.target(t) + ", " + ok
}

func (g *generator) target(t string) string {
	v := g.variable(t)
	if wide := g.variable("any"); v == "" || wide != "" && g.Intn(2) == 0 {
		v = wide
	}
	if v == "" || g.Intn(6) == 0 {
		return "_"
	}
	return v
}

// converted is an assignment, or the head of a loop with its body, of several
// values to variables that may be of type any.
func (g *generator) converted() string {
	if len(g.funcs) == 0 || g.Intn(3) == 0 {
		t := g.pick("int", "P", "N", "string")
		v := g.target(t)
		return "for " + g.target("int") + ", " + v + " = range []" + t + "{" + g.expr(t, 1) + ", " + g.expr(t, 1) + "} {\nlog(1)\n}"
	}
	f := g.funcs[g.Intn(len(g.funcs))]
	if len(f.results) < 2 {
		return ""
	}
	var to []string
	for _, t := range f.results {
		to = append(to, g.target(t))
	}
	return strings.Join(to, ", ") + " = " + f.name + "(" + g.list(f.params) + ")"
}

// inTurns looks for something in each turn of a loop, and at what each turn
// has behind it.
func (g *generator) inTurns(t string) {
	i, v, ok, seen := g.fresh("i"), g.fresh("l"), g.fresh("ok"), g.fresh("s")
	g.line("var %s []func()", seen)
	g.line("for %s := range 3 {", i)
	g.line("key := []string{\"a\", \"\", \"b\"}[%s]", i)
	found := "map[string]" + t + "{\"a\": " + g.expr(t, 1) + "}[key]"
	if g.Intn(2) == 0 && t != "any" && t != "func(int) int" && t != "error" && t != "bool" && t != "[3]int" {
		found = "[]any{" + g.expr("any", 1) + ", " + g.expr(t, 1) + ", key}[" + i + "].(" + t + ")"
	}
	switch g.Intn(3) {
	case 0:
		g.line("%s, %s := %s", v, ok, found)
		g.line("%s = append(%s, func() { log(%s, %s) })", seen, seen, g.text(v, t), ok)
	case 1:
		g.line("%s, %s := %s", v, ok, found)
		g.line("p, q := &%s, &%s", v, ok)
		g.line("%s = append(%s, func() { log(%s, *q) })", seen, seen, g.text("(*p)", t))
	default:
		g.line("if %s, %s := (%s); !%s {", v, ok, found, ok)
		g.line("%s = append(%s, func() { log(%s, %s) })", seen, seen, g.text(v, t), ok)
		g.line("}")
	}
	g.line("}")
	g.line("for _, f := range %s {", seen)
	g.line("f()")
	g.line("}")
}
