// Times and durations: arithmetic, comparison, formatting, parsing.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := time.Date(2024, time.February, 28, 23, 30, 0, 0, time.UTC)
	out = append(out, fmt.Sprintln(t.Add(time.Hour).Format(time.RFC3339), t.AddDate(0, 0, 2).Format("2006-01-02"), t.AddDate(0, 1, 3).Format("Jan 2, 2006"), t.Weekday(), t.YearDay(), t.Month(), int(t.Month()), t.Unix()))
	u, err := time.Parse("2006-01-02 15:04", "2024-03-01 08:15")
	out = append(out, fmt.Sprintln(u, err, u.Sub(t), u.After(t), t.Before(u), u.Equal(u), t.Equal(u), u.Sub(t) > 24*time.Hour))
	_, err = time.Parse(time.RFC3339, "nope")
	out = append(out, fmt.Sprintln(err))
	d, err := time.ParseDuration("1h15m30.5s")
	out = append(out, fmt.Sprintln(d, err, d.Hours(), d.Minutes(), d.Round(time.Minute), d.Truncate(time.Hour), d.Seconds(), int64(d/time.Millisecond)))
	_, err = time.ParseDuration("5 apples")
	out = append(out, fmt.Sprintln(err))
	out = append(out, fmt.Sprintln(1500*time.Millisecond, time.Duration(90)*time.Second, time.Duration(2.5*float64(time.Second)), -time.Minute, time.Duration(0), 3*time.Microsecond))
	z := time.FixedZone("CET", 3600)
	out = append(out, fmt.Sprintln(t.In(z), t.In(z).Format("15:04 MST -0700"), t.Truncate(24*time.Hour).Format(time.Kitchen), time.Unix(1700000000, 0).UTC().Format(time.RFC1123)))
	var zero time.Time
	out = append(out, fmt.Sprintln(zero.IsZero(), zero, t.IsZero(), zero.Year()))
	y, m, day := t.Date()
	out = append(out, fmt.Sprintln(y, m, day))
	h, mi, s := t.Clock()
	out = append(out, fmt.Sprintln(h, mi, s))
	n := 5
	timeout := time.Duration(n) * time.Second
	out = append(out, fmt.Sprintln(timeout, timeout > 4*time.Second, timeout.String()+"!", timeout/2, timeout%3))
	out = append(out, fmt.Sprintln(time.UnixMilli(1700000000123).UTC().Format("15:04:05.000"), t == t.In(time.UTC), t.Nanosecond(), t.UTC().Hour()))
	return strings.Join(out, ""), nil
}
