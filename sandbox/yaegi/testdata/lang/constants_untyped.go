// Untyped constants keep arbitrary precision.
package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

const (
	Big   = 1 << 100
	Small = Big >> 98
	Third = 1.0 / 3
	Mask  = ^uint32(0)
	Huge  = Big * Big
)
const name, age = "x", 3

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Small, Big>>90, Huge>>195, Third*3 == 1, Mask, name, age))
	const d = 5 / 2
	const e = 5 / 2.0
	const f = 'a' + 1
	const g = "con" + "cat"
	const h = len(g)
	out = append(out, fmt.Sprintln(d, e, f, string(rune(f)), g, h))
	var x float32 = 1 << 24
	var y = 2 * time.Second
	var z int64 = 1e3
	out = append(out, fmt.Sprintln(x, y, z, 1e3, 'x', "a"[0], 0x1p-2, 1_000_000, 0b101, 0o17, 017))
	out = append(out, fmt.Sprintln(math.MaxUint32, uint64(math.MaxUint64), math.MinInt64))
	return strings.Join(out, ""), nil
}
