// Hashes, HMAC and constant-time comparison.
package main

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func sign(key, msg string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(msg))
	return hex.EncodeToString(m.Sum(nil))
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(sign("k", "message")))
	out = append(out, fmt.Sprintln(hmac.Equal([]byte(sign("k", "a")), []byte(sign("k", "a"))), sign("k", "a") == sign("j", "a")))
	h := sha256.Sum256([]byte("abc"))
	out = append(out, fmt.Sprintln(hex.EncodeToString(h[:8]), len(h), sha256.Size))
	out = append(out, fmt.Sprintf("%x", sha1.Sum([]byte("abc")))+"\n")
	out = append(out, fmt.Sprintf("%x", md5.Sum([]byte("abc")))+"\n")
	w := sha512.New()
	io.WriteString(w, "a")
	w.Write([]byte("bc"))
	out = append(out, fmt.Sprintf("%x", w.Sum(nil)[:6])+"\n")
	f := fnv.New32a()
	f.Write([]byte("hello"))
	out = append(out, fmt.Sprintln(f.Sum32(), crc32.ChecksumIEEE([]byte("hello")), subtle.ConstantTimeCompare([]byte("a"), []byte("a"))))
	sum := sha256.Sum256([]byte("x"))
	other := sum
	other[0]++
	out = append(out, fmt.Sprintln(sum == other, sum == sha256.Sum256([]byte("x"))))
	return strings.Join(out, ""), nil
}
