package symbols

import (
	"html"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

func strconvStatic() table {
	return table{
		"AppendBool":               fn(strconv.AppendBool),
		"AppendInt":                fn(strconv.AppendInt),
		"AppendQuoteRune":          fn(strconv.AppendQuoteRune),
		"AppendQuoteRuneToASCII":   fn(strconv.AppendQuoteRuneToASCII),
		"AppendQuoteRuneToGraphic": fn(strconv.AppendQuoteRuneToGraphic),
		"AppendUint":               fn(strconv.AppendUint),
		"FormatBool":               fn(strconv.FormatBool),
		"FormatInt":                fn(strconv.FormatInt),
		"FormatUint":               fn(strconv.FormatUint),
		"FormatFloat":              fn(formatFloat),
		"AppendFloat":              fn(appendFloat),
		"FormatComplex":            fn(formatComplex),
		"IsGraphic":                fn(strconv.IsGraphic),
		"IsPrint":                  fn(strconv.IsPrint),
		"Itoa":                     fn(strconv.Itoa),
		"ParseBool":                fn(strconv.ParseBool),
		"QuoteRune":                fn(strconv.QuoteRune),
		"QuoteRuneToASCII":         fn(strconv.QuoteRuneToASCII),
		"QuoteRuneToGraphic":       fn(strconv.QuoteRuneToGraphic),
		"UnquoteChar":              fn(strconv.UnquoteChar),
		"ErrRange":                 variable(strconv.ErrRange),
		"ErrSyntax":                variable(strconv.ErrSyntax),
		"IntSize":                  untyped(strconv.IntSize),

		"NumError": typ[strconv.NumError](),
	}
}

func strconvBound(h Host) table {
	return table{
		"Atoi":                 conv1x2(h, strconv.Atoi),
		"ParseInt":             scan3x2(h, strconv.ParseInt),
		"ParseUint":            scan3x2(h, strconv.ParseUint),
		"ParseFloat":           scan2x2(h, strconv.ParseFloat),
		"ParseComplex":         scan2x2(h, strconv.ParseComplex),
		"CanBackquote":         scan1(h, strconv.CanBackquote),
		"Quote":                fn(quote(h, "strconv.Quote", strconv.Quote)),
		"QuoteToASCII":         fn(quote(h, "strconv.QuoteToASCII", strconv.QuoteToASCII)),
		"QuoteToGraphic":       fn(quote(h, "strconv.QuoteToGraphic", strconv.QuoteToGraphic)),
		"AppendQuote":          fn(appendQuote(h, "strconv.AppendQuote", strconv.AppendQuote)),
		"AppendQuoteToASCII":   fn(appendQuote(h, "strconv.AppendQuoteToASCII", strconv.AppendQuoteToASCII)),
		"AppendQuoteToGraphic": fn(appendQuote(h, "strconv.AppendQuoteToGraphic", strconv.AppendQuoteToGraphic)),
		"QuotedPrefix":         conv1x2(h, strconv.QuotedPrefix),
		"Unquote":              conv1x2(h, strconv.Unquote),
	}
}

// precision panics on a precision that takes long to work out: the digits
// behind the 400th of a float64 are zeros, or there are none.
func precision(what string, prec int) {
	if prec > 400 {
		panic(&LimitError{what, "precision over 400"})
	}
}

func formatFloat(f float64, fmt byte, prec, bitSize int) string {
	precision("strconv.FormatFloat", prec)
	return strconv.FormatFloat(f, fmt, prec, bitSize)
}

func appendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	precision("strconv.AppendFloat", prec)
	return strconv.AppendFloat(dst, f, fmt, prec, bitSize)
}

func formatComplex(c complex128, fmt byte, prec, bitSize int) string {
	precision("strconv.FormatComplex", prec)
	return strconv.FormatComplex(c, fmt, prec, bitSize)
}

// quoted counts a quoted copy of n bytes: up to four bytes for one.
func quoted(h Host, what string, n int) {
	if n > maxResult {
		panic(&LimitError{what, "text over 1 MiB"})
	}
	convert(h, 4*n)
}

func quote(h Host, what string, f func(string) string) func(string) string {
	return func(s string) string { quoted(h, what, len(s)); return f(s) }
}

func appendQuote(h Host, what string, f func([]byte, string) []byte) func([]byte, string) []byte {
	return func(dst []byte, s string) []byte { quoted(h, what, len(s)); return f(dst, s) }
}

