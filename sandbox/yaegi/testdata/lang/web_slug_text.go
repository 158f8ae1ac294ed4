// Slugs, word counts, truncation and wrapping of text.
package main

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"github.com/picloud/picloud/sdk"
)

func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', unicode.IsDigit(r):
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		case r == 'é' || r == 'è':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteByte('e')
		default:
			dash = true
		}
	}
	return b.String()
}
func wrap(s string, w int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && len(line)+1+len(word) > w {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return
}
func truncate(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(slug("  Héllo, World! 42 --x"), slug("???"), truncate("héllo wörld", 7), truncate("ok", 7)))
	for _, l := range wrap("the quick brown fox jumps over the lazy dog", 12) {
		out = append(out, fmt.Sprintf("%-12s|", l)+"\n")
	}
	counts := map[string]int{}
	for _, w := range strings.FieldsFunc("a b, a. c b a!", func(r rune) bool { return !unicode.IsLetter(r) }) {
		counts[w]++
	}
	type wc struct {
		w string
		n int
	}
	var top []wc
	for w, n := range counts {
		top = append(top, wc{w, n})
	}
	sort.Slice(top, func(i, j int) bool { return top[i].n > top[j].n })
	for _, t := range top {
		out = append(out, fmt.Sprintln(t.w, t.n, strings.Repeat("#", t.n)))
	}
	return strings.Join(out, ""), nil
}
