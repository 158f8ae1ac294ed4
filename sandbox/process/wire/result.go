package wire

import (
	"math"
	"slices"
	"time"

	"github.com/picloud/picloud/sandbox"
)

const (
	maxErrorText = 8 << 10 // bytes of Result.Error that are kept
	maxLevelText = 16
	maxAttrs     = 256 // attributes of one log line
)

// AppendResult appends how an execution ended. Wrote and BodyErr stay behind:
// the parent knows them itself.
func AppendResult(b []byte, r *sandbox.Result) []byte {
	b = appendUint(b, uint64(slices.Index(sandbox.Outcomes(), r.Outcome)))
	b = appendText(b, cut(r.Error, maxErrorText))
	b = appendUint(b, uint64(r.Usage.Warm))
	b = appendUint(b, uint64(r.Usage.Run))
	b = appendUint(b, uint64(max(r.Usage.Operations, 0)))
	b = appendUint(b, uint64(max(r.Dropped, 0)))
	b = appendUint(b, uint64(len(r.Logs)))
	for _, line := range r.Logs {
		b = appendInt(b, line.Time.UnixNano())
		b = appendText(b, line.Level)
		b = appendText(b, line.Message)
		if len(line.Attrs) > maxAttrs {
			b = appendUint(b, 0)
			continue
		}
		b = appendMap(b, line.Attrs)
	}
	return b
}

// MaxResult is how long the encoded result of an execution under limits can
// be.
func MaxResult(limits sandbox.Limits) int {
	const perLine = 64 + 4*maxAttrs
	n := maxErrorText + 128 + int64(limits.LogLines)*perLine + maxLogs(limits)
	return int(min(n, math.MaxInt32))
}

// maxLogs is how long the log lines may be, in bytes: the worker counts what the
// script has logged, and what is not text gets longer when it is made text.
func maxLogs(limits sandbox.Limits) int64 { return 3 * int64(limits.LogBytes) }

// DecodeResult decodes and checks the result of an execution under limits that
// began at began. What is merely over the limits is cut.
func DecodeResult(payload []byte, limits sandbox.Limits, began time.Time) (sandbox.Result, error) {
	return decodeResult(newDecoder(payload), limits, began)
}

func decodeResult(d *decoder, limits sandbox.Limits, began time.Time) (sandbox.Result, error) {
	var r sandbox.Result
	outcomes := sandbox.Outcomes()
	if i := d.uint(); i < uint64(len(outcomes)) {
		r.Outcome = outcomes[i]
	} else {
		d.fail("an outcome that does not exist")
	}
	r.Error = sandbox.CleanText(cut(d.text(), maxErrorText))
	r.Usage.Warm = d.duration()
	r.Usage.Run = d.duration()
	r.Usage.Operations = int64(min(d.uint(), uint64(max(limits.Operations, 0))))
	r.Dropped = int(min(d.uint(), 1<<30))
	n := d.count(limits.LogLines)
	now := time.Now()
	room := maxLogs(limits)
	if n > 0 {
		r.Logs = make([]sandbox.LogLine, 0, n)
	}
	for range n {
		line := d.logLine(began, now)
		if d.err != nil {
			break
		}
		room -= length(line)
		if room < 0 {
			r.Dropped++
			continue
		}
		r.Logs = append(r.Logs, line)
	}
	return r, d.end()
}

func (d *decoder) logLine(began, now time.Time) sandbox.LogLine {
	at := time.Unix(0, d.int())
	if at.Before(began) {
		at = began
	} else if at.After(now) {
		at = now
	}
	line := sandbox.LogLine{Time: at, Level: cut(d.text(), maxLevelText), Message: sandbox.CleanText(d.text())}
	switch line.Level {
	case "debug", "info", "warn", "error", "print":
	default:
		line.Level = "info"
	}
	if n := d.count(maxAttrs); n > 0 {
		line.Attrs = make(map[string]string, n)
		for range n {
			key := d.text()
			line.Attrs[sandbox.CleanText(key)] = sandbox.CleanText(d.text())
		}
	}
	return line
}

// length is how long the texts of a line are.
func length(line sandbox.LogLine) int64 {
	n := int64(len(line.Message))
	for key, value := range line.Attrs {
		n += int64(len(key)) + int64(len(value))
	}
	return n
}

func (d *decoder) duration() time.Duration {
	return time.Duration(min(d.uint(), uint64(24*time.Hour)))
}

func cut(s string, n int) string { return s[:min(len(s), n)] }
