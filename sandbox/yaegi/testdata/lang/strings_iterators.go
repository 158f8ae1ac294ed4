// strings.Lines, SplitSeq, FieldsSeq and their kin, collected.
package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(len(slices.Collect(strings.Lines("a\nb\n\nc"))), slices.Collect(strings.SplitSeq("a,b,,c", ",")), slices.Collect(strings.SplitSeq("añb", ""))))
	out = append(out, fmt.Sprintln(slices.Collect(strings.SplitAfterSeq("a,b,", ",")), slices.Collect(strings.FieldsSeq("  x  yy z ")), slices.Collect(strings.FieldsFuncSeq("1a22b", func(r rune) bool { return r >= 'a' }))))
	out = append(out, fmt.Sprintln(slices.Collect(strings.Lines("")) == nil, slices.Collect(strings.FieldsSeq("  ")) == nil))
	return strings.Join(out, ""), nil
}
