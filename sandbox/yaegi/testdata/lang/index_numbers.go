// What a panic says of an index that is out of range.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func try(f func()) (out string) {
	defer func() { out = fmt.Sprint(recover()) }()
	f()
	return "fine"
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	l := []int{1, 2, 3}
	i, s := 7, "abc"
	out = append(out, fmt.Sprintln(try(func() { _ = l[i] }), try(func() { l[5] = 1 }), try(func() { _ = s[3] }), try(func() { _ = l[i-4] })))
	p(try(func() {
		for i := range l {
			_ = l[i]
		}
		for j := 0; j < len(l); j++ {
			l[j]++
		}
	}), l)
	parts := strings.Split("a/b", "/")
	out = append(out, fmt.Sprintln(try(func() { n, err := strconv.Atoi(parts[2]); p(n, err) })))
	p(try(func() {
		if len(parts) > 5 && parts[5] == "x" || parts[0] == "a" {
			out = append(out, fmt.Sprintln("lazy"))
		}
	}))
	return strings.Join(out, ""), nil
}
