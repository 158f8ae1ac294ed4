// Months and weekdays as keys and cases.
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
	hours := map[time.Weekday]int{time.Monday: 8, time.Friday: 6}
	t := time.Date(2024, 6, 7, 0, 0, 0, 0, time.UTC)
	out = append(out, fmt.Sprintln(hours[t.Weekday()], hours[time.Sunday], t.Weekday() == time.Friday))
	switch t.Month() {
	case time.June, time.July:
		out = append(out, fmt.Sprintln("summer"))
	default:
		out = append(out, fmt.Sprintln("else"))
	}
	age := map[string]time.Time{"a": t, "b": t.AddDate(-1, 0, 0)}
	out = append(out, fmt.Sprintln(age["a"].Sub(age["b"]).Hours()/24, age["zz"].IsZero()))
	type Ev struct {
		At time.Time
		In time.Duration
	}
	evs := []Ev{{t, 2 * time.Hour}, {t.Add(-time.Hour), time.Minute}}
	sort.Slice(evs, func(i, j int) bool { return evs[i].At.Before(evs[j].At) })
	out = append(out, fmt.Sprintln(evs[0].In, evs[1].At.Add(evs[1].In).Format("15:04")))
	const day = 24 * time.Hour
	out = append(out, fmt.Sprintln(day, 2*day, t.Add(3*day).Day(), day.Hours()))
	return strings.Join(out, ""), nil
}
