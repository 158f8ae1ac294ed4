// Loops over slices, texts and numbers that begin the bodies of others, over
// more turns than are counted at once.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type shape interface{ area() int }
type square int

func (s square) area() int { return int(s * s) }

type shapes []shape

func early(n int) int {
	if n < 2 {
		return n
	}
	return early(n-1) + early(n-2)
}

func find(list []int, want int) int {
	for i, v := range list {
		if v == want {
			return i
		}
	}
	return -1
}

func Handle(ctx *sdk.Context) any {
	var b strings.Builder
	n := 2
	for _, x := range []string{"a", "b"} {
		for _, y := range []string{"c", "d"} {
			b.WriteString(x + y + " ")
		}
		b.WriteString("| ")
	}
	for range n {
		for i, y := range []string{"e", "f"} {
			fmt.Fprint(&b, i, y, " ")
		}
	}
	for range []int{1, 2} {
		for i, r := range "gé\xff" {
			fmt.Fprint(&b, i, " ", r, " ")
		}
	}
	for range []int{1, 2} {
		for _, r := range "hé\xff" {
			fmt.Fprint(&b, r, " ")
		}
	}
	for _, x := range [2]int{7, 8} {
		for i := range []int{5, 5} {
			for range n {
				fmt.Fprint(&b, x, i, " ")
			}
		}
	}
	for _, s := range (shapes{square(2), square(3)}) {
		fmt.Fprint(&b, s.area(), " ")
	}
	long := make([]int, 1000)
	for i := range long {
		long[i] = i * 3
	}
	sum, last := 0, 0
	for i, v := range long {
		sum += i * v
		last = i
	}
	for _, v := range long {
		if v%2 == 0 {
			continue
		}
		sum += v
	}
	for i, v := range long {
		if v > 900 {
			last += i
			break
		}
	}
	var late []func() int
	for i, v := range long[:300] {
		late = append(late, func() int { return i + v })
	}
	total := 0
	for _, f := range late {
		total += f()
	}
	i := []int{4, 5}
	for i, v := range i {
		fmt.Fprint(&b, i, v, " ")
	}
outer:
	for i, v := range long {
		for j := range long {
			if j > 300 {
				continue outer
			}
			if i > 5 {
				break outer
			}
			total += v
		}
	}
	fmt.Fprint(&b, sum, " ", last, " ", total, " ", find(long, 600), find(long, 1), " ", early(15))
	return b.String()
}
