package sandbox_test

import (
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

func TestBound_TakesWhatIsSmallAndSaysWhereTheRestGoesTooFar(t *testing.T) {
	t.Parallel()
	const head = "package main\n"
	for name, test := range map[string]struct {
		source string
		offset int    // where
		says   string // nothing if it is taken
	}{
		"empty":                {"", 0, ""},
		"no Go":                {"} ) ] \x00 \"", 0, ""},
		"200 levels":           {head + strings.Repeat("{", 200), 0, ""},
		"201 levels":           {head + strings.Repeat("({[", 67), len(head) + 200, "nested"},
		"siblings":             {head + strings.Repeat("{}", 60_000), 0, ""},
		"200,000 tokens":       {strings.Repeat("a ", 199_000), 0, ""},
		"too many tokens":      {strings.Repeat("a ", 201_000), 2 * 200_001, "tokens"},
		"many statements":      {head + strings.Repeat("a=-b\n", 30_000), 0, ""},
		"5,000 operators":      {head + "var a = b" + strings.Repeat("+b", 4_999), 0, ""},
		"too many operators":   {head + "var a = b" + strings.Repeat("+b", 5_000), len(head) + 9 + 2*4_999, "nested"},
		"too many calls":       {head + "var a = b" + strings.Repeat("()", 6_000), len(head) + 9 + 2*5_000, "nested"},
		"too many indexes":     {head + "var a = b" + strings.Repeat("[0]", 6_000), len(head) + 9 + 3*5_000, "nested"},
		"slices of slices":     {head + "var a " + strings.Repeat("[]", 6_000) + "int", len(head) + 6 + 2*5_001, "nested"},
		"a large comment":      {"//" + strings.Repeat("x", sandbox.MaxSource-2), 0, ""},
		"a comment over 1 MiB": {"//" + strings.Repeat("x", sandbox.MaxSource-1), 0, "1048577 bytes"},
	} {
		excess := sandbox.Bound(test.source)
		switch {
		case excess == nil:
			if test.says != "" {
				t.Errorf("%s is taken", name)
			}
		case test.says == "" || !strings.Contains(excess.Message, test.says) || excess.Offset != test.offset:
			t.Errorf("%s: %+v, want %q at %d", name, *excess, test.says, test.offset)
		}
	}
}
