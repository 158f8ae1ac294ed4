// Structs copied out of slices, maps and arrays; and in by value.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	N int
	A [2]int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := []T{{N: 1}, {N: 2}}
	x := s[0]
	x.N = 10
	x.A[0] = 5
	out = append(out, fmt.Sprintln(s[0].N, s[0].A, x.N, x.A))
	m := map[string]T{"a": {N: 1}}
	y := m["a"]
	y.N = 10
	out = append(out, fmt.Sprintln(m["a"].N, y.N))
	m["a"] = y
	y.N = 11
	out = append(out, fmt.Sprintln(m["a"].N))
	arr := [2]T{{N: 1}, {N: 2}}
	brr := arr
	brr[0].N = 10
	brr[1].A[1] = 7
	out = append(out, fmt.Sprintln(arr[0].N, arr[1].A, brr[0].N, brr[1].A))
	s = append(s, x)
	x.N = 99
	out = append(out, fmt.Sprintln(s[2].N))
	for _, e := range s {
		e.N = -1
	}
	out = append(out, fmt.Sprintln(s[0].N, s[1].N, s[2].N))
	for i := range s {
		s[i].N++
	}
	out = append(out, fmt.Sprintln(s[0].N, s[1].N, s[2].N))
	z := s
	z[0].N = 1000
	out = append(out, fmt.Sprintln(s[0].N))
	var any1 any = s[1]
	s[1].N = 77
	out = append(out, fmt.Sprintln(any1.(T).N, s[1].N))
	return strings.Join(out, ""), nil
}
