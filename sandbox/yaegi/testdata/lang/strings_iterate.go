// Runes and bytes of a string.
package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := "aé世\xff!"
	for i, r := range s {
		out = append(out, fmt.Sprintln(i, r, string(r), utf8.RuneLen(r)))
	}
	out = append(out, fmt.Sprintln(len(s), utf8.RuneCountInString(s), s[1], s[0:1], []byte("é"), []rune("é世")))
	n := 0
	for range s {
		n++
	}
	out = append(out, fmt.Sprintln(n))
	for i := range "xyz" {
		n += i
	}
	out = append(out, fmt.Sprintln(n))
	for i := 0; i < len("é"); i++ {
		out = append(out, fmt.Sprintf("%x", "é"[i])+"\n")
	}
	r := []rune("héllo")
	r[1] = 'e'
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	out = append(out, fmt.Sprintln(string(r), string([]byte{104, 105}), strings.ToUpper("straße")))
	for i, b := range []byte("ab") {
		out = append(out, fmt.Sprintln(i, b))
	}
	return strings.Join(out, ""), nil
}
