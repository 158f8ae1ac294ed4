// Division and remainder truncate toward zero; wrap-around arithmetic.
package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a, b := 7, -2
	out = append(out, fmt.Sprintln(a/b, a%b, -a/b, -a%b, a/-b, a&-b, a&^3, a^b, ^a, -a))
	var i8 int8 = -128
	out = append(out, fmt.Sprintln(-i8, i8/-1, i8-1, i8*i8))
	var u uint = 0
	out = append(out, fmt.Sprintln(u-1 == math.MaxUint, u-1 > 5))
	var u8 uint8 = 200
	out = append(out, fmt.Sprintln(u8+100, u8*2, u8<<1, ^u8, u8>>1, -u8))
	var i32 int32 = math.MaxInt32
	out = append(out, fmt.Sprintln(i32+1, i32*2, i32<<1))
	var u16 uint16 = 65535
	out = append(out, fmt.Sprintln(u16+1, u16*u16, u16<<4))
	var i16 int16 = 32767
	out = append(out, fmt.Sprintln(i16+1, i16*i16))
	var i64 int64 = math.MaxInt64
	out = append(out, fmt.Sprintln(i64+1, i64*3))
	return strings.Join(out, ""), nil
}
