package yaegi_test

import (
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

// BenchmarkSpeed runs the same work in the interpreter, metered as in
// production, and natively.
func BenchmarkSpeed(b *testing.B) {
	for _, work := range []struct {
		name, decls, body string
		native            func()
	}{
		{"fib25", "func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }", "fib(25)", func() { sink += fib(25) }},
		{"loop1e5", "", "s := 0; for i := range 100000 { s += i }; _ = s", func() {
			for i := range 100_000 {
				sink += i
			}
		}},
		{"slice1e5", "", "l := make([]int, 100000); s := 0; for _, v := range l { s += v }; _ = s", func() {
			for _, v := range make([]int, 100_000) {
				sink += v
			}
		}},
		{"map1e4", "", "m := map[int]int{}; for i := range 10000 { m[i%100] += i }", func() {
			m := map[int]int{}
			for i := range 10_000 {
				m[i%100] += i
			}
			sink += len(m)
		}},
		{"string1e3", "", "var b strings.Builder; for i := range 1000 { b.WriteString(strconv.Itoa(i)); b.WriteByte(',') }; _ = strings.Split(b.String(), \",\")", func() {
			var s strings.Builder
			for i := range 1000 {
				s.WriteString(strconv.Itoa(i))
				s.WriteByte(',')
			}
			sink += len(strings.Split(s.String(), ","))
		}},
		{"sort1e3", "", "l := make([]int, 1000); for i := range l { l[i] = i * 7919 % 1000 }; sort.Slice(l, func(i, j int) bool { return l[i] < l[j] })", func() {
			l := make([]int, 1000)
			for i := range l {
				l[i] = i * 7919 % 1000
			}
			less := func(i, j int) bool { return l[i] < l[j] }
			sort.Slice(l, less)
			sink += l[0]
		}},
	} {
		source := "package main\n\nimport (\n\t\"sort\"\n\t\"strconv\"\n\t\"strings\"\n\n\t\"github.com/picloud/picloud/sdk\"\n)\n\nvar _, _, _ = sort.Ints, strconv.Itoa, strings.ToUpper\n\n" +
			work.decls + "\n\nfunc Handle(ctx *sdk.Context) any {\n" + work.body + "\nreturn nil\n}\n"
		b.Run(work.name+"/script", func(b *testing.B) {
			instance := start(b, source)
			for b.Loop() {
				if _, err := call(b, instance, sandbox.NewMeter(sandbox.Limits{Operations: 1 << 60}, nil), invocation()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(work.name+"/native", func(b *testing.B) {
			for b.Loop() {
				work.native()
			}
		})
	}
}

var sink int

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}
