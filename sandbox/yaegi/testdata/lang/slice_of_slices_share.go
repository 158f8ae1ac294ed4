// Rows share storage when sliced from one buffer.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	buf := make([]int, 6)
	rows := [][]int{buf[0:3], buf[3:6]}
	rows[0][2] = 5
	rows[1][0] = 6
	rows[0] = append(rows[0], 77)
	out = append(out, fmt.Sprintln(buf, rows, len(rows[0])))
	clone := append([]int(nil), buf...)
	clone[0] = 1
	out = append(out, fmt.Sprintln(buf[0], clone[0]))
	return strings.Join(out, ""), nil
}
