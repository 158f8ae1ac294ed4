// An expression tree evaluated by a type switch on an interface of the script.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Expr interface{ isExpr() }
type Num struct{ V float64 }
type Bin struct {
	Op   byte
	L, R Expr
}
type Neg struct{ X Expr }

func (Num) isExpr()  {}
func (*Bin) isExpr() {}
func (Neg) isExpr()  {}
func eval(e Expr) (float64, error) {
	switch e := e.(type) {
	case Num:
		return e.V, nil
	case Neg:
		v, err := eval(e.X)
		return -v, err
	case *Bin:
		l, err := eval(e.L)
		if err != nil {
			return 0, err
		}
		r, err := eval(e.R)
		if err != nil {
			return 0, err
		}
		switch e.Op {
		case '+':
			return l + r, nil
		case '*':
			return l * r, nil
		case '/':
			if r == 0 {
				return 0, errors.New("division by zero")
			}
			return l / r, nil
		}
		return 0, fmt.Errorf("bad operator %q", e.Op)
	}
	return 0, errors.New("unknown node")
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(eval(&Bin{'+', Num{1}, &Bin{'*', Num{2}, Neg{Num{3}}}})))
	out = append(out, fmt.Sprintln(eval(&Bin{'/', Num{1}, Num{0}})))
	out = append(out, fmt.Sprintln(eval(&Bin{'?', Num{1}, Num{0}})))
	out = append(out, fmt.Sprintln(eval(nil)))
	return strings.Join(out, ""), nil
}
