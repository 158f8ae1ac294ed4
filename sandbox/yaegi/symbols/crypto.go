package symbols

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"hash"
	"reflect"
)

func md5Static() table {
	return table{"BlockSize": untyped(md5.BlockSize), "Size": untyped(md5.Size)}
}

func md5Bound(h Host) table {
	return table{"New": fn(newHash(h, md5.New)), "Sum": digest(h, md5.Sum)}
}

func sha1Static() table {
	return table{"BlockSize": untyped(sha1.BlockSize), "Size": untyped(sha1.Size)}
}

func sha1Bound(h Host) table {
	return table{"New": fn(newHash(h, sha1.New)), "Sum": digest(h, sha1.Sum)}
}

func sha256Static() table {
	return table{
		"BlockSize": untyped(sha256.BlockSize),
		"Size":      untyped(sha256.Size),
		"Size224":   untyped(sha256.Size224),
	}
}

func sha256Bound(h Host) table {
	return table{
		"New":    fn(newHash(h, sha256.New)),
		"New224": fn(newHash(h, sha256.New224)),
		"Sum224": digest(h, sha256.Sum224),
		"Sum256": digest(h, sha256.Sum256),
	}
}

func sha512Static() table {
	return table{
		"BlockSize": untyped(sha512.BlockSize),
		"Size":      untyped(sha512.Size),
		"Size224":   untyped(sha512.Size224),
		"Size256":   untyped(sha512.Size256),
		"Size384":   untyped(sha512.Size384),
	}
}

func sha512Bound(h Host) table {
	return table{
		"New":        fn(newHash(h, sha512.New)),
		"New384":     fn(newHash(h, sha512.New384)),
		"New512_224": fn(newHash(h, sha512.New512_224)),
		"New512_256": fn(newHash(h, sha512.New512_256)),
		"Sum384":     digest(h, sha512.Sum384),
		"Sum512":     digest(h, sha512.Sum512),
		"Sum512_224": digest(h, sha512.Sum512_224),
		"Sum512_256": digest(h, sha512.Sum512_256),
	}
}

func hmacBound(h Host) table {
	return table{
		"Equal": scan2(h, hmac.Equal),
		"New": fn(func(f func() hash.Hash, key []byte) hash.Hash {
			return &meteredHash{hmac.New(f, key), h}
		}),
	}
}

func subtleStatic() table {
	return table{
		"ConstantTimeByteEq":   fn(subtle.ConstantTimeByteEq),
		"ConstantTimeCompare":  fn(subtle.ConstantTimeCompare),
		"ConstantTimeCopy":     fn(subtle.ConstantTimeCopy),
		"ConstantTimeEq":       fn(subtle.ConstantTimeEq),
		"ConstantTimeLessOrEq": fn(subtle.ConstantTimeLessOrEq),
		"ConstantTimeSelect":   fn(subtle.ConstantTimeSelect),
		"XORBytes":             fn(subtle.XORBytes),
	}
}

func cryptoRandBound(h Host) table {
	return table{
		"Read": fn(func(b []byte) (int, error) {
			if len(b) > 64<<10 {
				panic(&LimitError{"rand.Read", "more than 64 KiB"})
			}
			pass(h, 8*len(b))
			return rand.Read(b)
		}),
		"Text": fn(rand.Text),
	}
}

// digest exposes a function that hashes its argument.
func digest[R any](h Host, f func([]byte) R) reflect.Value {
	return fn(func(b []byte) R { hashing(h, len(b)); return f(b) })
}
