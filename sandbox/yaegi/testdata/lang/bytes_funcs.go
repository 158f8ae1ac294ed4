// The everyday functions of bytes.
package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b := []byte("Hello, World")
	out = append(out, fmt.Sprintln(string(bytes.ToUpper(b)), bytes.Contains(b, []byte("World")), bytes.Equal([]byte("a"), []byte("a")), bytes.Index(b, []byte("o"))))
	parts := bytes.Split([]byte("a|b|c"), []byte("|"))
	for _, p := range parts {
		out = append(out, fmt.Sprintln(string(p)))
	}
	out = append(out, fmt.Sprintln(string(bytes.TrimSpace([]byte(" x "))), string(bytes.Join(parts, []byte("+"))), bytes.HasPrefix(b, []byte("He")), bytes.Compare([]byte("a"), []byte("b"))))
	out = append(out, fmt.Sprintln(string(bytes.ReplaceAll(b, []byte("l"), []byte("L"))), string(bytes.Repeat([]byte("ab"), 2))))
	return strings.Join(out, ""), nil
}
