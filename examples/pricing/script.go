package main

import (
	"fmt"
	"math"
	"time"

	"github.com/picloud/picloud/sdk"
)

// Line is a part of the price. Money is counted in cents: floating-point
// numbers cannot hold 0.10.
type Line struct {
	What  string `json:"what"`
	Cents int    `json:"cents"`
}

const (
	perHour     = 250
	perDay      = 1400 // never more than this in 24 hours
	weekendRate = 0.5  // for days that begin on a Saturday or Sunday
	freeMinutes = 15
)

// Handle works out what parking costs, from ?from= and ?to= as RFC 3339 times.
func Handle(ctx *sdk.Context) (any, error) {
	from, err := moment(ctx, "from")
	if err != nil {
		return nil, err
	}
	to, err := moment(ctx, "to")
	if err != nil {
		return nil, err
	}
	stay := to.Sub(from)
	if stay < 0 || stay > 60*24*time.Hour {
		return nil, sdk.Error(422, "to must be after from, by 60 days at most")
	}
	lines := price(from, to)
	total := 0
	for _, line := range lines {
		total += line.Cents
	}
	return map[string]any{
		"stay":  stay.String(),
		"lines": lines,
		"total": fmt.Sprintf("%d.%02d", total/100, total%100),
	}, nil
}

func moment(ctx *sdk.Context, name string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, ctx.Request.Query.Get(name))
	if err != nil {
		return t, sdk.Error(400, name+" must be a time such as 2027-03-04T18:30:00+01:00")
	}
	return t, nil
}

// price charges each 24 hours from the beginning, by started hours.
func price(from, to time.Time) []Line {
	lines := []Line{}
	if to.Sub(from) <= freeMinutes*time.Minute {
		return lines
	}
	for day := from; day.Before(to); day = day.Add(24 * time.Hour) {
		hours := int(math.Ceil(min(to.Sub(day), 24*time.Hour).Hours()))
		cents := min(hours*perHour, perDay)
		what := fmt.Sprintf("%s, %d h", day.Format("Mon 2 Jan 15:04"), hours)
		if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			cents = int(float64(cents) * weekendRate)
			what += ", weekend"
		}
		lines = append(lines, Line{what, cents})
	}
	return lines
}
