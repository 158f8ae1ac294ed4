package wire

import (
	"github.com/picloud/picloud/sandbox"
)

const (
	// MaxControl is how long a message from a worker on its control pipe may
	// be.
	MaxControl = 1 << 20

	// MaxSource is how long a message to a worker on its control pipe may be,
	// which holds a script's source.
	MaxSource = 64 << 20

	maxWalls       = 64
	maxDiagnostics = 1000
	maxText        = 4 << 10
)

// AppendReady appends which walls stand around a worker.
func AppendReady(b []byte, walls []sandbox.Wall) []byte {
	b = appendUint(b, uint64(len(walls)))
	for _, w := range walls {
		b = appendText(b, w.Name)
		b = appendBool(b, w.Stands)
		b = appendText(b, w.Detail)
	}
	return b
}

// DecodeReady decodes and checks what AppendReady encoded.
func DecodeReady(payload []byte) ([]sandbox.Wall, error) {
	d := newDecoder(payload)
	list := make([]sandbox.Wall, 0, d.count(maxWalls))
	for range cap(list) {
		list = append(list, sandbox.Wall{
			Name:   sandbox.CleanText(cut(d.text(), maxText)),
			Stands: d.bool(),
			Detail: sandbox.CleanText(cut(d.text(), maxText)),
		})
	}
	return list, d.end()
}

// AppendLoad appends the script that a worker is to run, with the limits that
// hold for all its executions. For a Check only the source and the limits
// count.
func AppendLoad(b []byte, s sandbox.Script, limits sandbox.Limits) []byte {
	b = appendText(b, s.ID)
	b = appendInt(b, s.Version)
	b = appendLimits(b, limits)
	return appendText(b, s.Source)
}

// DecodeLoad decodes what AppendLoad encoded.
func DecodeLoad(payload []byte) (sandbox.Script, sandbox.Limits, error) {
	d := newDecoder(payload)
	s := sandbox.Script{ID: d.text(), Version: d.int()}
	limits := d.limits()
	s.Source = d.text()
	return s, limits, d.end()
}

// AppendChecked appends what a check found.
func AppendChecked(b []byte, list []sandbox.Diagnostic) []byte {
	list = list[:min(len(list), maxDiagnostics)]
	start := len(b)
	b = appendUint(b, uint64(len(list)))
	for _, g := range list {
		b = appendInt(b, int64(g.Line))
		b = appendInt(b, int64(g.Column))
		b = appendInt(b, int64(g.EndLine))
		b = appendInt(b, int64(g.EndColumn))
		b = appendText(b, cut(g.Severity, maxLevelText))
		b = appendText(b, cut(g.Code, maxText))
		b = appendText(b, cut(g.Message, maxText))
	}
	if len(b)-start > MaxControl {
		return AppendChecked(b[:start], list[:len(list)/2])
	}
	return b
}

// DecodeChecked decodes and checks what AppendChecked encoded.
func DecodeChecked(payload []byte) ([]sandbox.Diagnostic, error) {
	d := newDecoder(payload)
	n := d.count(maxDiagnostics)
	var list []sandbox.Diagnostic
	for range n {
		g := sandbox.Diagnostic{
			Line:      d.position(),
			Column:    d.position(),
			EndLine:   d.position(),
			EndColumn: d.position(),
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

func (d *decoder) position() int {
	return int(max(0, min(d.int(), 1<<30)))
}
