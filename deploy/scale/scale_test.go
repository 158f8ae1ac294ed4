package scale

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the tables of docs/explanation/scale.md")

func TestCompute_FollowsItsFigures(t *testing.T) {
	t.Parallel()
	m := Measured{RequestCPU: 100 * time.Microsecond, WorkerCPU: 10 * time.Microsecond, RecordBytes: 1000, Threads: 2}
	a := Assumed{Cores: 10, Efficiency: 1, Utilization: 0.5, Failures: 0.01, MaxRate: 100, Pool: 5, Scripts: 10, ScriptBytes: 100}
	// 100,000 times 0.1 ms are 10 cores, of which a node has 5 to give.
	got := Compute(100_000, m, a)
	want := Plan{
		Busy: 10, Nodes: 3, Connections: 15,
		Records: 3*100 + 1000, RecordBytes: 1300 * 1000 * 86400,
		ChangeBytes: 3000, WorkerThreads: 0.5,
	}
	for name, pair := range map[string][2]float64{
		"busy": {got.Busy, want.Busy}, "nodes": {got.Nodes, want.Nodes}, "connections": {got.Connections, want.Connections},
		"records": {got.Records, want.Records}, "record bytes": {got.RecordBytes, want.RecordBytes},
		"change bytes": {got.ChangeBytes, want.ChangeBytes}, "threads": {got.WorkerThreads, want.WorkerThreads},
	} {
		if math.Abs(pair[0]-pair[1]) > pair[1]*1e-9 {
			t.Errorf("%s: %v, want %v", name, pair[0], pair[1])
		}
	}
	a.ScriptCPU = 900 * time.Microsecond
	if got := Compute(100_000, m, a); math.Abs(got.Busy-100) > 1e-6 || got.Nodes != 21 {
		t.Errorf("with scripts that take nine times as long: %+v", got)
	}
	// Below the rate of records, each execution has one.
	if got := Compute(50, m, a); got.Nodes != 2 || math.Abs(got.Records-50) > 1e-9 {
		t.Errorf("a small one: %+v", got)
	}
}

func TestPage_HasTheTablesThatAreComputed(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "docs", "explanation", "scale.md")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(content)
	for name, table := range map[string]string{"growth": growth(), "sizes": sizes(), "scripts": scripts()} {
		begin, end := "<!-- table "+name+": go test ./scale -update -->\n", "<!-- end -->"
		before, rest, ok := strings.Cut(page, begin)
		old, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("the page has no place for the table %s", name)
		}
		if old != table && !*update {
			t.Errorf("the table %s is\n%s\nand has to be\n%s\nRun go test ./scale -update", name, old, table)
		}
		page = before + begin + table + end + after
	}
	if *update {
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// growth is the table of growing loads.
func growth() string {
	m, a := Figures()
	var b strings.Builder
	b.WriteString("| requests/s | cores busy | nodes of 8 cores | connections | records/s | records a day | one change sends |\n|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, rate := range []float64{1e3, 1e4, 1e5, 1e6} {
		p := Compute(rate, m, a)
		fmt.Fprintf(&b, "| %s | %s | %.0f | %.0f | %s | %s | %s |\n",
			number(rate), figure(p.Busy), p.Nodes, p.Connections, number(p.Records), size(p.RecordBytes), size(p.ChangeBytes))
	}
	return b.String()
}

// sizes is the table of a million on smaller and larger nodes.
func sizes() string {
	m, a := Figures()
	var b strings.Builder
	b.WriteString("| cores of a node | nodes | connections | records/s | records a day | one change sends |\n|---:|---:|---:|---:|---:|---:|\n")
	for _, cores := range []float64{2, 4, 8, 16, 32} {
		a.Cores = cores
		p := Compute(1e6, m, a)
		fmt.Fprintf(&b, "| %.0f | %.0f | %.0f | %s | %s | %s |\n", cores, p.Nodes, p.Connections, number(p.Records), size(p.RecordBytes), size(p.ChangeBytes))
	}
	return b.String()
}

// scripts is the table of a million with scripts that do something.
func scripts() string {
	m, a := Figures()
	var b strings.Builder
	b.WriteString("| a script takes | cores busy | nodes of 8 cores | records/s | one script, alone on a node, wants |\n|---:|---:|---:|---:|---:|\n")
	for _, cpu := range []time.Duration{0, 100 * time.Microsecond, time.Millisecond, 10 * time.Millisecond} {
		a.ScriptCPU = cpu
		p := Compute(1e6, m, a)
		over := ""
		if p.WorkerThreads > m.Threads {
			over = fmt.Sprintf(", and has %.0f", m.Threads)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s threads%s |\n", milliseconds(cpu), number(p.Busy), number(p.Nodes), number(p.Records), figure(p.WorkerThreads), over)
	}
	return b.String()
}

func milliseconds(d time.Duration) string {
	if d == 0 {
		return "next to nothing"
	}
	return fmt.Sprintf("%g ms", float64(d)/float64(time.Millisecond))
}

// figure writes a number of few digits.
func figure(v float64) string {
	if v < 10 {
		return fmt.Sprintf("%.2g", v)
	}
	return number(v)
}

// number writes a number without a fraction, its thousands parted.
func number(v float64) string {
	digits := fmt.Sprintf("%.0f", v)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// size writes a number of bytes.
func size(v float64) string {
	for _, unit := range []struct {
		name  string
		bytes float64
	}{{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}} {
		if v >= unit.bytes {
			return fmt.Sprintf("%s %s", figure(v/unit.bytes), unit.name)
		}
	}
	return number(v) + " B"
}
