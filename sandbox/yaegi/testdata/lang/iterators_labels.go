// Labelled break and continue across loops over functions and others.
package main

import (
	"fmt"
	"iter"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
outer:
	for i := range count(4) {
		for j := range count(4) {
			switch {
			case j == 1:
				continue
			case j == 3:
				continue outer
			case i == 2:
				break outer
			}
			out = append(out, fmt.Sprintln(i, j))
		}
	}
loop:
	for i := 0; i < 4; i++ {
		for j := range count(3) {
			if j == 1 {
				continue loop
			}
			if i == 2 {
				break loop
			}
			for k := 0; k < 3; k++ {
				if k == 1 {
					break
				}
				out = append(out, fmt.Sprintln(i, j, k))
			}
		}
	}
	for i := range count(3) {
		switch i {
		case 1:
			break
		default:
			out = append(out, fmt.Sprintln("sw", i))
		}
	}
	return strings.Join(out, ""), nil
}
