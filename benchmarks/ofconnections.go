//go:build linux

package main

import (
	"context"
	"fmt"
)

// measureConnections measures what an answer costs as connections grow. They
// ask several scripts, as many clients would: one script takes 64 executions
// at once and lets 64 more wait.
func measureConnections(ctx context.Context, b *bench) error {
	loads := make([]*load, 8)
	for i := range loads {
		l := helloLoad()
		l.name, l.target, l.path, l.respond = fmt.Sprintf("hello-%d", i), fmt.Sprintf("/hello/%d", i), fmt.Sprintf("/hello/%d", i), ""
		loads[i] = &l
	}
	servers, err := b.launch(ctx, "connections", loads, "proxy")
	if err != nil {
		return err
	}
	defer func() { servers.stop() }()
	sizes := []int{1, 32, 256, 1000}
	races := make([][]*lane, len(sizes))
	for i, n := range sizes {
		b.say("%d connections", n)
		for _, s := range servers {
			races[i] = append(races[i], &lane{title: s.title, server: s, loads: loads, connections: n})
		}
		if err := b.race(ctx, races[i], b.slice); err != nil {
			return fmt.Errorf("%d connections: %w", n, err)
		}
	}
	b.heading("More connections")
	b.line("Connections stay open and ask eight scripts in turn that answer `hello`. %s. Memory is that of the server and its workers "+
		"with all connections open; **KiB each** is by how much the server alone holds more than with %d connections, divided by those that came.\n", b.effort(1), sizes[1])
	b.line("| connections | way | req/s | of %s | CPU µs | p50 ms | p99 ms | memory MiB | KiB each |", races[0][0].title)
	b.line("|---:|---|---:|---:|---:|---:|---:|---:|---:|")
	for i, n := range sizes {
		for j, l := range races[i] {
			each := ""
			if n > sizes[1] { // with fewer, not all scripts are asked
				few := races[1][j].median(func(t turn) float64 { return t.server })
				each = fmt.Sprintf("%.1f", (l.median(func(t turn) float64 { return t.server })-few)/1024/float64(n-sizes[1]))
			}
			b.line("| %s | %s | %.0f | %.2f | %.1f | %.3f | %.2f | %.1f | %s |", thousands(n), l.title,
				l.median(func(t turn) float64 { return t.rate }),
				l.ratio(races[i][0], func(t turn) float64 { return t.rate }),
				l.median(func(t turn) float64 { return t.cpu }),
				l.median(func(t turn) float64 { return t.p50 }),
				l.median(func(t turn) float64 { return t.p99 }),
				l.median(func(t turn) float64 { return t.memory })/(1<<20), each)
		}
	}
	b.line("")
	return nil
}
