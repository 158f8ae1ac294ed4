package picloud

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/slogtest"
)

func TestRelay_IsAHandlerAsOthersAre(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := newRelay(slog.New(slog.NewJSONHandler(&out, nil))).logger()
	err := slogtest.TestHandler(logger.Handler(), func() []map[string]any {
		var lines []map[string]any
		for line := range strings.Lines(out.String()) {
			var fields map[string]any
			if err := json.Unmarshal([]byte(line), &fields); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fields)
		}
		return lines
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRelay_ChangesTheLoggersThatAreMadeOfIt(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	r := newRelay(slog.New(slog.NewTextHandler(&first, &slog.HandlerOptions{Level: slog.LevelError})))
	derived := r.logger().With("a", 1).WithGroup("g")
	derived.Warn("not this")
	derived.Error("one")
	r.set(slog.New(slog.NewTextHandler(&second, nil)))
	derived.Warn("two", "b", 2)
	if text := first.String(); !strings.Contains(text, "msg=one a=1") || strings.Contains(text, "not this") || strings.Contains(text, "two") {
		t.Errorf("the first has %q", text)
	}
	if text := second.String(); !strings.Contains(text, "msg=two a=1 g.b=2") {
		t.Errorf("the second has %q", text)
	}
}

func TestTerms_AreThoseOfTheOldestConfigThatHasNotEnded(t *testing.T) {
	t.Parallel()
	var said terms
	var applied []string
	begin := func(name string) func() {
		return said.begin(func() { applied = append(applied, name) })
	}
	first := begin("first")
	begin("failed")() // ends before the first
	second := begin("second")
	first()
	first()
	third := begin("third")
	second()
	third()
	begin("fourth")
	if want := []string{"first", "second", "third", "fourth"}; !slices.Equal(applied, want) {
		t.Errorf("applied %q, want %q", applied, want)
	}
}
