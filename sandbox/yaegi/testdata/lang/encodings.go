// base64, base32 and hex, with their errors.
package main

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b := []byte("hello?>é")
	out = append(out, fmt.Sprintln(base64.StdEncoding.EncodeToString(b), base64.URLEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b), base64.RawStdEncoding.EncodeToString(b)))
	d, err := base64.StdEncoding.DecodeString("aGVsbG8=")
	out = append(out, fmt.Sprintln(string(d), err))
	_, err = base64.StdEncoding.DecodeString("a!")
	out = append(out, fmt.Sprintln(err))
	out = append(out, fmt.Sprintln(hex.EncodeToString([]byte{0, 255, 16}), base32.StdEncoding.EncodeToString([]byte("hi"))))
	x, err := hex.DecodeString("00ff10")
	out = append(out, fmt.Sprintln(x, err))
	_, err = hex.DecodeString("0g")
	out = append(out, fmt.Sprintln(err))
	auth := "Basic " + base64.StdEncoding.EncodeToString([]byte("user:pass"))
	raw, ok := strings.CutPrefix(auth, "Basic ")
	dec, _ := base64.StdEncoding.DecodeString(raw)
	user, pass, _ := strings.Cut(string(dec), ":")
	out = append(out, fmt.Sprintln(ok, user, pass))
	return strings.Join(out, ""), nil
}
