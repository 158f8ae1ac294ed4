package symbols

import (
	"errors"
	"io"
)

func ioStatic() table {
	return table{
		"LimitReader": fn(io.LimitReader),
		"NopCloser":   fn(io.NopCloser),

		"Discard":          variable(io.Discard),
		"EOF":              variable(io.EOF),
		"ErrNoProgress":    variable(io.ErrNoProgress),
		"ErrShortBuffer":   variable(io.ErrShortBuffer),
		"ErrShortWrite":    variable(io.ErrShortWrite),
		"ErrUnexpectedEOF": variable(io.ErrUnexpectedEOF),
		"SeekCurrent":      untyped(io.SeekCurrent),
		"SeekEnd":          untyped(io.SeekEnd),
		"SeekStart":        untyped(io.SeekStart),

		"ByteReader":      typ[io.ByteReader](),
		"ByteScanner":     typ[io.ByteScanner](),
		"ByteWriter":      typ[io.ByteWriter](),
		"Closer":          typ[io.Closer](),
		"LimitedReader":   typ[io.LimitedReader](),
		"ReadCloser":      typ[io.ReadCloser](),
		"ReadSeeker":      typ[io.ReadSeeker](),
		"ReadWriteCloser": typ[io.ReadWriteCloser](),
		"ReadWriter":      typ[io.ReadWriter](),
		"Reader":          typ[io.Reader](),
		"ReaderAt":        typ[io.ReaderAt](),
		"RuneReader":      typ[io.RuneReader](),
		"RuneScanner":     typ[io.RuneScanner](),
		"Seeker":          typ[io.Seeker](),
		"StringWriter":    typ[io.StringWriter](),
		"WriteCloser":     typ[io.WriteCloser](),
		"Writer":          typ[io.Writer](),
		"WriterTo":        typ[io.WriterTo](),
	}
}

func ioBound(h Host) table {
	return table{
		"Copy":        fn(copyAll(h)),
		"MultiReader": fn(func(readers ...io.Reader) io.Reader { return io.MultiReader(readers...) }),
		"TeeReader":   fn(func(r io.Reader, w io.Writer) io.Reader { return io.TeeReader(counted(h, r), w) }),
		"ReadAll":     fn(readAll(h)),
		"ReadFull":    fn(func(r io.Reader, buf []byte) (int, error) { return readAtLeast(h, r, buf, len(buf)) }),
		"ReadAtLeast": fn(func(r io.Reader, buf []byte, n int) (int, error) { return readAtLeast(h, r, buf, n) }),
		"WriteString": fn(func(w io.Writer, s string) (int, error) { convert(h, len(s)); return io.WriteString(w, s) }),
	}
}

// copyAll is io.Copy through a buffer, so that each step is counted.
func copyAll(h Host) func(io.Writer, io.Reader) (int64, error) {
	return func(w io.Writer, r io.Reader) (int64, error) {
		return io.Copy(struct{ io.Writer }{w}, struct{ io.Reader }{counted(h, r)})
	}
}

// readAll stops a reader that never ends by its calls of the host.
func readAll(h Host) func(io.Reader) ([]byte, error) {
	return func(r io.Reader) ([]byte, error) {
		buf := make([]byte, 0, 512)
		for {
			h.Charge(1)
			if len(buf) > maxText {
				panic(&LimitError{"io.ReadAll", "content over 16 MiB"})
			}
			if len(buf) == cap(buf) {
				h.Allocate(int64(cap(buf)))
				buf = append(buf, 0)[:len(buf)]
			}
			n, err := r.Read(buf[len(buf):cap(buf)])
			if n < 0 || n > cap(buf)-len(buf) {
				panic("io.ReadAll: the reader returned an impossible count")
			}
			buf = buf[:len(buf)+n]
			pass(h, n)
			if err != nil {
				if errors.Is(err, io.EOF) {
					err = nil
				}
				return buf, err
			}
		}
	}
}

func readAtLeast(h Host, r io.Reader, buf []byte, least int) (n int, err error) {
	if len(buf) < least {
		return 0, io.ErrShortBuffer
	}
	for n < least && err == nil {
		h.Charge(1)
		var m int
		m, err = r.Read(buf[n:])
		if m < 0 || m > len(buf)-n {
			panic("io.ReadAtLeast: the reader returned an impossible count")
		}
		n += m
	}
	if n >= least {
		return n, nil
	}
	if n > 0 && errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
