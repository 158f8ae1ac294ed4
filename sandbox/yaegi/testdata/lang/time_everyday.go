// Times and durations as scripts use them.
package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := time.Date(2024, 12, 31, 23, 59, 59, 0, time.UTC)
	out = append(out, fmt.Sprintln(t.Add(time.Second), t.Month() == time.December, t.Sub(t.Add(-90*time.Minute))))
	d := 36*time.Hour + 15*time.Minute
	out = append(out, fmt.Sprintln(d, d.String(), d.Hours(), d/time.Hour, d%time.Hour, time.Duration(1.5*float64(time.Hour)), d > 24*time.Hour))
	out = append(out, fmt.Sprintln(t.Format("Mon Jan _2 15:04:05 2006"), t.Format(time.RFC3339), t.Unix(), t.Weekday() == time.Tuesday, int(t.Weekday())))
	ds := []time.Duration{time.Second, time.Millisecond}
	sort.Slice(ds, func(i, j int) bool { return ds[i] < ds[j] })
	out = append(out, fmt.Sprintln(ds, ds[0]+ds[1], 2*ds[1], ds))
	type Job struct {
		Every time.Duration
		Next  time.Time
		Names map[time.Month]string
	}
	j := Job{Every: time.Hour, Next: t, Names: map[time.Month]string{time.May: "may"}}
	j.Next = j.Next.Add(j.Every)
	out = append(out, fmt.Sprintln(j.Next.Hour(), j.Names[5], j.Every))
	var z time.Time
	out = append(out, fmt.Sprintln(z.IsZero(), j.Next.After(z), z.Equal(time.Time{}), z == time.Time{}))
	for _, s := range []string{"2024-01-02", "bad"} {
		p, err := time.Parse(time.DateOnly, s)
		out = append(out, fmt.Sprintln(p, err != nil))
	}
	u, err := time.ParseInLocation("15:04", "10:30", time.UTC)
	out = append(out, fmt.Sprintln(u, err))
	var m time.Month = 13
	out = append(out, fmt.Sprintln(m, time.Month(2), fmt.Sprint(time.Saturday)))
	out = append(out, fmt.Sprintln(fmt.Sprintf("%d %s %v %T", d, d, time.March, d)))
	return strings.Join(out, ""), nil
}
