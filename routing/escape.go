package routing

import (
	"strings"
	"unicode/utf8"
)

const upperHex = "0123456789ABCDEF"

// unescape decodes the percent escapes of one segment, or of a remainder. It returns the byte of the first broken escape,
// or -1. Text without escapes comes back as it is.
func unescape(s string) (text string, bad int) {
	i := strings.IndexByte(s, '%')
	if i < 0 {
		return s, -1
	}
	buf := make([]byte, 0, len(s))
	buf = append(buf, s[:i]...)
	for i < len(s) {
		if s[i] != '%' {
			buf = append(buf, s[i])
			i++
			continue
		}
		if i+2 >= len(s) {
			return "", i
		}
		hi, lo := unhex(s[i+1]), unhex(s[i+2])
		if hi == notHex || lo == notHex {
			return "", i
		}
		buf = append(buf, hi<<4|lo)
		i += 3
	}
	return string(buf), -1
}

const notHex = 0xff

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return notHex
}

// badUTF8 returns the byte of the raw segment at which its decoded text stops being UTF-8, or -1.
func badUTF8(raw, text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	good := 0
	for good < len(text) {
		c, size := utf8.DecodeRuneInString(text[good:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		good += size
	}
	pos := 0
	for range good {
		if raw[pos] == '%' {
			pos += 2
		}
		pos++
	}
	return pos
}

// writeEscaped writes a decoded segment so that it can stand in a request target or in a pattern.
func writeEscaped(b *strings.Builder, text string) {
	for i := range len(text) {
		c := text[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', strings.IndexByte("-._~!$&'()+,;=@", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		}
	}
}
