// A Reader and a Writer of the script, passed to the library.
package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type upper struct{ r io.Reader }

func (u *upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	copy(p, bytes.ToUpper(p[:n]))
	return n, err
}

type counter struct{ n int }

func (c *counter) Write(p []byte) (int, error) { c.n += len(p); return len(p), nil }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	data, err := io.ReadAll(&upper{strings.NewReader("quiet")})
	out = append(out, fmt.Sprintln(string(data), err))
	c := &counter{}
	fmt.Fprintf(c, "%d-%s", 5, "x")
	io.WriteString(c, "abc")
	out = append(out, fmt.Sprintln(c.n))
	return strings.Join(out, ""), nil
}
