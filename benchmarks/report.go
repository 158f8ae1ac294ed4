//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

func (b *bench) line(format string, args ...any) { fmt.Fprintf(&b.out, format+"\n", args...) }

func (b *bench) heading(text string) { b.line("### %s\n", text) }

// effort says how much was measured.
func (b *bench) effort(longer int) string {
	if b.rounds == 1 {
		return fmt.Sprintf("1 turn of %s", time.Duration(longer)*b.slice)
	}
	return fmt.Sprintf("%d turns of %s each", b.rounds, time.Duration(longer)*b.slice)
}

// loadTable prints what was measured of one load. The first lane is what the
// others are compared with.
func (b *bench) loadTable(l *load, lanes []*lane) {
	base := lanes[0]
	b.heading(l.title)
	connections := "connections"
	if l.connections == 1 {
		connections = "connection"
	}
	b.line("%d %s, %s. The load generator took %.1f µs of CPU time for a request.\n", l.connections, connections, b.effort(l.longer),
		base.median(func(t turn) float64 { return t.generator }))
	b.line("| way | req/s | of %s | CPU µs | of %s | p50 ms | p99 ms |", base.title, base.title)
	b.line("|---|---:|---:|---:|---:|---:|---:|")
	for _, lane := range lanes {
		b.line("| %s | %.0f | %.3g | %.1f | %.3g | %.3g | %.3g |", lane.title,
			lane.median(func(t turn) float64 { return t.rate }),
			lane.ratio(base, func(t turn) float64 { return t.rate }),
			lane.median(func(t turn) float64 { return t.cpu }),
			lane.ratio(base, func(t turn) float64 { return 1 / t.cpu }),
			lane.median(func(t turn) float64 { return t.p50 }),
			lane.median(func(t turn) float64 { return t.p99 }))
	}
	b.line("")
}

func duration(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%.2f ms", d.Seconds()*1000)
	case d < time.Second:
		return fmt.Sprintf("%.3g ms", d.Seconds()*1000)
	default:
		return fmt.Sprintf("%.3g s", d.Seconds())
	}
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f", float64(n)/(1<<20)) }

// replaceSection has a Markdown file's section "Measured" hold the tables, up
// to the next heading of its kind.
func replaceSection(name, tables string) (err error) {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(content, []byte("\n## Measured\n"))
	if !found {
		return fmt.Errorf("%s has no section %q", name, "## Measured")
	}
	_, after, found := bytes.Cut(rest, []byte("\n## "))
	if !found {
		return errors.New("the section \"Measured\" is the last one: nothing tells where it ends")
	}
	content = fmt.Appendf(nil, "%s\n## Measured\n\n%s## %s", before, tables, after)
	if err := file.Truncate(int64(len(content))); err != nil {
		return err
	}
	_, err = file.WriteAt(content, 0)
	return err
}
