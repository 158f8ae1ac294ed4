package cli

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// tabWidth is how wide tabs are shown in excerpts.
const tabWidth = 4

// maxExcerpt is how many columns of a line are shown: sources may have lines
// of a megabyte.
const maxExcerpt = 160

// printDiagnostics prints what is wrong with a source. Without the source
// there are no excerpts.
func printDiagnostics(w *printer, file, source string, list []diagnostic) {
	lines := strings.Split(source, "\n")
	for _, d := range list {
		severity := ""
		if d.Severity != "" && d.Severity != "error" {
			severity = clean(d.Severity) + ": "
		}
		column := d.Column
		line := ""
		if d.Line >= 1 && d.Line <= len(lines) {
			line = strings.TrimSuffix(lines[d.Line-1], "\r")
			column = runes(line, d.Column)
		}
		w.printf("%s:%d:%d: %s%s\n", clean(file), d.Line, column, severity, clean(d.Message))
		if source != "" && line != "" {
			printExcerpt(w, d, line)
		}
	}
}

// printExcerpt prints a line with a mark below what the diagnostic is about.
func printExcerpt(w *printer, d diagnostic, line string) {
	text := []rune(line)
	from := min(max(runes(line, d.Column)-1, 0), len(text))
	to := from + 1
	switch {
	case d.EndLine == d.Line && d.EndColumn > d.Column:
		to = runes(line, d.EndColumn) - 1
	case d.EndLine > d.Line:
		to = len(text)
	}
	to = min(max(to, from+1), max(len(text), from+1))

	// Of a long line, only what is around the place.
	first, before, behind := 0, "", ""
	if len(text) > maxExcerpt {
		if from > maxExcerpt/2 {
			first, before = min(from-maxExcerpt/2, len(text)-maxExcerpt), "…"
		}
		if last := first + maxExcerpt; last < len(text) {
			text, behind = text[:last], "…"
			to = max(min(to, last), from+1)
		}
	}

	shown, marks := before, strings.Repeat(" ", utf8.RuneCountInString(before))
	for i := first; i < max(len(text), to); i++ {
		piece := " "
		if i < len(text) {
			piece = strings.ReplaceAll(clean(string(text[i])), "\t", strings.Repeat(" ", tabWidth))
		}
		shown += piece
		width := utf8.RuneCountInString(piece)
		switch {
		case i < from:
			marks += strings.Repeat(" ", width)
		case i == from:
			marks += "^" + strings.Repeat("~", width-1)
		case i < to:
			marks += strings.Repeat("~", width)
		}
	}
	number := fmt.Sprintf("%5d", d.Line)
	w.printf("%s | %s\n", number, strings.TrimRight(shown, " ")+behind)
	w.printf("%s | %s\n", strings.Repeat(" ", len(number)), strings.TrimRight(marks, " "))
}

// runes turns a column in UTF-16 units into one in characters. Both count from
// 1.
func runes(line string, column int) int {
	units, count := 1, 1
	for _, c := range line {
		if units >= column {
			return count
		}
		units += max(utf16.RuneLen(c), 1)
		count++
	}
	// Behind the line's end.
	return count + max(column-units, 0)
}
