package symbols

import (
	"strings"
	"unicode/utf8"
)

func stringsStatic() table {
	return table{
		"HasPrefix":  fn(strings.HasPrefix),
		"HasSuffix":  fn(strings.HasSuffix),
		"CutPrefix":  fn(strings.CutPrefix),
		"CutSuffix":  fn(strings.CutSuffix),
		"TrimPrefix": fn(strings.TrimPrefix),
		"TrimSuffix": fn(strings.TrimSuffix),
		"NewReader":  fn(strings.NewReader),

		"Builder":  typ[Builder](),
		"Reader":   typ[strings.Reader](),
		"Replacer": typ[Replacer](),
	}
}

func stringsBound(h Host) table {
	return table{
		"Clone":         conv1(h, strings.Clone),
		"Compare":       scan2(h, strings.Compare),
		"Contains":      scan2(h, strings.Contains),
		"ContainsAny":   cross2(h, strings.ContainsAny),
		"ContainsFunc":  scan2(h, strings.ContainsFunc),
		"ContainsRune":  scan2(h, strings.ContainsRune),
		"Count":         scan2(h, strings.Count),
		"Cut":           scan2x3(h, strings.Cut),
		"EqualFold":     scan2(h, strings.EqualFold),
		"Fields":        fn(fields(h)),
		"FieldsFunc":    fn(fieldsFunc(h)),
		"Index":         scan2(h, strings.Index),
		"IndexAny":      cross2(h, strings.IndexAny),
		"IndexByte":     scan2(h, strings.IndexByte),
		"IndexFunc":     scan2(h, strings.IndexFunc),
		"IndexRune":     scan2(h, strings.IndexRune),
		"Join":          fn(join(h)),
		"LastIndex":     scan2(h, strings.LastIndex),
		"LastIndexAny":  cross2(h, strings.LastIndexAny),
		"LastIndexByte": scan2(h, strings.LastIndexByte),
		"LastIndexFunc": scan2(h, strings.LastIndexFunc),
		"Map":           map2(h, strings.Map),
		"NewReplacer":   fn(newReplacer(h)),
		"Repeat":        fn(repeat(h)),
		"Replace":       fn(replace(h, "strings.Replace")),
		"ReplaceAll":    fn(replaceAll(h)),
		"Split":         fn(split(h, "strings.Split", strings.SplitN)),
		"SplitAfter":    fn(split(h, "strings.SplitAfter", strings.SplitAfterN)),
		"SplitAfterN":   fn(splitN(h, "strings.SplitAfterN", strings.SplitAfterN)),
		"SplitN":        fn(splitN(h, "strings.SplitN", strings.SplitN)),
		"Title":         conv1(h, strings.Title), //nolint:staticcheck // scripts may use what is deprecated
		"ToLower":       conv1(h, strings.ToLower),
		"ToTitle":       conv1(h, strings.ToTitle),
		"ToUpper":       conv1(h, strings.ToUpper),
		"ToValidUTF8":   fn(toValidUTF8(h)),
		"Trim":          cross2(h, strings.Trim),
		"TrimFunc":      scan2(h, strings.TrimFunc),
		"TrimLeft":      cross2(h, strings.TrimLeft),
		"TrimLeftFunc":  scan2(h, strings.TrimLeftFunc),
		"TrimRight":     cross2(h, strings.TrimRight),
		"TrimRightFunc": scan2(h, strings.TrimRightFunc),
		"TrimSpace":     scan1(h, strings.TrimSpace),
	}
}

const stringSize, sliceSize = 16, 24 // bytes of a string's and a slice's header

func repeat(h Host) func(string, int) string {
	return func(s string, count int) string {
		if count > 0 {
			result(h, "strings.Repeat", times(len(s), count))
		}
		return strings.Repeat(s, count)
	}
}

func join(h Host) func([]string, string) string {
	return func(elems []string, sep string) string {
		n := times(len(sep), max(len(elems)-1, 0))
		for _, e := range elems {
			if n < 0 || n > maxResult {
				break
			}
			n += int64(len(e))
		}
		result(h, "strings.Join", n)
		return strings.Join(elems, sep)
	}
}

