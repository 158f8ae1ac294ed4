// Readers and writers of the script around each other.
package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type rot struct {
	r io.Reader
	n byte
}

func (r rot) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	for i := range n {
		if p[i] >= 'a' && p[i] <= 'z' {
			p[i] = 'a' + (p[i]-'a'+r.n)%26
		}
	}
	return n, err
}

type cnt struct {
	w io.Writer
	n int
}

func (c *cnt) Write(p []byte) (int, error) { c.n += len(p); return c.w.Write(p) }

type lines []string

func (l *lines) Write(p []byte) (int, error) { *l = append(*l, string(p)); return len(p), nil }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b, err := io.ReadAll(rot{strings.NewReader("abc xyz"), 1})
	out = append(out, fmt.Sprintln(string(b), err))
	b, err = io.ReadAll(rot{rot{strings.NewReader("abc"), 1}, 2})
	out = append(out, fmt.Sprintln(string(b), err))
	var buf bytes.Buffer
	c := &cnt{w: &buf}
	n, err := fmt.Fprintf(c, "%s=%d;", "a", 1)
	out = append(out, fmt.Sprintln(n, err, c.n, buf.String()))
	var w io.Writer = c
	w.Write([]byte("zz"))
	out = append(out, fmt.Sprintln(c.n, buf.String()))
	var l lines
	fmt.Fprintln(&l, "x", 1)
	io.WriteString(&l, "y")
	out = append(out, fmt.Sprintln(len(l), l))
	return strings.Join(out, ""), nil
}
