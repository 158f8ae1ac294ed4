package symbols

import "encoding/base32"

func base32Static() table {
	return table{
		"NoPadding":  fn(base32.NoPadding),
		"StdPadding": fn(base32.StdPadding),

		"CorruptInputError": typ[base32.CorruptInputError](),
		"Encoding":          typ[Base32](),
	}
}

func base32Bound(h Host) table {
	own := func(e *base32.Encoding) *Base32 { return &Base32{h, e} }
	return table{
		"NewEncoding": fn(func(encoder string) *Base32 { return own(base32.NewEncoding(encoder)) }),
		"HexEncoding": variable(own(base32.HexEncoding)),
		"StdEncoding": variable(own(base32.StdEncoding)),
	}
}

// Base32 is base32.Encoding. It keeps the shared encodings out of reach.
type Base32 struct {
	host Host
	e    *base32.Encoding
}

// WithPadding returns an encoding with another padding character.
func (b Base32) WithPadding(padding rune) *Base32 { return &Base32{b.host, b.e.WithPadding(padding)} }

// EncodedLen returns the length of n bytes encoded.
func (b *Base32) EncodedLen(n int) int { return b.e.EncodedLen(n) }

// DecodedLen returns the greatest length of n bytes decoded.
func (b *Base32) DecodedLen(n int) int { return b.e.DecodedLen(n) }

// Encode writes src to dst, encoded.
func (b *Base32) Encode(dst, src []byte) { pass(b.host, len(src)); b.e.Encode(dst, src) }

// EncodeToString returns src encoded.
func (b *Base32) EncodeToString(src []byte) string {
	convert(b.host, 2*len(src))
	return b.e.EncodeToString(src)
}

// AppendEncode appends src to dst, encoded.
func (b *Base32) AppendEncode(dst, src []byte) []byte {
	convert(b.host, 2*len(src))
	return b.e.AppendEncode(dst, src)
}

// Decode writes src to dst, decoded, and returns the number of bytes.
func (b *Base32) Decode(dst, src []byte) (int, error) {
	pass(b.host, len(src))
	return b.e.Decode(dst, src)
}

// DecodeString returns s decoded.
func (b *Base32) DecodeString(s string) ([]byte, error) {
	convert(b.host, len(s))
	return b.e.DecodeString(s)
}

// AppendDecode appends src to dst, decoded.
func (b *Base32) AppendDecode(dst, src []byte) ([]byte, error) {
	convert(b.host, len(src))
	return b.e.AppendDecode(dst, src)
}
