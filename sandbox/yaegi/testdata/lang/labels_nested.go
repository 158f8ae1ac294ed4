// Labelled break and continue over several levels.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	found := ""
outer:
	for i := 1; i < 10; i++ {
		for j := 1; j < 10; j++ {
			if j > i {
				continue outer
			}
			if i*j == 42 {
				found = fmt.Sprint(i, j)
				break outer
			}
		}
	}
	out = append(out, fmt.Sprintln(found))
	words := []string{"apple", "bob", "xyz", "kiwi"}
	var ok []string
next:
	for _, w := range words {
		for _, r := range w {
			if strings.ContainsRune("aeiou", r) {
				ok = append(ok, w)
				continue next
			}
		}
	}
	out = append(out, fmt.Sprintln(ok))
	n := 0
a:
	for {
	b:
		for {
			n++
			switch {
			case n == 3:
				continue a
			case n == 5:
				break b
			case n > 8:
				break a
			}
		}
		n += 2
	}
	out = append(out, fmt.Sprintln(n))
	return strings.Join(out, ""), nil
}