// replaced is the length of a text of length n in which count parts of length
// oldLen become newLen, or -1 when that is over the cap.
func replaced(n, count, oldLen, newLen int) int64 {
	if newLen <= oldLen {
		return int64(n - count*(oldLen-newLen))
	}
	more := times(count, newLen-oldLen)
	if more < 0 {
		return -1
	}
	return int64(n) + more
}

func replace(h Host, what string) func(s, old, new string, n int) string {
	return func(s, old, new string, n int) string {
		pass(h, len(s))
		count := strings.Count(s, old)
		if n >= 0 {
			count = min(count, n)
		}
		if count == 0 || old == new {
			return s
		}
		result(h, what, replaced(len(s), count, len(old), len(new)))
		return strings.Replace(s, old, new, n)
	}
}

func replaceAll(h Host) func(s, old, new string) string {
	replace := replace(h, "strings.ReplaceAll")
	return func(s, old, new string) string { return replace(s, old, new, -1) }
}

func toValidUTF8(h Host) func(s, replacement string) string {
	return func(s, replacement string) string {
		convert(h, len(s))
		if !utf8.ValidString(s) {
			// Every byte can be an invalid one, but runs of them count as one.
			result(h, "strings.ToValidUTF8", replaced(len(s), (len(s)+1)/2, 1, len(replacement)))
		}
		return strings.ToValidUTF8(s, replacement)
	}
}

func split(h Host, what string, f func(s, sep string, n int) []string) func(s, sep string) []string {
	splitN := splitN(h, what, f)
	return func(s, sep string) []string { return splitN(s, sep, -1) }
}

func splitN(h Host, what string, f func(s, sep string, n int) []string) func(s, sep string, n int) []string {
	return func(s, sep string, n int) []string {
		pass(h, len(s))
		parts := n
		if n < 0 || n > len(s) {
			parts = strings.Count(s, sep) + 1
		}
		pieces(h, what, parts, stringSize)
		return f(s, sep, n)
	}
}

func fields(h Host) func(string) []string {
	return func(s string) []string {
		pass(h, len(s))
		if len(s) < maxPieces {
			h.Allocate(int64(len(s)) / 2)
			return strings.Fields(s)
		}
		n := 0
		for range strings.FieldsSeq(s) {
			n++
		}
		pieces(h, "strings.Fields", n, stringSize)
		return strings.Fields(s)
	}
}

func fieldsFunc(h Host) func(string, func(rune) bool) []string {
	return func(s string, f func(rune) bool) []string {
		pass(h, len(s))
		out := []string{}
		for part := range strings.FieldsFuncSeq(s, f) {
			if len(out)%256 == 0 {
				pieces(h, "strings.FieldsFunc", len(out), 0)
				h.Allocate(256 * stringSize)
			}
			out = append(out, part)
		}
		return out
	}
}

// Replacer is strings.Replacer with a cap on its results.
type Replacer struct {
	_    [0]func() // not comparable, like the original
	host Host
	r    *strings.Replacer
}

func newReplacer(h Host) func(oldnew ...string) *Replacer {
	return func(oldnew ...string) *Replacer {
		n := 0
		for _, s := range oldnew {
			n += len(s)
		}
		convert(h, n)
		return &Replacer{host: h, r: strings.NewReplacer(oldnew...)}
	}
}

// Replace returns s with all replacements made.
func (r *Replacer) Replace(s string) string {
	convert(r.host, len(s))
	out := capped{host: r.host, what: "strings.Replacer.Replace"}
	// The writer panics rather than fail.
	_, _ = r.r.WriteString(&out, s)
	return string(out.buf)
}

// capped is a writer that panics when it gets more than a result may have.
type capped struct {
	host Host
	what string
	buf  []byte
}

func (c *capped) Write(p []byte) (int, error) {
	if len(c.buf)+len(p) > maxResult {
		panic(&LimitError{c.what, "result over 1 MiB"})
	}
	c.buf = append(c.buf, p...)
	return len(p), nil
}
