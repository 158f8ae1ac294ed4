// Shifts by large, typed and constant counts.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s uint = 33
	var u32 uint32 = 1
	var i int = 1
	var n int8 = -128
	out = append(out, fmt.Sprintln(u32<<s, i<<s, i<<63, i<<64>>1, n>>1, n>>7, n>>100))
	k := 3
	out = append(out, fmt.Sprintln(1<<k, uint8(1)<<k<<5, -8>>1, uint8(0xff)>>k))
	var w int64 = 1.0 << 3
	out = append(out, fmt.Sprintln(w, uint64(1)<<63>>62))
	var x uint8 = 1
	x <<= 7
	out = append(out, fmt.Sprintln(x))
	x <<= 1
	out = append(out, fmt.Sprintln(x))
	y := -1
	out = append(out, fmt.Sprintln(uint32(y)>>28, y>>60, uint64(y)>>60))
	var f float64 = 1 << 3
	out = append(out, fmt.Sprintln(f))
	var b byte = 0b1010
	b |= 1 << 2
	b &^= 1 << 1
	b ^= 0xf0
	out = append(out, fmt.Sprintln(b))
	return strings.Join(out, ""), nil
}
