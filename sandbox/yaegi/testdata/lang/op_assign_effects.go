// The left side of an operator assignment is evaluated once.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := 0
	s := []int{0, 0, 0}
	idx := func() int { n++; return n - 1 }
	s[idx()] += 5
	s[idx()]++
	s[idx()] -= 3
	out = append(out, fmt.Sprintln(s, n))
	type T struct{ V int }
	t := &T{}
	ptr := func() *T { n++; return t }
	ptr().V += 2
	ptr().V *= 10
	ptr().V--
	out = append(out, fmt.Sprintln(t.V, n))
	x := 7
	x %= 4
	x <<= 3
	x |= 1
	x &= 0x1d
	x ^= 2
	x >>= 1
	x &^= 1
	out = append(out, fmt.Sprintln(x))
	str := "a"
	str += "b" + "c"
	out = append(out, fmt.Sprintln(str))
	f := 1.0
	f /= 4
	out = append(out, fmt.Sprintln(f))
	p := &x
	*p += 5
	(*p)++
	out = append(out, fmt.Sprintln(x))
	m := map[string][]int{"a": {1, 2}}
	m["a"][1] += 5
	m["a"] = append(m["a"], 3)
	out = append(out, fmt.Sprintln(m))
	b := []byte("abc")
	b[0] -= 32
	b[1] ^= 0x20
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
