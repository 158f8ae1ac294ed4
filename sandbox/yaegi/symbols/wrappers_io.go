package symbols

import (
	"io"
)

type ioReader struct {
	IValue any
	WRead  func(p []byte) (n int, err error)
}

func (v ioReader) Read(p []byte) (n int, err error) { return v.WRead(p) }

type ioWriter struct {
	IValue any
	WWrite func(p []byte) (n int, err error)
}

func (v ioWriter) Write(p []byte) (n int, err error) { return v.WWrite(p) }

type ioCloser struct {
	IValue any
	WClose func() error
}

func (v ioCloser) Close() error { return v.WClose() }

type ioSeeker struct {
	IValue any
	WSeek  func(offset int64, whence int) (int64, error)
}

func (v ioSeeker) Seek(offset int64, whence int) (int64, error) { return v.WSeek(offset, whence) }

type ioReadWriter struct {
	IValue any
	WRead  func(p []byte) (n int, err error)
	WWrite func(p []byte) (n int, err error)
}

func (v ioReadWriter) Read(p []byte) (n int, err error)  { return v.WRead(p) }
func (v ioReadWriter) Write(p []byte) (n int, err error) { return v.WWrite(p) }

type ioReadCloser struct {
	IValue any
	WRead  func(p []byte) (n int, err error)
	WClose func() error
}

func (v ioReadCloser) Read(p []byte) (n int, err error) { return v.WRead(p) }
func (v ioReadCloser) Close() error                     { return v.WClose() }

type ioWriteCloser struct {
	IValue any
	WWrite func(p []byte) (n int, err error)
	WClose func() error
}

func (v ioWriteCloser) Write(p []byte) (n int, err error) { return v.WWrite(p) }
func (v ioWriteCloser) Close() error                      { return v.WClose() }

type ioReadWriteCloser struct {
	IValue any
	WRead  func(p []byte) (n int, err error)
	WWrite func(p []byte) (n int, err error)
	WClose func() error
}

func (v ioReadWriteCloser) Read(p []byte) (n int, err error)  { return v.WRead(p) }
func (v ioReadWriteCloser) Write(p []byte) (n int, err error) { return v.WWrite(p) }
func (v ioReadWriteCloser) Close() error                      { return v.WClose() }

type ioReadSeeker struct {
	IValue any
	WRead  func(p []byte) (n int, err error)
	WSeek  func(offset int64, whence int) (int64, error)
}

func (v ioReadSeeker) Read(p []byte) (n int, err error)             { return v.WRead(p) }
func (v ioReadSeeker) Seek(offset int64, whence int) (int64, error) { return v.WSeek(offset, whence) }

type ioReaderAt struct {
	IValue  any
	WReadAt func(p []byte, off int64) (n int, err error)
}

func (v ioReaderAt) ReadAt(p []byte, off int64) (n int, err error) { return v.WReadAt(p, off) }

type ioWriterTo struct {
	IValue   any
	WWriteTo func(w io.Writer) (n int64, err error)
}

func (v ioWriterTo) WriteTo(w io.Writer) (n int64, err error) { return v.WWriteTo(w) }

type ioByteReader struct {
	IValue    any
	WReadByte func() (byte, error)
}

func (v ioByteReader) ReadByte() (byte, error) { return v.WReadByte() }

type ioByteScanner struct {
	IValue      any
	WReadByte   func() (byte, error)
	WUnreadByte func() error
}

func (v ioByteScanner) ReadByte() (byte, error) { return v.WReadByte() }
func (v ioByteScanner) UnreadByte() error       { return v.WUnreadByte() }

type ioByteWriter struct {
	IValue     any
	WWriteByte func(c byte) error
}

func (v ioByteWriter) WriteByte(c byte) error { return v.WWriteByte(c) }

type ioRuneReader struct {
	IValue    any
	WReadRune func() (r rune, size int, err error)
}

func (v ioRuneReader) ReadRune() (r rune, size int, err error) { return v.WReadRune() }

type ioRuneScanner struct {
	IValue      any
	WReadRune   func() (r rune, size int, err error)
	WUnreadRune func() error
}

func (v ioRuneScanner) ReadRune() (r rune, size int, err error) { return v.WReadRune() }
func (v ioRuneScanner) UnreadRune() error                       { return v.WUnreadRune() }

type ioStringWriter struct {
	IValue       any
	WWriteString func(s string) (n int, err error)
}

func (v ioStringWriter) WriteString(s string) (n int, err error) { return v.WWriteString(s) }
