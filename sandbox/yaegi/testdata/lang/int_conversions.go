// Conversions between widths wrap and truncate.
package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := 300
	y := -1
	f := 3.99
	g := -3.99
	out = append(out, fmt.Sprintln(uint8(x), int8(x), uint8(y), uint16(y), uint32(y), uint64(y), uint(y)))
	out = append(out, fmt.Sprintln(int(f), int(g), int8(int(f)), uint8(f)))
	var u32 uint32 = 0xdeadbeef
	out = append(out, fmt.Sprintln(int32(u32), int16(u32), uint8(u32), int64(u32), int64(int32(u32))))
	var i64 int64 = -2
	out = append(out, fmt.Sprintln(uint64(i64), uint32(i64), int32(i64), uint16(i64)))
	out = append(out, fmt.Sprintln(float32(16777217), float64(float32(0.1)), int64(float32(16777216))))
	out = append(out, fmt.Sprintln(int(math.Float64bits(1.0)>>52), string(rune(0x4e16)), rune("é"[0])))
	return strings.Join(out, ""), nil
}
