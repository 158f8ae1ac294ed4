package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"hash/crc32"
	"math/big"
	"strings"

	"github.com/picloud/picloud/store"
)

// The kinds of secrets, by how their text begins.
const (
	tokenPrefix   = "pcl_"
	sessionPrefix = "pcs_"
	codePrefix    = "pcc_"
)

const (
	// randomBytes is the strength of a secret: 256 bits are not guessed.
	randomBytes = 32

	// randomDigits is how many digits of base 62 hold them, and checkDigits
	// how many hold a CRC-32.
	randomDigits = 43
	checkDigits  = 6

	// prefixLength is how many characters of a token are kept in the clear, to
	// recognise it by. They leave 232 bits.
	prefixLength = 8
)

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// newSecret returns a new secret: its prefix, 256 random bits and a checksum
// over both, by which a mistyped or cut one is told from an unknown one.
func newSecret(prefix string) string {
	random := make([]byte, randomBytes)
	_, _ = rand.Read(random) // never fails: the process would end instead
	text := prefix + base62(new(big.Int).SetBytes(random), randomDigits)
	return text + checksum(text)
}

// hashSecret returns the hash of a secret of one kind. It fails for what
// newSecret cannot have made, without looking anything up.
func hashSecret(prefix, text string) (store.Hash, bool) {
	if len(text) != len(prefix)+randomDigits+checkDigits || !strings.HasPrefix(text, prefix) {
		return store.Hash{}, false
	}
	rest := text[:len(text)-checkDigits]
	if checksum(rest) != text[len(rest):] {
		return store.Hash{}, false
	}
	return sha256.Sum256([]byte(text)), true
}

func checksum(text string) string {
	return base62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(text)))), checkDigits)
}

// base62 returns n with leading zeros. It must fit.
func base62(n *big.Int, length int) string {
	text := make([]byte, length)
	base, digit := big.NewInt(int64(len(digits))), new(big.Int)
	for i := length - 1; i >= 0; i-- {
		n.DivMod(n, base, digit)
		text[i] = digits[digit.Int64()]
	}
	return string(text)
}
