// bufio.Scanner, Reader and Writer.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	sc := bufio.NewScanner(strings.NewReader("one two\nthree\n\nfour"))
	for sc.Scan() {
		out = append(out, fmt.Sprintln(len(sc.Text()), sc.Text()))
	}
	out = append(out, fmt.Sprintln(sc.Err()))
	words := bufio.NewScanner(strings.NewReader(" a  bc\nd "))
	words.Split(bufio.ScanWords)
	for words.Scan() {
		out = append(out, fmt.Sprintln(words.Text()))
	}
	r := bufio.NewReader(strings.NewReader("x,y\nrest"))
	first, err := r.ReadString(',')
	line, err2 := r.ReadString('\n')
	rest, err3 := r.ReadString('\n')
	out = append(out, fmt.Sprintln(first, err, line, err2, rest, err3 == io.EOF))
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	fmt.Fprintf(w, "n=%d", 5)
	out = append(out, fmt.Sprintln(buf.Len(), w.Flush(), buf.String()))
	n, err := io.Copy(&buf, io.MultiReader(strings.NewReader("a"), strings.NewReader("b")))
	out = append(out, fmt.Sprintln(n, err, buf.String(), strings.Title("hello big world")))
	return strings.Join(out, ""), nil
}
