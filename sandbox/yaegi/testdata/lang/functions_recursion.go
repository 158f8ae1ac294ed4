// Recursion in several shapes.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func fact(n int) int {
	if n == 0 {
		return 1
	}
	return n * fact(n-1)
}
func isEven(n int) bool { return n == 0 || isOdd(n-1) }
func isOdd(n int) bool  { return n != 0 && isEven(n-1) }
func perms(s []string) (out [][]string) {
	if len(s) <= 1 {
		return [][]string{append([]string{}, s...)}
	}
	for i := range s {
		rest := append(append([]string{}, s[:i]...), s[i+1:]...)
		for _, p := range perms(rest) {
			out = append(out, append([]string{s[i]}, p...))
		}
	}
	return
}
func hanoi(n int, a, b, c string, moves *int) {
	if n > 0 {
		hanoi(n-1, a, c, b, moves)
		*moves++
		hanoi(n-1, c, b, a, moves)
	}
}
func ack(m, n int) int {
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ack(m-1, 1)
	}
	return ack(m-1, ack(m, n-1))
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	moves := 0
	hanoi(5, "a", "b", "c", &moves)
	out = append(out, fmt.Sprintln(fact(10), isEven(10), isOdd(3), perms([]string{"a", "b", "c"}), moves, ack(2, 3)))
	return strings.Join(out, ""), nil
}
