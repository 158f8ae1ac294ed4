package symbols

import "testing"

func BenchmarkExports(b *testing.B) {
	h := &recorder{}
	sets := map[string][]string{
		"sdk":      {"github.com/picloud/picloud/sdk"},
		"four":     {"encoding/json", "fmt", "github.com/picloud/picloud/sdk", "strings"},
		"all":      Packages(),
		"handlers": {"fmt", "net/http", "strconv", "time"},
	}
	for name, paths := range sets {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Exports(h, paths)
			}
		})
	}
}
