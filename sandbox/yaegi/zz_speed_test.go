package yaegi_test

import (
	"testing"
	"strings"

	"github.com/picloud/picloud/sandbox"
)

func BenchmarkZZ(b *testing.B) {
	for _, c := range []struct{ name, decls, body string }{
		{"empty", "", "for i := 0; i < 100000; i++ { }"},
		{"emptyrange", "", "for range 100000 { }"},
		{"globalstore", "var g int", "for i := 0; i < 100000; i++ { g = 12 }"},
		{"localstore", "", "l := 0; for i := 0; i < 100000; i++ { l = 12 }; _ = l"},
		{"indexread", "", "a := make([]int, 100); s := 0; for i := 0; i < 100000; i++ { s = a[5] }; _ = s"},
		{"ifguard", "", "a := make([]int, 100); s := 0; for i := 0; i < 100000; i++ { j := 5; if j >= len(a) { s++ } }; _ = s"},
		{"ifguard0", "", "s := 0; for i := 0; i < 100000; i++ { j := 5; }; _ = s"},
		{"call", "func f(a int) int { return a }", "for i := 0; i < 100000; i++ { f(i) }"},
		{"native", "", "for i := 0; i < 100000; i++ { strings.ToUpper(\"\") }"},
		{"closure", "", "for i := 0; i < 100000; i++ { _ = func() int { return i } }"},
		{"deferred", "func f(a int) { defer func() {}() }", "for i := 0; i < 100000; i++ { f(i) }"},
		{"rangeslice", "", "a := make([]int, 100000); s := 0; for _, v := range a { s += v }"},
		{"fib", "func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }", "fib(20)"},
	} {
		src := "package main\nimport \"strings\"\nimport \"github.com/picloud/picloud/sdk\"\nvar _ = strings.ToUpper\n" + c.decls + "\nfunc Handle(ctx *sdk.Context) any {\n" + c.body + "\nreturn nil }\n"
		src = strings.Replace(src, "j := 5; }", "j := 5; _ = j }", 1)
		b.Run(c.name, func(b *testing.B) {
			in := start(b, src)
			for b.Loop() {
				if _, err := call(b, in, sandbox.NewMeter(sandbox.Limits{Operations: 1 << 60}, nil), invocation()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100000, "ns/iter")
		})
	}
}
