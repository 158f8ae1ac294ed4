// Loops over more turns than are counted at once.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	sum := 0
	n := 1000
	for i := 0; i < n; i++ {
		sum += i
	}
	out = append(out, fmt.Sprintln(sum))
	for i := range 200 {
		if i%50 == 0 {
			continue
		}
		sum -= i
	}
	out = append(out, fmt.Sprintln(sum))
	m := 300
	for i := 0; i < m; i++ {
		if i > 100 {
			m--
		}
		sum++
	}
	out = append(out, fmt.Sprintln(sum, m))
	limit := 150
	shrink := func() { limit -= 2 }
	count := 0
	for i := 0; i < limit; i++ {
		shrink()
		count++
	}
	out = append(out, fmt.Sprintln(count, limit))
	found := -1
	for i := 0; i < 500; i++ {
		if i*i > 90000 {
			found = i
			break
		}
	}
	out = append(out, fmt.Sprintln(found))
	outer := 0
	for i := range 130 {
		for j := 0; j < 70; j++ {
			if j == i {
				break
			}
			outer++
		}
	}
	out = append(out, fmt.Sprintln(outer))
	var fs []func() int
	for i := range 70 {
		fs = append(fs, func() int { return i })
	}
	out = append(out, fmt.Sprintln(fs[0](), fs[69]()))
	return strings.Join(out, ""), nil
}
