//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// lane is one way through a server, with what was measured of it.
type lane struct {
	title       string
	server      *server
	loads       []*load // each connection asks for one of them
	connections int
	turns       []turn
}

// turn is what was measured in one slice of time.
type turn struct {
	rate      float64 // requests in a second
	cpu       float64 // microseconds of the server and its workers for a request
	generator float64 // microseconds of the load generator for a request
	p50, p99  float64 // milliseconds
	memory    float64 // bytes of the server and its workers, with all connections open
	server    float64 // bytes of the server alone
}

// race gives lanes turns. In a first round, which does not count, everything
// gets warm.
func (b *bench) race(ctx context.Context, lanes []*lane, slice time.Duration) error {
	if len(lanes) == 0 {
		return errors.New("there is nothing to measure: see -ways")
	}
	for round := range b.rounds + 1 {
		for i := range lanes {
			l := lanes[(i+round)%len(lanes)] // nobody always comes after the same
			t, err := l.turn(ctx, slice)
			if err != nil {
				return fmt.Errorf("%s: %w", l.title, err)
			}
			if round == 0 {
				continue
			}
			l.turns = append(l.turns, t)
			if b.verbose {
				fmt.Fprintf(os.Stderr, "%2d %-16s %7.0f req/s %7.1f µs CPU %4.1f µs generator p50 %.3f ms p99 %.3f ms %.0f MiB\n",
					round, l.title, t.rate, t.cpu, t.generator, t.p50, t.p99, t.memory/(1<<20))
			}
		}
	}
	return nil
}

// turn puts load on the server for a slice of time.
func (l *lane) turn(ctx context.Context, slice time.Duration) (t turn, err error) {
	g, err := connect(l.server.site(l.loads[0]), l.loads, l.connections)
	if err != nil {
		return turn{}, err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	before, err := l.server.cpuTime()
	if err != nil {
		return turn{}, err
	}
	d, err := g.run(ctx, slice)
	if err != nil {
		return turn{}, err
	}
	after, err := l.server.cpuTime()
	if err != nil {
		return turn{}, err
	}
	server, workers, err := l.server.memory()
	if err != nil {
		return turn{}, err
	}
	n := float64(d.latencies.total)
	return turn{
		rate:      n / d.elapsed.Seconds(),
		cpu:       float64((after - before).Microseconds()) / n,
		generator: float64(d.cpu.Microseconds()) / n,
		p50:       d.latencies.quantile(0.5).Seconds() * 1000,
		p99:       d.latencies.quantile(0.99).Seconds() * 1000,
		memory:    float64(server + sum(workers)),
		server:    float64(server),
	}, nil
}

// median is that of a figure of each turn.
func (l *lane) median(of func(turn) float64) float64 {
	figures := make([]float64, len(l.turns))
	for i, t := range l.turns {
		figures[i] = of(t)
	}
	return median(figures)
}

// ratio is the median of the ratios of a figure within a round.
func (l *lane) ratio(base *lane, of func(turn) float64) float64 {
	figures := make([]float64, len(l.turns))
	for i, t := range l.turns {
		figures[i] = of(t) / of(base.turns[i])
	}
	return median(figures)
}

func median[T float64 | time.Duration | int64](list []T) T {
	list = slices.Sorted(slices.Values(list))
	n := len(list)
	if n == 0 {
		return 0
	}
	return (list[(n-1)/2] + list[n/2]) / 2
}

func sum[T float64 | int64](list []T) (total T) {
	for _, v := range list {
		total += v
	}
	return total
}
