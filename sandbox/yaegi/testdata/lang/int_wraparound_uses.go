// Wrap-around in comparisons, indexes, keys and fields.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	u := uint8(250)
	out = append(out, fmt.Sprintln(u+10, u+10 < u, u+10 > 100, -u, u*2/2, u-255, ^u, u<<4>>4, (u+10)/2, u/7%3))
	var i8 int8 = 127
	out = append(out, fmt.Sprintln(i8+1 < 0, i8*2, -i8-2, i8<<1, i8>>3, i8/-2, i8%-5))
	if u+10 == 4 {
		out = append(out, fmt.Sprintln("wrap"))
	}
	switch u + 6 {
	case 0:
		out = append(out, fmt.Sprintln("zero"))
	default:
		out = append(out, fmt.Sprintln("no"))
	}
	a := []int{1, 2, 3, 4, 5}
	out = append(out, fmt.Sprintln(a[u-250], a[int(u+7)%5], a[(u+6):2]))
	m := map[uint8]string{0: "z"}
	out = append(out, fmt.Sprintln(m[u+6]))
	var u32 uint32 = 1 << 31
	out = append(out, fmt.Sprintln(u32<<1, u32+u32, u32*2 == 0, uint64(u32)<<1, uint64(u32<<1), int32(u32), u32>>31))
	var h uint32 = 17
	for i := range 5 {
		h = h*31 + uint32(i)<<28
	}
	out = append(out, fmt.Sprintln(h, h%10, int32(h), h>>16^h&0xffff))
	x := uint16(65535)
	x++
	out = append(out, fmt.Sprintln(x))
	x--
	x += 2
	out = append(out, fmt.Sprintln(x))
	y := int16(x) - 2
	out = append(out, fmt.Sprintln(y, uint16(y), uint8(y), uint64(y), uint(uint8(y))))
	f := func(b byte) byte { return b + 200 }
	out = append(out, fmt.Sprintln(f(100), f(f(1)), int(f(100))+int(f(200))))
	s := struct {
		b byte
		i int8
	}{255, -128}
	s.b++
	s.i--
	out = append(out, fmt.Sprintln(s))
	arr := [2]uint8{255, 0}
	arr[0]++
	arr[1]--
	out = append(out, fmt.Sprintln(arr))
	mm := map[string]int8{"a": 127}
	mm["a"]++
	out = append(out, fmt.Sprintln(mm))
	var p = &arr[0]
	*p -= 1
	out = append(out, fmt.Sprintln(arr))
	return strings.Join(out, ""), nil
}
