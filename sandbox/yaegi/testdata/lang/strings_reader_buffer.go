// bytes.Buffer and strings.Reader as io.Reader and io.Writer.
package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var buf bytes.Buffer
	buf.WriteString("hello ")
	buf.Write([]byte("world"))
	buf.WriteByte('!')
	out = append(out, fmt.Sprintln(buf.String(), buf.Len(), string(buf.Bytes()[:5])))
	r := strings.NewReader("stream of text")
	data, err := io.ReadAll(r)
	out = append(out, fmt.Sprintln(string(data), err))
	p := make([]byte, 6)
	r2 := strings.NewReader("abcdefgh")
	for {
		n, err := r2.Read(p)
		out = append(out, fmt.Sprintln(n, string(p[:n]), err == io.EOF))
		if err != nil {
			break
		}
	}
	line, err := buf.ReadString(' ')
	out = append(out, fmt.Sprintln(line, err, buf.String()))
	return strings.Join(out, ""), nil
}
