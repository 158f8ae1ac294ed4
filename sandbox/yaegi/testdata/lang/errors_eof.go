// io.EOF compared in every way.
package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var err error = io.EOF
	out = append(out, fmt.Sprintln(err == io.EOF, errors.Is(err, io.EOF), err != nil, io.EOF == err))
	_, e2 := strings.NewReader("").Read(make([]byte, 1))
	out = append(out, fmt.Sprintln(e2 == io.EOF, errors.Is(e2, io.EOF)))
	if e2 != io.EOF {
		out = append(out, fmt.Sprintln("bad"))
	}
	switch e2 {
	case io.EOF:
		out = append(out, fmt.Sprintln("eof"))
	default:
		out = append(out, fmt.Sprintln("other"))
	}
	return strings.Join(out, ""), nil
}
