package wire

import (
	"time"

	"github.com/picloud/picloud/sandbox"
)

const (
	maxErrorText = 8 << 10 // bytes of an error that are kept
	maxLevelText = 16
	maxAttrs     = 256 // attributes of one log line
)

// Report is the payload of a Result.
type Report struct {
	// Result is how the execution ended. Wrote and BodyErr stay behind: who
	// sent the request knows them itself.
	Result sandbox.Result

	// BodyLimit is not 0 when the request body was longer than the node takes.
	BodyLimit int64

	// Load is how many executions are in progress on the node, this one left
	// out.
	Load int
}

// MaxResult is how long the payload of a Result may be after an execution under
// limits.
func MaxResult(limits sandbox.Limits) int {
	const perLine = 64 + 4*maxAttrs
	return int(min(maxErrorText+256+int64(limits.LogLines)*perLine+3*int64(limits.LogBytes), MaxCall))
}

// AppendReport appends the payload of a Result, of an execution that began at
// began. Log lines for which there is no room are counted as dropped.
func AppendReport(b []byte, r *Report, limits sandbox.Limits, began time.Time) []byte {
	lines := r.Result.Logs[:min(len(r.Result.Logs), limits.LogLines)]
	room := MaxResult(limits) - maxErrorText - 256
	for i := range lines {
		if room -= lineBytes(&lines[i]); room < 0 || len(lines[i].Attrs) > maxAttrs {
			lines = lines[:i]
			break
		}
	}
	u := &r.Result.Usage
	b = appendText(b, string(r.Result.Outcome))
	b = appendText(b, cut(r.Result.Error, maxErrorText))
	b = appendUint(b, uint64(max(r.BodyLimit, 0)))
	b = appendUint(b, uint64(max(r.Load, 0)))
	for _, d := range [...]time.Duration{u.Queued, u.Warm, u.Run} {
		b = appendUint(b, uint64(max(d, 0)))
	}
	b = appendUint(b, uint64(max(u.Operations, 0)))
	b = appendUint(b, uint64(max(r.Result.Dropped, 0)+len(r.Result.Logs)-len(lines)))
	b = appendUint(b, uint64(len(lines)))
	for _, line := range lines {
		b = appendUint(b, uint64(max(line.Time.Sub(began), 0)))
		b = appendText(b, cut(line.Level, maxLevelText))
		b = appendText(b, line.Message)
		b = appendMap(b, line.Attrs)
	}
	return b
}

// lineBytes is how much a line takes, at most.
func lineBytes(line *sandbox.LogLine) int {
	n := 64 + len(line.Message)
	for key, value := range line.Attrs {
		n += len(key) + len(value) + 8
	}
	return n
}

// DecodeReport decodes and checks the payload of a Result, of an execution under
// limits that began at began. What is merely over the limits is cut.
func DecodeReport(payload string, limits sandbox.Limits, began time.Time) (Report, error) {
	d := &decoder{rest: payload}
	var r Report
	if r.Result.Outcome = sandbox.Outcome(d.text()); d.err == nil && !isOutcome(r.Result.Outcome) {
		d.fail("an outcome that does not exist")
	}
	r.Result.Error = sandbox.CleanText(cut(d.text(), maxErrorText))
	r.BodyLimit = int64(min(d.uint(), 1<<62))
	r.Load = int(min(d.uint(), 1<<20))
	elapsed := time.Since(began)
	for _, used := range [...]*time.Duration{&r.Result.Usage.Queued, &r.Result.Usage.Warm, &r.Result.Usage.Run} {
		*used = min(d.duration(), elapsed)
		elapsed -= *used
	}
	r.Result.Usage.Operations = int64(min(d.uint(), uint64(max(limits.Operations, 0))))
	r.Result.Dropped = int(min(d.uint(), 1<<30))
	n := d.count(limits.LogLines, 4)
	if n > 0 {
		r.Result.Logs = make([]sandbox.LogLine, 0, n)
	}
	now := time.Now()
	room := 3 * int64(limits.LogBytes) // what is not text gets longer when it is made text
	for range n {
		line := d.logLine(began, now)
		if d.err != nil {
			break
		}
		if room -= textBytes(&line); room < 0 {
			r.Result.Dropped++
			continue
		}
		r.Result.Logs = append(r.Result.Logs, line)
	}
	if r.Result.Outcome == sandbox.OK {
		r.Result.Error = ""
	} else if r.Result.Error == "" {
		r.Result.Error = "the node gives no reason"
	}
	return r, d.end()
}

func (d *decoder) logLine(began, now time.Time) sandbox.LogLine {
	line := sandbox.LogLine{Time: began.Add(d.duration()), Level: d.text(), Message: sandbox.CleanText(d.text())}
	if line.Time.After(now) {
		line.Time = now
	}
	switch line.Level {
	case "debug", "info", "warn", "error", "print":
	default:
		line.Level = "info"
	}
	n, _ := d.list(maxAttrs, 2)
	if n > 0 {
		line.Attrs = make(map[string]string, n)
	}
	for range n {
		key := sandbox.CleanText(d.text())
		line.Attrs[key] = sandbox.CleanText(d.text())
	}
	return line
}

// textBytes is what a line counts against the limit.
func textBytes(line *sandbox.LogLine) int64 {
	n := int64(len(line.Message))
	for key, value := range line.Attrs {
		n += int64(len(key)) + int64(len(value))
	}
	return n
}
