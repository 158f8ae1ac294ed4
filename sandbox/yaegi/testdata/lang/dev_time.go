// Time arithmetic and formatting.
package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	start := time.Date(2024, time.January, 31, 22, 15, 0, 0, time.UTC)
	due := start.AddDate(0, 1, 0)
	out = append(out, fmt.Sprintln(start.Format(time.RFC3339), due.Weekday(), due.Sub(start).Hours(), due.YearDay()))
	d, err := time.ParseDuration("1h15m30.5s")
	out = append(out, fmt.Sprintln(d, err, d.Round(time.Minute), d.Truncate(time.Hour), d.Seconds(), time.Duration(1500)*time.Millisecond))
	t, err := time.Parse("02 Jan 2006 15:04", "05 Nov 2023 07:45")
	out = append(out, fmt.Sprintln(t, err, t.Before(start), t.Add(36*time.Hour).Format("Mon Jan _2"), start.Truncate(24*time.Hour).Unix()))
	if _, err := time.Parse(time.DateOnly, "2024-13-01"); err != nil {
		out = append(out, fmt.Sprintln(err))
	}
	type slot struct{ from, to time.Time }
	slots := []slot{{start, start.Add(time.Hour)}, {start.Add(30 * time.Minute), start.Add(2 * time.Hour)}}
	slices.SortFunc(slots, func(a, b slot) int { return b.from.Compare(a.from) })
	out = append(out, fmt.Sprintln(slots[0].from.Sub(slots[1].to), slots[1].to.After(slots[0].from)))
	return strings.Join(out, ""), nil
}
