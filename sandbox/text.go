package sandbox

import (
	"strings"
	"unicode/utf8"
)

// CleanText makes text that every store and client takes: valid UTF-8 without
// NUL. What is not gets up to three times as long.
func CleanText(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
