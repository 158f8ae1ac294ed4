// Comparison, concatenation and conversion of strings.
package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type ID string

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a, b := "apple", "banana"
	out = append(out, fmt.Sprintln(a < b, a+b == "applebanana", a >= "app", "Z" < "a"))
	s := ""
	for i := 'a'; i < 'e'; i++ {
		s += string(i)
	}
	s += "!"
	out = append(out, fmt.Sprintln(s))
	id := ID("x") + "y"
	out = append(out, fmt.Sprintln(string(id)+"z", len(id), id == "xy"))
	bs := []byte(s)
	bs[0] = 'Z'
	out = append(out, fmt.Sprintln(s, string(bs), string(bs[1:3])))
	out = append(out, fmt.Sprintln(`raw\n`, "tab\there", "uni\u00e9\x41\101", 'a'+1, "日本"[0:3]))
	out = append(out, fmt.Sprintln(strconv.Quote("hi\n\"x\""), strconv.Itoa(-5), len("日本")))
	return strings.Join(out, ""), nil
}
