//go:build linux

package main

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// byWrk has wrk put the load on, a generator that many know, so that figures
// can be compared with those of the one that is built in. It compares no
// answers, but complains of those that are no success.
func (b *bench) byWrk(ctx context.Context, l *load, lanes []*lane) error {
	if !b.wrk || l.method != http.MethodGet {
		return nil
	}
	rates := make([][]float64, len(lanes))
	for round := range b.rounds {
		for i := range lanes {
			j := (i + round) % len(lanes)
			rate, err := wrk(ctx, lanes[j].server.site(l), l, b.slice)
			if err != nil {
				return fmt.Errorf("%s: %w", lanes[j].title, err)
			}
			rates[j] = append(rates[j], rate)
		}
	}
	b.line("The same with the load from `wrk -t1 -c%d`:\n", l.connections)
	b.line("| way | req/s | of %s |", lanes[0].title)
	b.line("|---|---:|---:|")
	for i, list := range rates {
		ratios := make([]float64, len(list))
		for round := range list {
			ratios[round] = list[round] / rates[0][round]
		}
		b.line("| %s | %.0f | %.3g |", lanes[i].title, median(list), median(ratios))
	}
	b.line("")
	return nil
}

// wrk runs wrk once and returns how many requests were answered in a second.
func wrk(ctx context.Context, address string, l *load, slice time.Duration) (float64, error) {
	seconds := int(math.Ceil(slice.Seconds())) // wrk knows whole ones only
	text, err := output(ctx, "wrk", "-t1", fmt.Sprintf("-c%d", l.connections), fmt.Sprintf("-d%ds", seconds), "http://"+address+l.target)
	if err != nil {
		return 0, fmt.Errorf("wrk: %w\n%s", err, text)
	}
	if strings.Contains(text, "Non-2xx") || strings.Contains(text, "Socket errors") {
		return 0, fmt.Errorf("some requests failed\n%s", text)
	}
	found := regexp.MustCompile(`Requests/sec:\s+([\d.]+)`).FindStringSubmatch(text)
	if found == nil {
		return 0, fmt.Errorf("wrk does not say how many requests were answered\n%s", text)
	}
	return strconv.ParseFloat(found[1], 64)
}
