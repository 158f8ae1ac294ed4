// A labelled loop as the first statement of a case.
package main

import (
	"github.com/picloud/picloud/sdk"
)

func f(n int) (log []int) {
	switch n {
	case 1:
	outer:
		for i := range 3 {
			for j := range 3 {
				if j == 2 {
					continue outer
				}
				if i == 2 {
					break outer
				}
				log = append(log, i*10+j)
			}
		}
	default:
	loop:
		for {
			n++
			switch {
			case n > 5:
				break loop
			}
		}
		log = append(log, n)
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	return [][]int{f(1), f(2)}, nil
}
