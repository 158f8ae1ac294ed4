// Numeric code on slices of slices and arrays: matrices, primes, game of life.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type M [][]float64

func (a M) Mul(b M) M {
	out := make(M, len(a))
	for i := range a {
		out[i] = make([]float64, len(b[0]))
		for j := range out[i] {
			for k := range b {
				out[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return out
}
func primes(n int) (ps []int) {
	comp := make([]bool, n+1)
	for i := 2; i <= n; i++ {
		if comp[i] {
			continue
		}
		ps = append(ps, i)
		for j := i * i; j <= n; j += i {
			comp[j] = true
		}
	}
	return
}

type Grid [5][5]bool

func (g Grid) Next() (n Grid) {
	for r := range g {
		for c := range g[r] {
			alive := 0
			for dr := -1; dr <= 1; dr++ {
				for dc := -1; dc <= 1; dc++ {
					if dr == 0 && dc == 0 {
						continue
					}
					rr, cc := (r+dr+5)%5, (c+dc+5)%5
					if g[rr][cc] {
						alive++
					}
				}
			}
			n[r][c] = alive == 3 || g[r][c] && alive == 2
		}
	}
	return
}
func (g Grid) String() (s string) {
	for _, row := range g {
		for _, c := range row {
			if c {
				s += "#"
			} else {
				s += "."
			}
		}
		s += "\n"
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(M{{1, 2}, {3, 4}}.Mul(M{{0, 1}, {1, 0}})))
	out = append(out, fmt.Sprintln(primes(30)))
	var g Grid
	g[1][2], g[2][2], g[3][2] = true, true, true
	out = append(out, fmt.Sprintln(g.String()))
	out = append(out, fmt.Sprintln(g.Next().String()))
	out = append(out, fmt.Sprintln(g.Next().Next() == g))
	gcd := func(a, b int) int {
		for b != 0 {
			a, b = b, a%b
		}
		return a
	}
	out = append(out, fmt.Sprintln(gcd(48, 36)))
	return strings.Join(out, ""), nil
}
