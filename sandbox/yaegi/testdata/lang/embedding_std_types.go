// Structs that embed types of the standard library.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Stamp struct {
	time.Time
	Label string
}
type Buf struct {
	strings.Builder
	n int
}

func (b *Buf) Add(s string) { b.n++; b.WriteString(s) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := Stamp{time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC), "leap"}
	out = append(out, fmt.Sprintln(s.Year(), s.Month(), s.Label, s.Add(24*time.Hour).Format("2006-01-02"), s.Weekday()))
	var b Buf
	b.Add("x")
	b.Add("y")
	out = append(out, fmt.Sprintln(b.String(), b.n, b.Len()))
	return strings.Join(out, ""), nil
}
