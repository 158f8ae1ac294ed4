// A tokenizer and a precedence parser for expressions.
package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/picloud/picloud/sdk"
)

type tok struct {
	kind byte
	text string
	num  float64
}
type parser struct {
	toks []tok
	pos  int
	vars map[string]float64
}

func lex(s string) (out []tok, err error) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ':
			i++
		case c >= '0' && c <= '9' || c == '.':
			j := i
			for j < len(s) && (s[j] >= '0' && s[j] <= '9' || s[j] == '.') {
				j++
			}
			n, err := strconv.ParseFloat(s[i:j], 64)
			if err != nil {
				return nil, fmt.Errorf("at %d: bad number %q", i, s[i:j])
			}
			out = append(out, tok{'n', s[i:j], n})
			i = j
		case unicode.IsLetter(rune(c)):
			j := i
			for j < len(s) && unicode.IsLetter(rune(s[j])) {
				j++
			}
			out = append(out, tok{kind: 'v', text: s[i:j]})
			i = j
		case strings.IndexByte("+-*/()^", c) >= 0:
			out = append(out, tok{kind: c, text: string(c)})
			i++
		default:
			return nil, fmt.Errorf("at %d: unexpected %q", i, c)
		}
	}
	return append(out, tok{kind: 'e'}), nil
}
func (p *parser) peek() tok { return p.toks[p.pos] }
func (p *parser) next() tok { t := p.toks[p.pos]; p.pos++; return t }

var prec = map[byte]int{'+': 1, '-': 1, '*': 2, '/': 2, '^': 3}

func (p *parser) expr(min int) (float64, error) {
	l, err := p.unary()
	if err != nil {
		return 0, err
	}
	for {
		t := p.peek()
		pr, ok := prec[t.kind]
		if !ok || pr < min {
			return l, nil
		}
		p.next()
		nm := pr + 1
		if t.kind == '^' {
			nm = pr
		}
		r, err := p.expr(nm)
		if err != nil {
			return 0, err
		}
		switch t.kind {
		case '+':
			l += r
		case '-':
			l -= r
		case '*':
			l *= r
		case '/':
			l /= r
		case '^':
			l = math.Pow(l, r)
		}
	}
}
func (p *parser) unary() (float64, error) {
	switch t := p.next(); t.kind {
	case 'n':
		return t.num, nil
	case 'v':
		if v, ok := p.vars[t.text]; ok {
			return v, nil
		}
		return 0, fmt.Errorf("unknown variable %s", t.text)
	case '-':
		v, err := p.unary()
		return -v, err
	case '(':
		v, err := p.expr(1)
		if err != nil {
			return 0, err
		}
		if c := p.next(); c.kind != ')' {
			return 0, errors.New("missing )")
		}
		return v, nil
	default:
		return 0, fmt.Errorf("unexpected %q", t.text)
	}
}
func eval(s string) string {
	toks, err := lex(s)
	if err != nil {
		return err.Error()
	}
	p := &parser{toks: toks, vars: map[string]float64{"pi": 3.14, "x": 2}}
	v, err := p.expr(1)
	if err == nil && p.peek().kind != 'e' {
		err = fmt.Errorf("trailing %q", p.peek().text)
	}
	if err != nil {
		return "error: " + err.Error()
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, s := range []string{"1+2*3", "(1+2)*3", "2^3^2", "-x^2 + 10/4", "pi*x", "1 +", "(1", "1 $ 2", "y", "1 2", "1.2.3"} {
		out = append(out, fmt.Sprintln(s, "=", eval(s)))
	}
	return strings.Join(out, ""), nil
}
