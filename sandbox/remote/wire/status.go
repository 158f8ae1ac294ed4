package wire

import (
	"time"

	"github.com/picloud/picloud/sandbox"
)

const (
	// MaxStatus is how long an encoded Status may be.
	MaxStatus = 64 << 10

	// MaxChecked is how long encoded diagnostics may be.
	MaxChecked = 1 << 20

	maxWalls       = 64
	maxWallName    = 64
	maxWallDetail  = 900
	maxDiagnostics = 1000
	maxText        = 4 << 10
)

// Status is what a node tells of itself.
type Status struct {
	// Load is how many executions are in progress.
	Load int

	// Walls are those of its executor.
	Walls []sandbox.Wall
}

// AppendStatus appends a Status.
func AppendStatus(b []byte, s Status) []byte {
	b = appendUint(b, uint64(max(s.Load, 0)))
	list := s.Walls[:min(len(s.Walls), maxWalls)]
	b = appendUint(b, uint64(len(list)))
	for _, w := range list {
		b = appendText(b, cut(w.Name, maxWallName))
		b = appendBool(b, w.Stands)
		b = appendText(b, cut(w.Detail, maxWallDetail))
	}
	return b
}

// DecodeStatus decodes and checks what AppendStatus encoded.
func DecodeStatus(payload string) (Status, error) {
	d := &decoder{rest: payload}
	s := Status{Load: int(min(d.uint(), 1<<20))}
	n := d.count(maxWalls, 3)
	for range n {
		s.Walls = append(s.Walls, sandbox.Wall{
			Name:   sandbox.CleanText(cut(d.text(), maxWallName)),
			Stands: d.bool(),
			Detail: sandbox.CleanText(cut(d.text(), maxWallDetail)),
		})
	}
	return s, d.end()
}

// AppendChecked appends what a check found.
func AppendChecked(b []byte, list []sandbox.Diagnostic) []byte {
	list = list[:min(len(list), maxDiagnostics)]
	start := len(b)
	b = appendUint(b, uint64(len(list)))
	for _, g := range list {
		for _, position := range [...]int{g.Line, g.Column, g.EndLine, g.EndColumn} {
			b = appendInt(b, int64(position))
		}
		b = appendText(b, cut(g.Severity, maxLevelText))
		b = appendText(b, cut(g.Code, maxText))
		b = appendText(b, cut(g.Message, maxText))
	}
	if len(b)-start > MaxChecked {
		return AppendChecked(b[:start], list[:len(list)/2])
	}
	return b
}

// DecodeChecked decodes and checks what AppendChecked encoded.
func DecodeChecked(payload string) ([]sandbox.Diagnostic, error) {
	d := &decoder{rest: payload}
	var list []sandbox.Diagnostic
	for range d.count(maxDiagnostics, 7) {
		g := sandbox.Diagnostic{
			Line:      d.position(1),
			Column:    d.position(1),
			EndLine:   d.position(0),
			EndColumn: d.position(0),
			Severity:  d.text(),
			Code:      sandbox.CleanText(cut(d.text(), maxText)),
			Message:   sandbox.CleanText(cut(d.text(), maxText)),
		}
		if g.Severity != sandbox.SeverityWarning {
			g.Severity = sandbox.SeverityError
		}
		list = append(list, g)
	}
	return list, d.end()
}

func (d *decoder) position(least int64) int {
	return int(max(least, min(d.int(), 1<<30)))
}

// AppendRevoked appends for how long a node knows of every execution whether it
// has begun it.
func AppendRevoked(b []byte, known time.Duration) []byte {
	return appendUint(b, uint64(max(known, 0)))
}

// DecodeRevoked decodes what AppendRevoked encoded.
func DecodeRevoked(payload string) (known time.Duration, err error) {
	d := &decoder{rest: payload}
	known = d.duration()
	return known, d.end()
}
