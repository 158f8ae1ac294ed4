// Methods and fields of composite literals as operands of && and ||.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct {
	A int
	L []int
}

func (p P) Sum() int { return p.A + len(p.L) }
func (p *P) Inc() *P { p.A++; return p }
func num(n int) int  { return n }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln((P{A: 1}.Sum() <= num(1)) && (num(2)%2 == num(1)/2), P{A: 2}.A == num(2) || P{}.Sum() > num(0)))
	if (P{A: 1}).Sum() == num(1) && (&P{A: 1}).Inc().A == num(2) {
		out = append(out, fmt.Sprintln("both"))
	}
	ok := P{A: 3}.Sum() > num(5) || [2]int{1, 2}[1] == num(2) && map[string]int{"a": 1}["a"] == num(1)
	out = append(out, fmt.Sprintln(ok, !(P{A: 1}.Sum() == 1 && []int{1, 2}[0] == num(1))))
	for i := 0; (P{A: i}).Sum() < num(3) && [3]int{1, 1, 1}[i] == 1; i++ {
		out = append(out, fmt.Sprintln(i))
	}
	return strings.Join(out, ""), nil
}
