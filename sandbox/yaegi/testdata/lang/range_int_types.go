// Ranging over integers of several types and over literals.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i := range int64(3) {
		i *= 2
		out = append(out, fmt.Sprintln(i))
	}
	var u uint8 = 3
	for i := range u {
		out = append(out, fmt.Sprintln(i, i-1))
	}
	const c = 2
	for i := range c {
		var x int = i
		out = append(out, fmt.Sprintln(x))
	}
	type N int
	for i := range N(2) {
		var n N = i
		out = append(out, fmt.Sprintln(int(n)))
	}
	s := []int{5, 6}
	for i := range len(s) {
		s = append(s, i)
	}
	out = append(out, fmt.Sprintln(s))
	for range s {
		if len(s) > 5 {
			break
		}
		s = append(s, 9)
	}
	out = append(out, fmt.Sprintln(len(s)))
	n := 3
	for i := range n {
		n--
		if i == 1 {
			continue
		}
		out = append(out, fmt.Sprintln(i, n))
	}
	for i := range "héy" {
		out = append(out, fmt.Sprintln(i))
	}
	for i := range map[int]bool{7: true} {
		out = append(out, fmt.Sprintln(i))
	}
	for i := range [3]string{} {
		_ = i
		n++
	}
	out = append(out, fmt.Sprintln(n))
	for i, r := range []rune("ab") {
		out = append(out, fmt.Sprintln(i, r))
	}
	for _, x := range [...]struct{ a, b int }{{1, 2}, {3, 4}} {
		out = append(out, fmt.Sprintln(x.a+x.b))
	}
	for k, v := range map[string][]int{"k": {1}} {
		out = append(out, fmt.Sprintln(k, v))
	}
	return strings.Join(out, ""), nil
}
