package yaegi_test

import (
	"fmt"
)

// generatedHead is what every random program begins with.
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
