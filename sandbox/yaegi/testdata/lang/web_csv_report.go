// Parses a CSV by hand, aggregates, and prints a table.
package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

const data = `date,region,amount
2024-01-02,north,10.50
2024-01-03,south,7
2024-02-01,north,1.25
bad line
2024-02-09,south,x`

type rec struct {
	when   time.Time
	region string
	amount float64
}

func parse(s string) (recs []rec, errs []error) {
	for i, line := range strings.Split(s, "\n") {
		if i == 0 {
			continue
		}
		f := strings.Split(line, ",")
		if len(f) != 3 {
			errs = append(errs, fmt.Errorf("line %d: want 3 fields, have %d", i+1, len(f)))
			continue
		}
		when, err := time.Parse("2006-01-02", f[0])
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", i+1, err))
			continue
		}
		amount, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", i+1, err))
			continue
		}
		recs = append(recs, rec{when, f[1], amount})
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	recs, errs := parse(data)
	totals := map[string]map[time.Month]float64{}
	for _, r := range recs {
		if _, ok := totals[r.region]; !ok {
			totals[r.region] = map[time.Month]float64{}
		}
		totals[r.region][r.when.Month()] += r.amount
	}
	var regions []string
	for r := range totals {
		regions = append(regions, r)
	}
	sort.Strings(regions)
	var b strings.Builder
	for _, r := range regions {
		b.WriteString(fmt.Sprintf("%-8s|%8.2f|%8.2f\n", r, totals[r][time.January], totals[r][time.February]))
	}
	for _, e := range errs {
		b.WriteString("! " + e.Error() + "\n")
	}
	return b.String(), nil
}
