package symbols

import (
	"reflect"
	"slices"
	"strings"
)

const (
	maxFormat = 4 << 10
	maxWidth  = 1000
)

// use says what verbs do with an argument, as far as it matters here.
type use struct {
	named  bool // %T, %#v: prints the names of types
	fields bool // %+v, %#v: prints the names of fields
	wrap   bool // %w: keeps the error
	text   bool // nothing but %s, %q, %x: prints slices of bytes as text
	quoted bool // %q
	hex    bool // %x
	other  bool // %d and the like: does not use the text of a value with methods
}

// textSize is how many bytes a byte of a string becomes at the most, apart from
// those that are quoted.
func (u use) textSize() int {
	switch {
	case u.quoted:
		return 4
	case u.hex:
		return 3
	default:
		return 1
	}
}

// byteSize is the same for a slice of bytes.
func (u use) byteSize() int {
	if u.text {
		return u.textSize()
	}
	return 4
}

// check refuses t where its name is printed and yaegi lost it.
func (u use) check(what string, t reflect.Type) {
	if isInternal(t) {
		panic(&Unsupported{what + ": a value of this kind cannot be formatted"})
	}
	if !u.named {
		return
	}
	if isWrapper(t) {
		if _, ok := t.MethodByName("GoString"); ok && u.fields {
			return
		}
		refuseType(what)
	}
	if typeHas(t, losesName) {
		refuseType(what)
	}
}

// hasOwnName reports whether the name of v's type is not that of its Go type.
func hasOwnName(v any) bool {
	switch v.(type) {
	case *Boxed, *oneError, *manyErrors:
		return true
	}
	return false
}

// losesName reports whether the name that Go prints for t is not known here.
func losesName(t reflect.Type) bool {
	return isUnnamed(t) || t.PkgPath() == ownPath || t.PkgPath() == yaegiPath
}

func refuseType(what string) {
	panic(&Unsupported{what + ": %T and %#v are not supported for types that the script declares: use %v"})
}

// parse reads format as package fmt does, checks widths and precisions, and
// returns what happens to each of args.
func (p *printer) parse(format string, args []any) []use {
	if len(format) > maxFormat {
		panic(&LimitError{p.what, "format over 4 KiB"})
	}
	uses := make([]use, len(args))
	p.format, p.args = format, args
	var types []int // offsets of verbs that print the types of boxed values
	p.factor = 1
	if strings.Contains(format, "%[") || strings.Contains(format, ".[") || strings.Contains(format, "*[") {
		p.factor = max(1, strings.Count(format, "%"))
	}
	next, reordered := 0, false
	s := format
	for {
		i := strings.IndexByte(s, '%')
		if i < 0 {
			break
		}
		s = s[i+1:]
		flags := s[:len(s)-len(strings.TrimLeft(s, "+-# 0"))]
		s = s[len(flags):]

		index := func() {
			end := strings.IndexByte(s, ']')
			if !strings.HasPrefix(s, "[") || end < 0 {
				return
			}
			reordered = true
			if n, ok := number(s[1:end]); ok && n >= 1 && n <= len(args) {
				next = n - 1
			}
			s = s[end+1:]
		}
		width := func() {
			if strings.HasPrefix(s, "*") {
				s = s[1:]
				if next < len(args) {
					p.width(args[next])
					next++
				}
				return
			}
			digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
			if n, ok := number(digits); digits != "" && (!ok || n > maxWidth) {
				p.tooWide()
			}
			s = s[len(digits):]
		}
		index()
		width()
		if strings.HasPrefix(s, ".") {
			s = s[1:]
			index()
			width()
		}
		index()
		if s == "" {
			break
		}
		verb := s[0] // the verbs that matter have one byte
		s = s[1:]
		if verb == '%' {
			continue
		}
		if next < len(args) {
			u := &uses[next]
			if verb == 'T' && !reordered && hasOwnName(args[next]) {
				types = append(types, len(format)-len(s)-1)
				if len(types) == 1 {
					p.args = slices.Clone(args)
				}
				p.args[next] = typeOf(args[next])
				next++
				continue
			}
			sharp, plus := strings.Contains(flags, "#"), strings.Contains(flags, "+")
			u.named = u.named || verb == 'T' || verb == 'v' && sharp
			u.text = strings.ContainsRune("sqxX", rune(verb)) && (u.text || *u == use{})
			u.quoted = u.quoted || verb == 'q' || verb == 'v' && sharp
			u.hex = u.hex || verb == 'x' || verb == 'X'
			u.wrap = u.wrap || verb == 'w'
			u.other = u.other || !strings.ContainsRune("vTsqxXw", rune(verb))
			u.fields = u.fields || verb == 'v' && (sharp || plus)
			next++
		}
	}
	if len(types) > 0 {
		text := []byte(format)
		for _, at := range types {
			text[at] = 's'
		}
		p.format = string(text)
	}
	if !reordered {
		for ; next < len(args); next++ {
			uses[next].named = true // %!(EXTRA type=value)
		}
	}
	return uses
}

func (p *printer) tooWide() { panic(&LimitError{p.what, "width or precision over 1000"}) }

func (p *printer) width(arg any) {
	v := reflect.ValueOf(arg)
	if v.CanInt() && (v.Int() > maxWidth || v.Int() < -maxWidth) || v.CanUint() && v.Uint() > maxWidth {
		p.tooWide()
	}
}

// number reads a decimal number of up to six digits.
func number(s string) (n int, ok bool) {
	if s == "" || len(s) > 6 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}
