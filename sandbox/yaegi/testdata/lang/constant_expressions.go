// Constant arithmetic and untyped defaults.
package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	x := 'a' * 2
	y := 1 << 3.0
	z := 7 / 2.0
	w := 'a' + 1.0
	out = append(out, fmt.Sprintln(x, y, z, w, 3/2, 3/2.0, -7/2, -7%3, 1.5*2, 10%3*2))
	const a = 1<<3 + 2*4&^1
	const b = "x" + "y"
	const d = len(b) * 2
	const e = 'b' - 'a'
	const f = 5.0 / 2
	const g int64 = 1e9 * 2
	const h = uint8(255) &^ 0xf
	const i = ^0
	const j = -5 >> 1
	const k = !(1 < 2) || "a" < "b"
	out = append(out, fmt.Sprintln(a, d, e, f, g, h, i, j, k, a > 5 && b == "xy"))
	var v1 float64 = 3
	var v2 int = 3.0
	var v3 rune = 97
	var v4 byte = 'a'
	var v5 = 2 * v1
	var v6 complex128 = 2
	out = append(out, fmt.Sprintln(v1, v2, v3, v4, v5, v6, v1/2, v2/2))
	var v7 uint32 = 1<<32 - 1
	var v8 = time.Duration(2.5 * 1e9)
	out = append(out, fmt.Sprintln(v7, v8, math.MaxUint16+1, 0x7fffffffffffffff, 1_000, 0b11|0o7, 'x'-'0', "\x00" < "a"))
	const big = 1 << 70 >> 68
	out = append(out, fmt.Sprintln(big, float32(1e-3), 1e3 == 1000, 5&^4^1|8))
	return strings.Join(out, ""), nil
}
