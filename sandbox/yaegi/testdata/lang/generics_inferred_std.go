// Inference through functions of packages, with conversions and methods.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Celsius float64

func (c Celsius) String() string { return fmt.Sprintf("%.1f°C", float64(c)) }

type Reading struct {
	At   time.Time
	Temp Celsius
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	base := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	rs := []Reading{{base.Add(time.Hour), 20.5}, {base, 19}, {base.Add(time.Minute), 22}}
	slices.SortFunc(rs, func(a, b Reading) int { return a.At.Compare(b.At) })
	hot := slices.MaxFunc(rs, func(a, b Reading) int { return cmp.Compare(a.Temp, b.Temp) })
	out = append(out, fmt.Sprintln(hot.Temp, rs[0].At.Format(time.Kitchen), slices.Max([]Celsius{1, 3, 2})))
	return strings.Join(out, ""), nil
}
