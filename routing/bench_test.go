package routing

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// manyRoutes returns n routes as a large installation has them: exact, param and prefix paths over many services, and
// some hosts.
func manyRoutes(tb testing.TB, n int) []*Route {
	tb.Helper()
	routes := make([]*Route, 0, n)
	for i := range n {
		routes = append(routes, mustCompile(tb, manySpec(i)))
	}
	return routes
}

func manySpec(i int) Spec {
	s := Spec{ID: fmt.Sprint("r", i), Method: "GET"}
	switch {
	case i == 0:
		s.Host, s.Path = "*.example.org", "/t"
	case i%20 == 19:
		s.Host, s.Path = fmt.Sprintf("h%d.example.net", i), "/"
	case i%4 == 0:
		s.Path = fmt.Sprintf("/svc%d/users/:id", i)
	case i%4 == 1:
		s.Path = fmt.Sprintf("/svc%d/files/*", i)
	default:
		s.Path = fmt.Sprintf("/svc%d/v1/item%d", i, i)
	}
	return s
}

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		table := NewTable(manyRoutes(b, n))
		for _, c := range []struct {
			name string
			path string
			want string
		}{
			{"static", fmt.Sprintf("/svc%d/v1/item%d", n-2, n-2), fmt.Sprint("r", n-2)},
			{"param", fmt.Sprintf("/svc%d/users/42", n-4), fmt.Sprint("r", n-4)},
			{"prefix", fmt.Sprintf("/svc%d/files/a/b/c.txt", n-3), fmt.Sprint("r", n-3)},
			{"miss", fmt.Sprintf("/svc%d/v1/none", n-2), ""},
		} {
			b.Run(fmt.Sprintf("%s/routes=%d", c.name, n), func(b *testing.B) {
				q := &Request{Method: "GET", Host: "example.com:8000", Path: c.path}
				m := table.Match(q)
				if m.Route == nil && c.want != "" || m.Route != nil && m.Route.ID() != c.want {
					b.Fatalf("got %v, want %q", m.Route, c.want)
				}
				b.ReportAllocs()
				for b.Loop() {
					table.Match(q)
				}
			})
		}
	}
}

// The other benchmarks ask for one path again and again; here nothing stays in the caches of the processor.
func BenchmarkMatchSpread(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		table := NewTable(manyRoutes(b, n))
		var requests []*Request
		for i := range n {
			if i%4 >= 2 && i%20 != 19 {
				requests = append(requests, &Request{Method: "GET", Host: "example.com", Path: manySpec(i).Path})
			}
		}
		rand.Shuffle(len(requests), func(i, j int) { requests[i], requests[j] = requests[j], requests[i] })
		b.Run(fmt.Sprintf("routes=%d", n), func(b *testing.B) {
			i := 0
			for b.Loop() {
				if table.Match(requests[i]).Route == nil {
					b.Fatal("no match")
				}
				i = (i + 1) % len(requests)
			}
		})
	}
}

// With -cpu 1,2,4: processors that match at the same time share nothing that they write.
func BenchmarkMatchTogether(b *testing.B) {
	const n = 10_000
	table := NewTable(manyRoutes(b, n))
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		q := &Request{Method: "GET", Host: "example.com", Path: fmt.Sprintf("/svc%d/v1/item%d", n-2, n-2)}
		for pb.Next() {
			if table.Match(q).Route == nil {
				panic("no match") // FailNow is for the benchmark's own goroutine
			}
		}
	})
}

// The worst case: every combination of literals and parameters is there, and none fits at the end.
func BenchmarkMatchBranching4096(b *testing.B) {
	table := NewTable(branchingRoutes(b, 12))
	q := &Request{Method: "GET", Path: "/x" + strings.Repeat("/b", 12) + "/none"}
	for b.Loop() {
		table.Match(q)
	}
}

func BenchmarkNewTable100000(b *testing.B) {
	routes := manyRoutes(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		NewTable(routes)
	}
}

func BenchmarkCompile100000(b *testing.B) {
	specs := make([]Spec, 100_000)
	for i := range specs {
		specs[i] = manySpec(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range specs {
			if _, err := Compile(s); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkConflicts(b *testing.B) {
	table := NewTable(manyRoutes(b, 100_000))
	for _, path := range []string{"/svc7/v1/item7", "/svc8/users/:x", "/:a/users/:x", "/svc9/files/*"} {
		b.Run(path, func(b *testing.B) {
			r := mustCompile(b, Spec{Path: path})
			for b.Loop() {
				table.Conflicts(r)
			}
		})
	}
}

func BenchmarkRelations100000(b *testing.B) {
	table := NewTable(manyRoutes(b, 100_000))
	r := mustCompile(b, Spec{Path: "/svc8/:a/:b"})
	for b.Loop() {
		table.Relations(r)
	}
}
