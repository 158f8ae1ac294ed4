package symbols

import (
	"bytes"
	"encoding/json"
	"io"
)

// Decoder is json.Decoder for scripts.
type Decoder struct {
	_       [0]func() // not comparable, as the original
	h       Host
	d       *json.Decoder
	numbers bool
	strict  bool
}

// Encoder is json.Encoder for scripts.
type Encoder struct {
	_              [0]func()
	h              Host
	w              io.Writer
	prefix, indent string
	plain          bool
}

func jsonStreams(h Host) table {
	return table{
		"NewDecoder": fn(func(r io.Reader) *Decoder { return &Decoder{h: h, d: json.NewDecoder(counted(h, r))} }),
		"NewEncoder": fn(func(w io.Writer) *Encoder { return &Encoder{h: h, w: w} }),
		"Compact": fn(func(dst *Buffer, src []byte) error {
			convert(h, len(src))
			var out bytes.Buffer
			err := json.Compact(&out, src)
			if err == nil {
				_, _ = dst.Write(out.Bytes()) // cannot fail
			}
			return plainError(err)
		}),
		"Indent": fn(func(dst *Buffer, src []byte, prefix, indent string) error {
			if len(prefix) > 64 || len(indent) > 64 {
				panic(&LimitError{"json.Indent", "prefix or indent over 64 bytes"})
			}
			convert(h, 16*len(src))
			var out bytes.Buffer
			err := json.Indent(&out, src, prefix, indent)
			if err == nil {
				_, _ = dst.Write(out.Bytes()) // cannot fail
			}
			return plainError(err)
		}),
	}
}

// UseNumber has numbers in an any be a json.Number.
func (d *Decoder) UseNumber() { d.numbers = true; d.d.UseNumber() }

// DisallowUnknownFields has keys without a field be an error.
func (d *Decoder) DisallowUnknownFields() { d.strict = true; d.d.DisallowUnknownFields() }

// More reports whether there is another element or value.
func (d *Decoder) More() bool { d.h.Charge(1); return d.d.More() }

// InputOffset returns the offset behind what was read last.
func (d *Decoder) InputOffset() int64 { return d.d.InputOffset() }

// Token returns the next token.
func (d *Decoder) Token() (json.Token, error) {
	d.h.Charge(1)
	token, err := d.d.Token()
	return token, plainError(err)
}

// Decode reads the next value into what v points to.
func (d *Decoder) Decode(v any) error {
	b, ok := v.(*Boxed)
	if !ok || !d.strict && !d.numbers {
		return plainError(d.d.Decode(v))
	}
	var raw json.RawMessage
	if err := d.d.Decode(&raw); err != nil {
		return plainError(err)
	}
	return b.decode(raw, d.strict, d.numbers)
}

// SetIndent has values be indented.
func (e *Encoder) SetIndent(prefix, indent string) { e.prefix, e.indent = prefix, indent }

// SetEscapeHTML has <, > and & be escaped, as they are by default, or not.
func (e *Encoder) SetEscapeHTML(on bool) { e.plain = !on }

// Encode writes v and the end of a line.
func (e *Encoder) Encode(v any) error {
	var data []byte
	var err error
	if e.prefix != "" || e.indent != "" {
		data, err = marshalIndent(e.h)(v, e.prefix, e.indent)
	} else {
		data, err = encodeJSON(e.h, "json.Encoder", v)
	}
	if err != nil {
		return err
	}
	if e.plain {
		data = unescapeHTML(data)
	}
	_, err = e.w.Write(append(data, '\n'))
	return err
}

// unescapeHTML undoes what is escaped for HTML only.
func unescapeHTML(data []byte) []byte {
	out := make([]byte, 0, len(data)+1)
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' || i+1 >= len(data) {
			out = append(out, data[i])
			continue
		}
		if i+5 < len(data) && data[i+1] == 'u' {
			if c, ok := map[string]byte{"003c": '<', "003e": '>', "0026": '&'}[string(data[i+2:i+6])]; ok {
				out = append(out, c)
				i += 5
				continue
			}
		}
		out = append(out, data[i], data[i+1])
		i++
	}
	return out
}

// counted counts what is read from r.
func counted(h Host, r io.Reader) io.Reader { return &countedReader{h, r} }

type countedReader struct {
	h Host
	r io.Reader
}

// Read implements io.Reader.
func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	convert(c.h, n)
	c.h.Charge(1)
	return n, err
}
