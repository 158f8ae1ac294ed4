// Zero values and sizes of the basic types.
package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var b bool
	var i int
	var i8 int8 = 127
	var u8 uint8 = 255
	var i16 int16 = -32768
	var u16 uint16 = 65535
	var i32 int32 = math.MaxInt32
	var u32 uint32 = math.MaxUint32
	var i64 int64 = math.MinInt64
	var u64 uint64 = math.MaxUint64
	var f32 float32 = 1.1
	var f64 float64 = 1.1
	var s string
	var r rune = 'é'
	var by byte = 'A'
	out = append(out, fmt.Sprintln(b, i, s == "", r, by))
	i8++
	u8++
	i16--
	u16++
	i32++
	u32++
	i64--
	u64++
	out = append(out, fmt.Sprintln(i8, u8, i16, u16, i32, u32, i64, u64))
	out = append(out, fmt.Sprintln(f32, f64, float64(f32), f32*f32, f64*f64))
	return strings.Join(out, ""), nil
}
