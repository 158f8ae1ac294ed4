package cli

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPrintDiagnostics(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 500) + "WRONG" + strings.Repeat("b", 500)
	for _, test := range []struct {
		name, source string
		d            diagnostic
		want         string
	}{
		{
			"marks from the column to the end", "x := 1\ny := oops\n",
			diagnostic{Line: 2, Column: 6, EndLine: 2, EndColumn: 10, Message: "m"},
			"f.go:2:6: m\n    2 | y := oops\n      |      ^~~~\n",
		},
		{
			"widens tabs", "\tif\ta {",
			diagnostic{Line: 1, Column: 5, Message: "m"},
			"f.go:1:5: m\n    1 |     if    a {\n      |           ^\n",
		},
		{
			"counts UTF-16 as characters", `s := "😀é" + x`,
			diagnostic{Line: 1, Column: 14, EndLine: 1, EndColumn: 15, Message: "m"},
			"f.go:1:13: m\n    1 | s := \"😀é\" + x\n      |             ^\n",
		},
		{
			"marks to the line's end when it ends on another", "a(\n)",
			diagnostic{Line: 1, Column: 1, EndLine: 2, EndColumn: 2, Message: "m"},
			"f.go:1:1: m\n    1 | a(\n      | ^~\n",
		},
		{
			"marks what is missing behind the line", "x :=\n",
			diagnostic{Line: 1, Column: 5, Message: "m"},
			"f.go:1:5: m\n    1 | x :=\n      |     ^\n",
		},
		{
			"names warnings", "x\n",
			diagnostic{Line: 1, Column: 1, Severity: "warning", Message: "m"},
			"f.go:1:1: warning: m\n    1 | x\n      | ^\n",
		},
		{
			"does not trust lines", "x\n",
			diagnostic{Line: 9, Column: 3, Message: "m"},
			"f.go:9:3: m\n",
		},
		{
			"shows control characters", "x := '\x1b'",
			diagnostic{Line: 1, Column: 7, EndLine: 1, EndColumn: 8, Message: "bad \x1b"},
			"f.go:1:7: bad \\x1b\n    1 | x := '\\x1b'\n      |       ^~~~\n",
		},
		{
			"shows a part of a long line", long,
			diagnostic{Line: 1, Column: 501, EndLine: 1, EndColumn: 506, Message: "m"},
			"f.go:1:501: m\n    1 | …" + strings.Repeat("a", 80) + "WRONG" + strings.Repeat("b", 75) + "…\n" +
				"      |  " + strings.Repeat(" ", 80) + "^~~~~\n",
		},
		{
			"has no excerpt without a source", "",
			diagnostic{Line: 3, Column: 4, Message: "m"},
			"f.go:3:4: m\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			printDiagnostics(&printer{w: &b}, "f.go", test.source, []diagnostic{test.d})
			equal(t, "excerpt", test.want, b.String())
		})
	}
}

func FuzzPrintDiagnostics(f *testing.F) {
	f.Add("a\tb😀\n", 1, 3, 1, 9)
	f.Add("x := '\x1b[2J\u202e'\r\n", 1, 2, 2, 1)
	f.Add(strings.Repeat("\x00", 500), 1, 400, 1, 450)
	f.Fuzz(func(t *testing.T, source string, line, column, endLine, endColumn int) {
		// Columns are at most as far behind a line's end as the line limit of
		// sources allows: no excerpt is longer than that.
		column, endColumn = column%4096, endColumn%4096
		var b bytes.Buffer
		printDiagnostics(&printer{w: &b}, "f.go", source, []diagnostic{{
			Line: line, Column: column, EndLine: endLine, EndColumn: endColumn, Message: "m",
		}})
		out := b.String()
		if strings.ContainsFunc(out, func(c rune) bool { return c != '\n' && !unicode.IsPrint(c) && !unicode.Is(unicode.Mn, c) }) {
			t.Errorf("%q has what a terminal may not show", out)
		}
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if len(lines) != 1 && len(lines) != 3 {
			t.Errorf("%d lines: %q", len(lines), out)
		}
		for _, line := range lines {
			// A character that is not shown takes up to ten.
			if n := utf8.RuneCountInString(line); n > 10+(maxExcerpt+1)*10 {
				t.Errorf("a line of %d characters: %q", n, line)
			}
		}
	})
}
