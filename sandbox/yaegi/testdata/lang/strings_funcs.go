// The everyday functions of strings.
package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(strings.Split("a,b,c", ","), strings.SplitN("a,b,c", ",", 2), strings.Fields("  a b  c "), strings.TrimSpace("\t x \n")))
	out = append(out, fmt.Sprintln(strings.Trim("xxhixx", "x"), strings.TrimLeft("aab", "a"), strings.TrimPrefix("pre-x", "pre-"), strings.TrimSuffix("a.go", ".go")))
	out = append(out, fmt.Sprintln(strings.Contains("abc", "bc"), strings.ContainsAny("abc", "xyzc"), strings.HasPrefix("abc", "ab"), strings.HasSuffix("abc", "bc"), strings.Index("chicken", "ken"), strings.LastIndex("go gopher", "go"), strings.IndexByte("abc", 'c')))
	out = append(out, fmt.Sprintln(strings.Repeat("ab", 3), strings.Replace("oink oink", "k", "ky", 1), strings.ReplaceAll("oink oink", "oink", "moo"), strings.Join([]string{"a", "b"}, "-")))
	out = append(out, fmt.Sprintln(strings.ToUpper("abc"), strings.ToLower("ABC"), strings.EqualFold("Go", "GO"), strings.Count("cheese", "e"), strings.Compare("a", "b")))
	before, after, found := strings.Cut("k=v=w", "=")
	out = append(out, fmt.Sprintln(before, after, found))
	up := strings.Map(func(r rune) rune {
		if r == 'a' {
			return 'A'
		}
		if r == 'x' {
			return -1
		}
		return r
	}, "banxana")
	out = append(out, fmt.Sprintln(up))
	out = append(out, fmt.Sprintln(strings.IndexFunc("abc1", unicode.IsDigit), strings.FieldsFunc("a1b2c", unicode.IsDigit), strings.TrimFunc("123abc456", unicode.IsDigit)))
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;")
	out = append(out, fmt.Sprintln(r.Replace("<b>hi</b>")))
	out = append(out, fmt.Sprintln(strings.EqualFold("ß", "SS"), strings.SplitAfter("a,b", ","), len(strings.Split("", ",")), strings.Split("abc", "")))
	return strings.Join(out, ""), nil
}
