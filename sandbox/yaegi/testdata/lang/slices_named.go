// Named slice types stay what they are.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Words []string

func (w Words) Join() string { return strings.Join(w, "+") }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	w := Words{"b", "a", "c"}
	out = append(out, fmt.Sprintln(slices.Clone(w).Join(), slices.Insert(w, 1, "x").Join(), slices.Compact(Words{"a", "a"}).Join(), slices.Concat(w, Words{"z"}).Join()))
	slices.Sort(w)
	out = append(out, fmt.Sprintln(w.Join(), slices.DeleteFunc(w, func(s string) bool { return s == "b" }).Join()))
	return strings.Join(out, ""), nil
}
