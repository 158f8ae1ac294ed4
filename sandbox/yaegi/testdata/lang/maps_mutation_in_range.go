// Deleting while ranging; adding after; counting.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := map[int]bool{}
	for i := range 10 {
		m[i] = i%2 == 0
	}
	for k, v := range m {
		if v {
			delete(m, k)
		}
	}
	out = append(out, fmt.Sprintln(len(m), m))
	sum := 0
	for k := range m {
		sum += k
		m[k] = true
	}
	out = append(out, fmt.Sprintln(sum, m))
	for k := range m {
		delete(m, k)
	}
	out = append(out, fmt.Sprintln(len(m)))
	return strings.Join(out, ""), nil
}
