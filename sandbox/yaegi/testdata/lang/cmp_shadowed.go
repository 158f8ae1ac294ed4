// Names of predeclared functions that the script gives to its own.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func max(a, b int) int { return a*100 + b }
func len(s []int) int  { return -1 }

var cap = 5

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	l := []int{1, 2, 3}
	out = append(out, fmt.Sprintln(max(1, 2), len(l), cap, slices.Max(l), slices.Insert(l, 3, 4), slices.Contains(l, 9), slices.Repeat(l, 2)))
	return strings.Join(out, ""), nil
}
