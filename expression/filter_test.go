package expression

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func sampleRecord(tb testing.TB) *store.Execution {
	tb.Helper()
	parse := func(s string) store.ID {
		id, err := store.ParseID(s)
		if err != nil {
			tb.Fatal(err)
		}
		return id
	}
	return &store.Execution{
		ID:         parse("01890000-0000-7000-8000-000000000001"),
		ScriptID:   parse("01890000-0000-7000-8000-000000000002"),
		ScriptName: "greeter", Version: 3,
		Method: "GET", Host: "example.com", Path: "/greet/bob?x=1", RemoteIP: "10.0.0.1",
		RequestBytes: 10, ResponseBytes: 20,
		Status: 503, Outcome: "timeout", Error: "took too long",
		StartedAt: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Duration:  1500 * time.Microsecond, Queued: 250 * time.Microsecond, Warm: 2 * time.Millisecond,
		Operations: 5_000_000_000, LogsDropped: 4, Node: "node-a",
	}
}

func TestFilter_Matches(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)
	record := sampleRecord(t)
	cases := []struct {
		src  string
		want bool
	}{
		{`status >= 500 && path startsWith "/greet"`, true},
		{`outcome == "timeout" || duration_ms > 100`, true},
		{`node == "node-a"`, true},
		{`node startsWith "b"`, false},
		{`status in 500..599`, true},
		{`status in [500, 503]`, true},
		{`status not in 200..299 and method in ["GET"]`, true},
		{`duration_ms == 1.5 && queued_ms == 0.25 && warm_ms == 2`, true},
		{`duration_ms in 1..2`, true},
		{`operations > 4_000_000_000 && operations in 1..5_000_000_000`, true},
		{`request_bytes + response_bytes == 30`, true},
		{`version == 3 && version in [1, 3] && logs_dropped == 4`, true},
		{`id == "01890000-0000-7000-8000-000000000001"`, true},
		{`script_id endsWith "2"`, true},
		{`route_id == ""`, true},
		{`script_name == "greeter" && host == "example.com" && remote_ip == "10.0.0.1"`, true},
		{`error contains "too long"`, true},
		{`lower(error) matches "^took"`, true},
		{`started_at > date("2026-03-01") && started_at < date("2026-03-01 12:00:01")`, true},
		{`started_at == date("2026-03-01T13:00:00+01:00")`, true},
		{`started_at > now() - duration("1h")`, true},
		{`started_at > now() - duration("10m")`, false},
		{`now() - started_at == duration("30m")`, true},
	}
	for _, c := range cases {
		t.Run(c.src, func(t *testing.T) {
			t.Parallel()
			f, err := compileFilter(c.src, now)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := f.Match(record); err != nil || got != c.want {
				t.Errorf("Match = %v, %v; want %v", got, err, c.want)
			}
			if f.String() != c.src {
				t.Errorf("String = %q", f.String())
			}
		})
	}
}

func TestCompileFilter_RefusesWithPositionAndAdvice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, at, message string }{
		{`status`, `status`, "this is a number"},
		{`state == 1`, `state`, "has the fields id, script_id"},
		{`status == "500"`, `==`, "without quotes"},
		{`started_at > "2026-01-01"`, `>`, "date("},
		{`started_at > date("yesterday")`, `"yesterday"`, "is no time"},
		{`started_at > date(path)`, `date`, "written out"},
		{`started_at > now() - duration("1 hour")`, `"1 hour"`, "is no duration"},
		{`started_at > date("2026-01-01", "2006", "Europe/Berlin")`, `date`, "takes one text"},
		{`started_at > now(1)`, `now`, "no argument"},
		{`path in path`, `path`, "1..9 (for"},
		{`status.x == 1`, `x ==`, "nothing to look up"},
		{`request.method == "GET"`, `request`, "not known"},
	} {
		t.Run(c.src, func(t *testing.T) {
			t.Parallel()
			_, err := CompileFilter(c.src)
			e, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("error = %v, want an *Error", err)
			}
			if !strings.Contains(e.Message, c.message) {
				t.Errorf("message = %q, want %q in it", e.Message, c.message)
			}
			if c.src != `path in path` && e.Offset != strings.Index(c.src, c.at) {
				t.Errorf("offset = %d, want that of %q", e.Offset, c.at)
			}
			if !strings.Contains(err.Error(), e.Message) {
				t.Errorf("Error() = %q lacks the message", err)
			}
		})
	}
}

func TestFilter_ReportsWhatFailsAtRunTime(t *testing.T) {
	t.Parallel()
	f, err := CompileFilter(`true && int(path) == 1`)
	if err != nil {
		t.Fatal(err)
	}
	ok, err := f.Match(sampleRecord(t))
	e, is := errors.AsType[*Error](err)
	if ok || !is || e.Offset != len(`true && `) {
		t.Errorf("Match = %v, %#v; want an *Error at int", ok, err)
	}
	if ok, err := f.Match(nil); ok || err == nil {
		t.Errorf("Match(nil) = %v, %v", ok, err)
	}
}

func TestFilter_LooksAtTheStartOfLongTexts(t *testing.T) {
	t.Parallel()
	record := sampleRecord(t)
	record.Error = strings.Repeat("a", MaxValueBytes) + "needle"
	f, err := CompileFilter(`error startsWith "aaa" && not (error contains "needle")`)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := f.Match(record); err != nil || !ok {
		t.Errorf("Match = %v, %v", ok, err)
	}
}

// The environment's tags and the names that the rules know are two lists.
func TestDialects_NameEveryFieldOfTheirEnvironment(t *testing.T) {
	t.Parallel()
	for _, d := range []*dialect{guardDialect(), filterDialect(time.Time{})} {
		var tags []string
		for field := range reflect.TypeOf(d.env).Fields() {
			if tag := field.Tag.Get("expr"); tag != "" {
				tags = append(tags, tag)
			}
		}
		names := slices.Clone(d.fields)
		for _, table := range d.tables {
			names = append(names, table+"()", table+"?")
		}
		slices.Sort(tags)
		slices.Sort(names)
		if !slices.Equal(tags, names) {
			t.Errorf("%s: the environment has %v, the rules %v", d.noun, tags, names)
		}
	}
}

func FuzzCompileFilter(f *testing.F) {
	f.Add(`status >= 500 && path startsWith "/greet"`)
	f.Add(`started_at > now() - duration("1h") or started_at < date("2026-01-01")`)
	f.Add(`duration_ms in 1..2 ? operations % 2 == 0 : error matches "x"`)
	record := sampleRecord(f)
	f.Fuzz(func(t *testing.T, src string) {
		filter, err := CompileFilter(src)
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Offset < 0 || e.Offset > len(src) || strings.Contains(e.Message, "cannot be compiled") {
				t.Fatalf("CompileFilter(%q) = %#v", src, err)
			}
			return
		}
		if ok, err := filter.Match(record); ok && err != nil {
			t.Fatalf("Match(%q) is true and fails: %v", src, err)
		}
	})
}

func BenchmarkFilter(b *testing.B) {
	record := sampleRecord(b)
	f, err := CompileFilter(`status >= 500 && path startsWith "/greet"`)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Match(record); err != nil {
			b.Fatal(err)
		}
	}
}
