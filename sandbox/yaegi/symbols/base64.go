package symbols

import "encoding/base64"

func base64Static() table {
	return table{
		"NoPadding":  fn(base64.NoPadding),
		"StdPadding": fn(base64.StdPadding),

		"CorruptInputError": typ[base64.CorruptInputError](),
		"Encoding":          typ[Base64](),
	}
}

func base64Bound(h Host) table {
	own := func(e *base64.Encoding) *Base64 { return &Base64{h, e} }
	return table{
		"NewEncoding":    fn(func(encoder string) *Base64 { return own(base64.NewEncoding(encoder)) }),
		"StdEncoding":    variable(own(base64.StdEncoding)),
		"URLEncoding":    variable(own(base64.URLEncoding)),
		"RawStdEncoding": variable(own(base64.RawStdEncoding)),
		"RawURLEncoding": variable(own(base64.RawURLEncoding)),
	}
}

// Base64 is base64.Encoding. It keeps the shared encodings out of reach.
type Base64 struct {
	host Host
	e    *base64.Encoding
}

// Strict returns an encoding that refuses trailing bits that are not zero.
func (b Base64) Strict() *Base64 { return &Base64{b.host, b.e.Strict()} }

// WithPadding returns an encoding with another padding character.
func (b Base64) WithPadding(padding rune) *Base64 { return &Base64{b.host, b.e.WithPadding(padding)} }

// EncodedLen returns the length of n bytes encoded.
func (b *Base64) EncodedLen(n int) int { return b.e.EncodedLen(n) }

// DecodedLen returns the greatest length of n bytes decoded.
func (b *Base64) DecodedLen(n int) int { return b.e.DecodedLen(n) }

// Encode writes src to dst, encoded.
func (b *Base64) Encode(dst, src []byte) { pass(b.host, len(src)); b.e.Encode(dst, src) }

// EncodeToString returns src encoded.
func (b *Base64) EncodeToString(src []byte) string {
	convert(b.host, 2*len(src))
	return b.e.EncodeToString(src)
}

// AppendEncode appends src to dst, encoded.
func (b *Base64) AppendEncode(dst, src []byte) []byte {
	convert(b.host, 2*len(src))
	return b.e.AppendEncode(dst, src)
}

// Decode writes src to dst, decoded, and returns the number of bytes.
func (b *Base64) Decode(dst, src []byte) (int, error) {
	pass(b.host, len(src))
	return b.e.Decode(dst, src)
}

// DecodeString returns s decoded.
func (b *Base64) DecodeString(s string) ([]byte, error) {
	convert(b.host, len(s))
	return b.e.DecodeString(s)
}

// AppendDecode appends src to dst, decoded.
func (b *Base64) AppendDecode(dst, src []byte) ([]byte, error) {
	convert(b.host, len(src))
	return b.e.AppendDecode(dst, src)
}