func unicodeStatic() table {
	return table{
		"IsControl":  fn(unicode.IsControl),
		"IsDigit":    fn(unicode.IsDigit),
		"IsGraphic":  fn(unicode.IsGraphic),
		"IsLetter":   fn(unicode.IsLetter),
		"IsLower":    fn(unicode.IsLower),
		"IsMark":     fn(unicode.IsMark),
		"IsNumber":   fn(unicode.IsNumber),
		"IsPrint":    fn(unicode.IsPrint),
		"IsPunct":    fn(unicode.IsPunct),
		"IsSpace":    fn(unicode.IsSpace),
		"IsSymbol":   fn(unicode.IsSymbol),
		"IsTitle":    fn(unicode.IsTitle),
		"IsUpper":    fn(unicode.IsUpper),
		"SimpleFold": fn(unicode.SimpleFold),
		"To":         fn(unicode.To),
		"ToLower":    fn(unicode.ToLower),
		"ToTitle":    fn(unicode.ToTitle),
		"ToUpper":    fn(unicode.ToUpper),

		"LowerCase":       untyped(unicode.LowerCase),
		"MaxCase":         untyped(unicode.MaxCase),
		"TitleCase":       untyped(unicode.TitleCase),
		"UpperCase":       untyped(unicode.UpperCase),
		"UpperLower":      fn(rune(unicode.UpperLower)),
		"MaxASCII":        fn(rune(unicode.MaxASCII)),
		"MaxLatin1":       fn(rune(unicode.MaxLatin1)),
		"MaxRune":         fn(rune(unicode.MaxRune)),
		"ReplacementChar": fn(rune(unicode.ReplacementChar)),
		"Version":         untyped(unicode.Version),
	}
}

func utf8Static() table {
	return table{
		"AppendRune":             fn(utf8.AppendRune),
		"DecodeLastRune":         fn(utf8.DecodeLastRune),
		"DecodeLastRuneInString": fn(utf8.DecodeLastRuneInString),
		"DecodeRune":             fn(utf8.DecodeRune),
		"DecodeRuneInString":     fn(utf8.DecodeRuneInString),
		"EncodeRune":             fn(utf8.EncodeRune),
		"FullRune":               fn(utf8.FullRune),
		"FullRuneInString":       fn(utf8.FullRuneInString),
		"RuneLen":                fn(utf8.RuneLen),
		"RuneStart":              fn(utf8.RuneStart),
		"ValidRune":              fn(utf8.ValidRune),

		"MaxRune":   fn(rune(utf8.MaxRune)),
		"RuneError": fn(rune(utf8.RuneError)),
		"RuneSelf":  untyped(utf8.RuneSelf),
		"UTFMax":    untyped(utf8.UTFMax),
	}
}

func utf8Bound(h Host) table {
	return table{
		"RuneCount":         scan1(h, utf8.RuneCount),
		"RuneCountInString": scan1(h, utf8.RuneCountInString),
		"Valid":             scan1(h, utf8.Valid),
		"ValidString":       scan1(h, utf8.ValidString),
	}
}

func utf16Bound(h Host) table {
	return table{
		"AppendRune":  fn(utf16.AppendRune),
		"Decode":      fn(func(s []uint16) []rune { convert(h, 4*len(s)); return utf16.Decode(s) }),
		"DecodeRune":  fn(utf16.DecodeRune),
		"Encode":      fn(func(s []rune) []uint16 { convert(h, 4*len(s)); return utf16.Encode(s) }),
		"EncodeRune":  fn(utf16.EncodeRune),
		"IsSurrogate": fn(utf16.IsSurrogate),
		"RuneLen":     fn(utf16.RuneLen),
	}
}

func htmlBound(h Host) table {
	return table{
		"EscapeString":   fn(escapeHTML(h)),
		"UnescapeString": conv1(h, html.UnescapeString),
	}
}

func escapeHTML(h Host) func(string) string {
	return func(s string) string {
		pass(h, len(s))
		// < and > become four bytes, the others five.
		n := int64(len(s)) + 3*int64(strings.Count(s, "<")+strings.Count(s, ">")) +
			4*int64(strings.Count(s, "&")+strings.Count(s, "'")+strings.Count(s, `"`))
		if n > int64(len(s)) {
			result(h, "html.EscapeString", n)
		}
		return html.EscapeString(s)
	}
}

func pathStatic() table {
	return table{
		"IsAbs":         fn(path.IsAbs),
		"ErrBadPattern": variable(path.ErrBadPattern),
	}
}

func pathBound(h Host) table {
	return table{
		"Base":  scan1(h, path.Base),
		"Clean": conv1(h, path.Clean),
		"Dir":   conv1(h, path.Dir),
		"Ext":   scan1(h, path.Ext),
		"Join":  fn(joinPath(h)),
		"Match": fn(func(pattern, name string) (bool, error) {
			cross(h, len(name), len(pattern))
			return path.Match(pattern, name)
		}),
		"Split": scan1x2(h, path.Split),
	}
}

func joinPath(h Host) func(...string) string {
	return func(elem ...string) string {
		n := len(elem)
		for _, e := range elem {
			n += len(e)
			if n > maxResult {
				break
			}
		}
		result(h, "path.Join", int64(n))
		return path.Join(elem...)
	}
}
