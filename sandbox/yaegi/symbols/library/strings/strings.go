// Package strings has the iterators of package strings.
package strings

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lines iterates over the lines of s, with their ends.
func Lines(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		rest := s
		for len(rest) > 0 {
			line := rest
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				line = rest[:i+1]
			}
			rest = rest[len(line):]
			if !yield(line) {
				return
			}
		}
	}
}

func split(s, sep string, keep int) iter.Seq[string] {
	return func(yield func(string) bool) {
		rest := s
		if len(sep) == 0 {
			for len(rest) > 0 {
				_, n := utf8.DecodeRuneInString(rest)
				if !yield(rest[:n]) {
					return
				}
				rest = rest[n:]
			}
			return
		}
		for {
			i := strings.Index(rest, sep)
			if i < 0 {
				break
			}
			part := rest[:i+keep]
			rest = rest[i+len(sep):]
			if !yield(part) {
				return
			}
		}
		yield(rest)
	}
}

// SplitSeq iterates over what strings.Split returns.
func SplitSeq(s, sep string) iter.Seq[string] { return split(s, sep, 0) }

// SplitAfterSeq iterates over what strings.SplitAfter returns.
func SplitAfterSeq(s, sep string) iter.Seq[string] { return split(s, sep, len(sep)) }

// FieldsSeq iterates over what strings.Fields returns.
func FieldsSeq(s string) iter.Seq[string] { return FieldsFuncSeq(s, unicode.IsSpace) }

// FieldsFuncSeq iterates over what strings.FieldsFunc returns.
func FieldsFuncSeq(s string, f func(rune) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := -1
		for i, r := range s {
			if f(r) {
				if start >= 0 {
					field := s[start:i]
					start = -1
					if !yield(field) {
						return
					}
				}
			} else if start < 0 {
				start = i
			}
		}
		if start >= 0 {
			yield(s[start:])
		}
	}
}
