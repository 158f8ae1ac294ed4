package symbols

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// Buffer is bytes.Buffer with a cap on its content and without ReadFrom. Its
// zero value is ready to use.
type Buffer struct {
	b bytes.Buffer
}

// room panics unless there is place for n bytes more.
func (b *Buffer) room(method string, n int) {
	if n > maxText-b.b.Len() {
		panic(&LimitError{"bytes.Buffer." + method, "content over 16 MiB"})
	}
}

// Bytes returns the unread content. It is valid until the next write.
func (b *Buffer) Bytes() []byte { return b.b.Bytes() }

// AvailableBuffer returns an empty slice to append to and then write.
func (b *Buffer) AvailableBuffer() []byte { return b.b.AvailableBuffer() }

// String returns the unread content, or "<nil>" for a nil Buffer.
func (b *Buffer) String() string {
	if b == nil {
		return "<nil>"
	}
	return b.b.String()
}

// Len returns the number of unread bytes.
func (b *Buffer) Len() int { return b.b.Len() }

// Cap returns the number of bytes there is place for in all.
func (b *Buffer) Cap() int { return b.b.Cap() }

// Available returns the number of bytes that fit without growing.
func (b *Buffer) Available() int { return b.b.Available() }

// Truncate drops all but the first n unread bytes.
func (b *Buffer) Truncate(n int) { b.b.Truncate(n) }

// Reset empties b.
func (b *Buffer) Reset() { b.b.Reset() }

// Grow makes place for n more bytes.
func (b *Buffer) Grow(n int) { b.room("Grow", n); b.b.Grow(n) }

// Write appends p.
func (b *Buffer) Write(p []byte) (int, error) { b.room("Write", len(p)); return b.b.Write(p) }

// WriteString appends s.
func (b *Buffer) WriteString(s string) (int, error) {
	b.room("WriteString", len(s))
	return b.b.WriteString(s)
}

// WriteByte appends c.
func (b *Buffer) WriteByte(c byte) error { b.room("WriteByte", 1); return b.b.WriteByte(c) }

// WriteRune appends r as UTF-8 and returns the number of bytes.
func (b *Buffer) WriteRune(r rune) (int, error) {
	b.room("WriteRune", utf8.UTFMax)
	return b.b.WriteRune(r)
}

// WriteTo writes the unread content to w.
func (b *Buffer) WriteTo(w io.Writer) (int64, error) { return b.b.WriteTo(w) }

// Read reads into p, and returns io.EOF when there is nothing left.
func (b *Buffer) Read(p []byte) (int, error) { return b.b.Read(p) }

// Next returns the next n bytes, or fewer. They are valid until the next write.
func (b *Buffer) Next(n int) []byte { return b.b.Next(n) }

// ReadByte returns the next byte.
func (b *Buffer) ReadByte() (byte, error) { return b.b.ReadByte() }

// ReadRune returns the next character and its number of bytes.
func (b *Buffer) ReadRune() (r rune, size int, err error) { return b.b.ReadRune() }

// UnreadRune takes back the last ReadRune.
func (b *Buffer) UnreadRune() error { return b.b.UnreadRune() }

// UnreadByte takes back the last byte read.
func (b *Buffer) UnreadByte() error { return b.b.UnreadByte() }

// ReadBytes returns the content up to and including delim.
func (b *Buffer) ReadBytes(delim byte) ([]byte, error) { return b.b.ReadBytes(delim) }

// ReadString returns the content up to and including delim.
func (b *Buffer) ReadString(delim byte) (string, error) { return b.b.ReadString(delim) }

// Peek returns the next n bytes without reading them.
func (b *Buffer) Peek(n int) ([]byte, error) { return b.b.Peek(n) }

var (
	_ io.ReadWriter   = (*Buffer)(nil)
	_ io.ByteScanner  = (*Buffer)(nil)
	_ io.RuneScanner  = (*Buffer)(nil)
	_ io.StringWriter = (*Buffer)(nil)
	_ io.WriterTo     = (*Buffer)(nil)
)
