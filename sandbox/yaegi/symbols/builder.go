package symbols

import (
	"io"
	"slices"
	"unicode/utf8"
)

// Builder is strings.Builder with a cap on its content. Its zero value is ready
// to use. It knows no host, as scripts declare it themselves: what it holds is
// bounded instead, and every write is a call that the script is charged for.
// A copy is a Builder of its own, where the original panics.
type Builder struct {
	self *Builder // who may append behind buf
	buf  []byte
	text string // what String returned last: a prefix of buf
}

// room makes place for n bytes more, or panics.
func (b *Builder) room(method string, n int) {
	if n < 0 {
		panic("strings.Builder." + method + ": negative count")
	}
	if n > maxText-len(b.buf) {
		panic(&LimitError{"strings.Builder." + method, "content over 16 MiB"})
	}
	if b.self != b {
		b.self, b.buf = b, slices.Clip(b.buf)
	}
	b.buf = slices.Grow(b.buf, n)
}

// String returns what was written.
func (b *Builder) String() string {
	if len(b.text) != len(b.buf) {
		b.text = string(b.buf)
	}
	return b.text
}

// Len returns the number of bytes written.
func (b *Builder) Len() int { return len(b.buf) }

// Cap returns the number of bytes there is place for.
func (b *Builder) Cap() int { return cap(b.buf) }

// Reset empties b.
func (b *Builder) Reset() { *b = Builder{} }

// Grow makes place for n more bytes.
func (b *Builder) Grow(n int) { b.room("Grow", n) }

// Write appends p.
func (b *Builder) Write(p []byte) (int, error) {
	b.room("Write", len(p))
	b.buf = append(b.buf, p...)
	return len(p), nil
}

// WriteByte appends c.
func (b *Builder) WriteByte(c byte) error {
	b.room("WriteByte", 1)
	b.buf = append(b.buf, c)
	return nil
}

// WriteRune appends r as UTF-8 and returns the number of bytes.
func (b *Builder) WriteRune(r rune) (int, error) {
	n := len(b.buf)
	b.room("WriteRune", utf8.UTFMax)
	b.buf = utf8.AppendRune(b.buf, r)
	return len(b.buf) - n, nil
}

// WriteString appends s.
func (b *Builder) WriteString(s string) (int, error) {
	b.room("WriteString", len(s))
	b.buf = append(b.buf, s...)
	return len(s), nil
}

var (
	_ io.Writer       = (*Builder)(nil)
	_ io.ByteWriter   = (*Builder)(nil)
	_ io.StringWriter = (*Builder)(nil)
)
