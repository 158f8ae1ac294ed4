// Parsing and formatting numbers, with their errors.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n, err := strconv.Atoi("42")
	out = append(out, fmt.Sprintln(n, err))
	_, err = strconv.Atoi("4x2")
	out = append(out, fmt.Sprintln(err, errors.Is(err, strconv.ErrSyntax)))
	_, err = strconv.ParseInt("300", 10, 8)
	out = append(out, fmt.Sprintln(err, errors.Is(err, strconv.ErrRange)))
	f, err := strconv.ParseFloat("2.50", 64)
	out = append(out, fmt.Sprintln(f, err))
	b, err := strconv.ParseBool("true")
	out = append(out, fmt.Sprintln(b, err))
	h, _ := strconv.ParseInt("ff", 16, 64)
	u, _ := strconv.ParseUint("101", 2, 8)
	z, _ := strconv.ParseInt("0x1f", 0, 64)
	out = append(out, fmt.Sprintln(h, u, z))
	out = append(out, fmt.Sprintln(strconv.FormatInt(255, 2), strconv.FormatInt(-255, 36), strconv.FormatFloat(3.14159, 'f', 2, 64), strconv.FormatBool(true), strconv.Quote("a\tb"), strconv.AppendInt(nil, 5, 10)))
	q, err := strconv.Unquote(`"a\tb"`)
	out = append(out, fmt.Sprintln(q, err))
	_, err = strconv.Atoi("")
	out = append(out, fmt.Sprintln(err.Error()))
	return strings.Join(out, ""), nil
}
