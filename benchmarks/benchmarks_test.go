//go:build linux

package main

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestHistogram_KnowsQuantilesWithinTwoPercent(t *testing.T) {
	t.Parallel()
	var h histogram
	for n := range 100_000 {
		h.add(time.Duration(n) * time.Microsecond)
	}
	for _, q := range []float64{0.001, 0.1, 0.5, 0.9, 0.99} {
		got, want := h.quantile(q).Seconds(), q*0.1
		if math.Abs(got-want) > want*0.02 {
			t.Errorf("%g: got %g, want %g", q, got, want)
		}
	}
	var empty histogram
	if got := empty.quantile(0.5); got != 0 {
		t.Errorf("of nothing: got %s", got)
	}
}

func TestHistogram_HasAPlaceForEveryNumber(t *testing.T) {
	t.Parallel()
	for bit := range 63 {
		for _, v := range []uint64{1 << bit, 1<<bit + 1, 1<<bit - 1} {
			step := stepOf(v)
			if low, high := lowest(step), lowest(step+1); v < low || v >= high {
				t.Errorf("%d is in the step from %d to %d", v, low, high)
			}
		}
	}
}

func TestSplit_FindsTheBody(t *testing.T) {
	t.Parallel()
	const head = "HTTP/1.1 200 OK\r\nServer: Caddy\r\nContent-Length: 5\r\n\r\n"
	const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	for _, c := range []struct {
		answer, body string
		whole, fails bool
	}{
		{answer: head + "hello", body: "hello", whole: true},
		{answer: head + "hel", body: "hel"},
		{answer: head[:20]},
		{answer: head + "hello!", fails: true},
		{answer: "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", fails: true},
		{answer: chunked + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", body: "hello", whole: true},
		{answer: chunked + "3\r\nhel\r\n2\r\nlo\r\n0\r\n"},
		{answer: chunked + "3\r\nhe"},
		{answer: chunked + "x\r\nhe\r\n", fails: true},
		{answer: "HTTP/1.1 200 OK\r\nServer: Caddy\r\n\r\nhello", fails: true},
		{answer: "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", fails: true},
	} {
		body, whole, err := split([]byte(c.answer))
		if string(body) != c.body || whole != c.whole || (err != nil) != c.fails {
			t.Errorf("%q: %q, %v, %v", c.answer, body, whole, err)
		}
	}
}

// The answers of the compiled handlers are the right ones, and the generator
// refuses any other.
func TestGenerator_ComparesEveryAnswer(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	for _, l := range allLoads(options{routes: manyRoutes}) {
		if l.others == 0 {
			mux.HandleFunc(l.pattern, l.handler)
		}
	}
	s := httptest.NewServer(mux)
	defer s.Close()
	drive := func(l *load) (*drive, error) {
		g, err := connect(s.Listener.Addr().String(), []*load{l}, 3)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := g.close(); err != nil {
				t.Error(err)
			}
		}()
		return g.run(t.Context(), time.Millisecond)
	}
	for _, l := range allLoads(options{routes: manyRoutes}) {
		if d, err := drive(l); err != nil || d.latencies.total < 3 {
			t.Errorf("%s: %v", l.name, err)
		}
		l.want = strings.ToUpper(l.want) + "!"
		if _, err := drive(l); err == nil {
			t.Errorf("%s: a wrong answer passes", l.name)
		}
	}
}

func TestRatio_IsTheMedianWithinARound(t *testing.T) {
	t.Parallel()
	var a, b lane
	for _, rate := range []float64{100, 10, 1000} { // the machine is busy now and then
		a.turns = append(a.turns, turn{rate: rate})
		b.turns = append(b.turns, turn{rate: rate / 2})
	}
	if got := b.ratio(&a, func(t turn) float64 { return t.rate }); got != 0.5 {
		t.Errorf("got %g", got)
	}
}

func TestReplaceSection_LeavesTheRest(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(file, []byte("# Page\n\n## Measured\n\n### Old\n\nrow\n\n## Why\n\ntext\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := replaceSection(file, "### New\n\nrow\n\n"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := "# Page\n\n## Measured\n\n### New\n\nrow\n\n## Why\n\ntext\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParse_RefusesWhatThereIsNot(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-parts=none", "-loads=hello,none", "-ways=none", "-rounds=0", "-routes=10", "extra"} {
		if _, err := parse([]string{args}); err == nil {
			t.Errorf("%s passes", args)
		}
	}
	o, err := parse([]string{"-loads=fib,many-routes", "-ways=local"})
	if err != nil || fmt.Sprint(o.loads, o.ways) != "[fib many-routes] [local]" || len(o.parts) != len(parts()) {
		t.Errorf("%+v, %v", o, err)
	}
}
