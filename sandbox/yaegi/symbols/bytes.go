package symbols

import (
	"bytes"
	"unicode/utf8"
)

func bytesStatic() table {
	return table{
		"HasPrefix":   fn(bytes.HasPrefix),
		"HasSuffix":   fn(bytes.HasSuffix),
		"CutPrefix":   fn(bytes.CutPrefix),
		"CutSuffix":   fn(bytes.CutSuffix),
		"TrimPrefix":  fn(bytes.TrimPrefix),
		"TrimSuffix":  fn(bytes.TrimSuffix),
		"NewReader":   fn(bytes.NewReader),
		"NewBuffer":   fn(newBuffer),
		"ErrTooLarge": variable(bytes.ErrTooLarge),
		"MinRead":     untyped(bytes.MinRead),

		"Buffer": typ[Buffer](),
		"Reader": typ[bytes.Reader](),
	}
}

func newBuffer(buf []byte) *Buffer { return &Buffer{b: *bytes.NewBuffer(buf)} }

func bytesBound(h Host) table {
	return table{
		"Clone":           conv1(h, bytes.Clone),
		"Compare":         scan2(h, bytes.Compare),
		"Contains":        scan2(h, bytes.Contains),
		"ContainsAny":     cross2(h, bytes.ContainsAny),
		"ContainsFunc":    scan2(h, bytes.ContainsFunc),
		"ContainsRune":    scan2(h, bytes.ContainsRune),
		"Count":           scan2(h, bytes.Count),
		"Cut":             scan2x3(h, bytes.Cut),
		"Equal":           scan2(h, bytes.Equal),
		"EqualFold":       scan2(h, bytes.EqualFold),
		"Fields":          fn(fieldsBytes(h)),
		"FieldsFunc":      fn(fieldsFuncBytes(h)),
		"Index":           scan2(h, bytes.Index),
		"IndexAny":        cross2(h, bytes.IndexAny),
		"IndexByte":       scan2(h, bytes.IndexByte),
		"IndexFunc":       scan2(h, bytes.IndexFunc),
		"IndexRune":       scan2(h, bytes.IndexRune),
		"Join":            fn(joinBytes(h)),
		"LastIndex":       scan2(h, bytes.LastIndex),
		"LastIndexAny":    cross2(h, bytes.LastIndexAny),
		"LastIndexByte":   scan2(h, bytes.LastIndexByte),
		"LastIndexFunc":   scan2(h, bytes.LastIndexFunc),
		"Map":             map2(h, bytes.Map),
		"NewBufferString": conv1(h, func(s string) *Buffer { return newBuffer([]byte(s)) }),
		"Repeat":          fn(repeatBytes(h)),
		"Replace":         fn(replaceBytes(h, "bytes.Replace")),
		"ReplaceAll":      fn(replaceAllBytes(h)),
		"Runes":           fn(runes(h)),
		"Split":           fn(splitBytes(h, "bytes.Split", bytes.SplitN)),
		"SplitAfter":      fn(splitBytes(h, "bytes.SplitAfter", bytes.SplitAfterN)),
		"SplitAfterN":     fn(splitNBytes(h, "bytes.SplitAfterN", bytes.SplitAfterN)),
		"SplitN":          fn(splitNBytes(h, "bytes.SplitN", bytes.SplitN)),
		"ToLower":         conv1(h, bytes.ToLower),
		"ToTitle":         conv1(h, bytes.ToTitle),
		"ToUpper":         conv1(h, bytes.ToUpper),
		"ToValidUTF8":     fn(toValidBytes(h)),
		"Trim":            cross2(h, bytes.Trim),
		"TrimFunc":        scan2(h, bytes.TrimFunc),
		"TrimLeft":        cross2(h, bytes.TrimLeft),
		"TrimLeftFunc":    scan2(h, bytes.TrimLeftFunc),
		"TrimRight":       cross2(h, bytes.TrimRight),
		"TrimRightFunc":   scan2(h, bytes.TrimRightFunc),
		"TrimSpace":       scan1(h, bytes.TrimSpace),
	}
}

func repeatBytes(h Host) func([]byte, int) []byte {
	return func(b []byte, count int) []byte {
		if count > 0 {
			result(h, "bytes.Repeat", times(len(b), count))
		}
		return bytes.Repeat(b, count)
	}
}

func joinBytes(h Host) func([][]byte, []byte) []byte {
	return func(s [][]byte, sep []byte) []byte {
		n := times(len(sep), max(len(s)-1, 0))
		for _, e := range s {
			if n < 0 || n > maxResult {
				break
			}
			n += int64(len(e))
		}
		result(h, "bytes.Join", n)
		return bytes.Join(s, sep)
	}
}

func replaceBytes(h Host, what string) func(s, old, new []byte, n int) []byte {
	return func(s, old, new []byte, n int) []byte {
		pass(h, len(s))
		count := bytes.Count(s, old)
		if n >= 0 {
			count = min(count, n)
		}
		result(h, what, replaced(len(s), count, len(old), len(new)))
		return bytes.Replace(s, old, new, n)
	}
}

func replaceAllBytes(h Host) func(s, old, new []byte) []byte {
	replace := replaceBytes(h, "bytes.ReplaceAll")
	return func(s, old, new []byte) []byte { return replace(s, old, new, -1) }
}

func runes(h Host) func([]byte) []rune {
	return func(s []byte) []rune {
		convert(h, len(s))
		h.Allocate(4 * int64(len(s)))
		return bytes.Runes(s)
	}
}

func toValidBytes(h Host) func(s, replacement []byte) []byte {
	return func(s, replacement []byte) []byte {
		convert(h, len(s))
		if !utf8.Valid(s) {
			result(h, "bytes.ToValidUTF8", replaced(len(s), (len(s)+1)/2, 1, len(replacement)))
		}
		return bytes.ToValidUTF8(s, replacement)
	}
}

func splitBytes(h Host, what string, f func(s, sep []byte, n int) [][]byte) func(s, sep []byte) [][]byte {
	splitN := splitNBytes(h, what, f)
	return func(s, sep []byte) [][]byte { return splitN(s, sep, -1) }
}

func splitNBytes(h Host, what string, f func(s, sep []byte, n int) [][]byte) func(s, sep []byte, n int) [][]byte {
	return func(s, sep []byte, n int) [][]byte {
		pass(h, len(s))
		parts := n
		if n < 0 || n > len(s) {
			parts = bytes.Count(s, sep) + 1
		}
		pieces(h, what, parts, sliceSize)
		return f(s, sep, n)
	}
}

func fieldsBytes(h Host) func([]byte) [][]byte {
	return func(s []byte) [][]byte {
		pass(h, len(s))
		n := 0
		for range bytes.FieldsSeq(s) {
			n++
		}
		pieces(h, "bytes.Fields", n, sliceSize)
		return bytes.Fields(s)
	}
}

func fieldsFuncBytes(h Host) func([]byte, func(rune) bool) [][]byte {
	return func(s []byte, f func(rune) bool) [][]byte {
		pass(h, len(s))
		out := [][]byte{}
		for part := range bytes.FieldsFuncSeq(s, f) {
			if len(out)%256 == 0 {
				pieces(h, "bytes.FieldsFunc", len(out), 0)
				h.Allocate(256 * sliceSize)
			}
			out = append(out, part)
		}
		return out
	}
}
