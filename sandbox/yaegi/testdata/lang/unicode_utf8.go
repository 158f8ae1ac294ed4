// Classification and decoding of runes.
package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(unicode.IsLetter('é'), unicode.IsDigit('5'), unicode.IsSpace('\t'), unicode.IsUpper('a'), unicode.IsPunct('!'), string(unicode.ToUpper('ß')), string(unicode.ToLower('Ä'))))
	s := "a世"
	r, n := utf8.DecodeRuneInString(s[1:])
	out = append(out, fmt.Sprintln(string(r), n, utf8.ValidString("a\xff"), utf8.RuneCountInString(s), utf8.RuneError, utf8.UTFMax))
	r, n = utf8.DecodeLastRuneInString(s)
	out = append(out, fmt.Sprintln(r == '世', n, utf8.AppendRune(nil, 'é'), utf8.RuneLen('世'), len(string(rune(-1)))))
	b := make([]byte, 4)
	k := utf8.EncodeRune(b, '世')
	out = append(out, fmt.Sprintln(b[:k]))
	title := []rune(strings.ToLower("ÉCOLE"))
	title[0] = unicode.ToTitle(title[0])
	out = append(out, fmt.Sprintln(string(title)))
	words := strings.FieldsFunc("one,two;three", func(r rune) bool { return !unicode.IsLetter(r) })
	out = append(out, fmt.Sprintln(words))
	return strings.Join(out, ""), nil
}
