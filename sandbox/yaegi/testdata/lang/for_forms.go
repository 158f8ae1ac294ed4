// Every form of for.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i := 0; i < 2; i++ {
		out = append(out, fmt.Sprintln("three", i))
	}
	n := 0
	for n < 3 {
		n++
	}
	out = append(out, fmt.Sprintln(n))
	for {
		n--
		if n == 0 {
			break
		}
	}
	out = append(out, fmt.Sprintln(n))
	for i := range 3 {
		out = append(out, fmt.Sprintln("int", i))
	}
	for range 2 {
		n++
	}
	out = append(out, fmt.Sprintln(n))
	var k int
	for k = range 4 {
	}
	out = append(out, fmt.Sprintln(k))
	for k = 0; k < 2; k++ {
	}
	out = append(out, fmt.Sprintln(k))
	for i, j := 0, 5; i < j; i, j = i+1, j-1 {
		out = append(out, fmt.Sprintln(i, j))
	}
	for i := 3; i > 0; {
		i--
		n += i
	}
	out = append(out, fmt.Sprintln(n))
	for i := 0; ; {
		i++
		if i > 4 {
			out = append(out, fmt.Sprintln("out", i))
			break
		}
	}
	for ; n < 100; n *= 2 {
	}
	out = append(out, fmt.Sprintln(n))
	var idx int
	var val string
	for idx, val = range []string{"a", "b"} {
	}
	out = append(out, fmt.Sprintln(idx, val))
	type T struct{ I int }
	var t T
	for t.I = range 3 {
	}
	out = append(out, fmt.Sprintln(t.I))
	arr := make([]int, 2)
	for i := range int8(2) {
		arr[i] = int(i) + 1
	}
	out = append(out, fmt.Sprintln(arr))
	for i := range 0 {
		out = append(out, fmt.Sprintln("never", i))
	}
	const c = 2
	for i := range c {
		out = append(out, fmt.Sprintln(i))
	}
	for i := range n - 127 {
		out = append(out, fmt.Sprintln("expr", i))
	}
	return strings.Join(out, ""), nil
}
