package symbols

import "encoding/hex"

func hexStatic() table {
	return table{
		"DecodedLen": fn(hex.DecodedLen),
		"EncodedLen": fn(hex.EncodedLen),
		"ErrLength":  variable(hex.ErrLength),

		"InvalidByteError": typ[hex.InvalidByteError](),
	}
}

func hexBound(h Host) table {
	return table{
		"AppendDecode": fn(func(dst, src []byte) ([]byte, error) {
			convert(h, len(src))
			return hex.AppendDecode(dst, src)
		}),
		"AppendEncode":   append2(h, hex.AppendEncode),
		"Decode":         fn(func(dst, src []byte) (int, error) { pass(h, len(src)); return hex.Decode(dst, src) }),
		"DecodeString":   conv1x2(h, hex.DecodeString),
		"Dump":           fn(func(data []byte) string { result(h, "hex.Dump", times(len(data), 5)); return hex.Dump(data) }),
		"Encode":         fn(func(dst, src []byte) int { pass(h, len(src)); return hex.Encode(dst, src) }),
		"EncodeToString": fn(func(src []byte) string { convert(h, 2*len(src)); return hex.EncodeToString(src) }),
	}
}
