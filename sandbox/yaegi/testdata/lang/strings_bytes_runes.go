// Strings, bytes and runes converted, changed, sliced.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := "hello"
	out = append(out, fmt.Sprintln(s[1], s[1:3], s[:0] == "", s[len(s)-1:], string(s[0])+s[1:], s[1] == 'e', s > "hell"))
	bs := []byte(s)
	bs[0] = 'J'
	bs = append(bs, '!', '?')
	out = append(out, fmt.Sprintln(string(bs), s, string(bs[:3]), len(bs), bs[1:2]))
	rs := []rune("日本語")
	rs[1] = 'X'
	out = append(out, fmt.Sprintln(string(rs), len(rs), string(rs[2:]), rs[0]))
	out = append(out, fmt.Sprintln(strings.Compare(s, "x"), s+"\t"+`raw\t`, len("\u00e9"), "\x41\102\u0043"))
	for i, c := range []byte("ab") {
		out = append(out, fmt.Sprintln(i, c))
	}
	for i, c := range []rune("aé") {
		out = append(out, fmt.Sprintln(i, c))
	}
	switch {
	case s[0] == 'h' && len(s) > 3:
		out = append(out, fmt.Sprintln("h"))
	}
	t := ""
	for i := len(s) - 1; i >= 0; i-- {
		t += string(s[i])
	}
	out = append(out, fmt.Sprintln(t))
	return strings.Join(out, ""), nil
}
