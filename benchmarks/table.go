package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// table prints what was measured, in Markdown.
func table(out io.Writer, o options, lanes []*lane) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d connections, %d turns of %s each.\n\n", o.connections, o.rounds, o.slice)
	b.WriteString("| way | req/s | of respond | CPU µs | of respond | p50 ms | p99 ms |\n")
	b.WriteString("|---|---:|---:|---:|---:|---:|---:|\n")
	base := lanes[0].turns
	for _, l := range lanes {
		fmt.Fprintf(&b, "| `%s` | %.0f | %.2f | %.1f | %.2f | %s | %s |\n", l.name,
			l.median(func(i int) float64 { return l.turns[i].rate }),
			l.median(func(i int) float64 { return l.turns[i].rate / base[i].rate }),
			l.median(func(i int) float64 { return l.turns[i].cpu }),
			l.median(func(i int) float64 { return base[i].cpu / l.turns[i].cpu }),
			milliseconds(l.median(func(i int) float64 { return float64(l.turns[i].p50) })),
			milliseconds(l.median(func(i int) float64 { return float64(l.turns[i].p99) })))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// median is that of a figure of each turn.
func (l *lane) median(of func(i int) float64) float64 {
	figures := make([]float64, len(l.turns))
	for i := range figures {
		figures[i] = of(i)
	}
	slices.Sort(figures)
	n := len(figures)
	return (figures[(n-1)/2] + figures[n/2]) / 2
}

func milliseconds(d float64) string {
	return fmt.Sprintf("%.2f", d/float64(time.Millisecond))
}
