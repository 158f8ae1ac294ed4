package sqlite

import (
	"fmt"
	"testing"

	"github.com/picloud/picloud/store"
)

func BenchmarkAppendExecutions1000(b *testing.B) {
	s := openStore(b, b.TempDir())
	batch := make([]store.Execution, 1000)
	rows := 0
	for b.Loop() {
		b.StopTimer()
		for i := range batch {
			batch[i] = newExecution()
		}
		b.StartTimer()
		if err := s.AppendExecutions(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		rows += len(batch)
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkScriptByID(b *testing.B) {
	s := openStore(b, b.TempDir())
	script := addScript(b, s, "s")
	for b.Loop() {
		if _, err := s.ScriptByID(b.Context(), script.ID); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSnapshot500Routes(b *testing.B) {
	s := openStore(b, b.TempDir())
	for i := range 50 {
		script := addScript(b, s, fmt.Sprint("s", i))
		for j := range 10 {
			if _, err := s.CreateRoute(b.Context(), newRoute(script.ID, fmt.Sprintf("/%d/%d", i, j)), allow); err != nil {
				b.Fatal(err)
			}
		}
	}
	for b.Loop() {
		if snapshot, err := s.Snapshot(b.Context()); err != nil || len(snapshot.Routes) != 500 {
			b.Fatal(len(snapshot.Routes), err)
		}
	}
}
