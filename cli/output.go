package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
)

// printJSON prints a document of the API.
func (r *run) printJSON(w *printer, document json.RawMessage) {
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(document), "", "  "); err != nil {
		// Nothing of ours: as it is.
		b.Reset()
		b.Write(document)
	}
	w.printf("%s\n", b.String())
}

// eitherOutput refuses a file beside --json, which prints: the file would not be
// written.
func (r *run) eitherOutput(file string) error {
	if file != "" && r.json {
		return usagef("--json prints and writes no file: leave out it or -o")
	}
	return nil
}

// printItems prints a list as the API has it.
func (r *run) printItems(items []json.RawMessage) error {
	document, err := json.Marshal(map[string]any{"items": items})
	if err != nil {
		return fmt.Errorf("writing the list: %w", err)
	}
	r.printJSON(r.out, document)
	return nil
}

// printer writes until something goes wrong, and keeps what did.
type printer struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (p *printer) Write(text []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	n, err := p.w.Write(text)
	p.err = err
	return n, err
}

func (p *printer) printf(format string, args ...any) {
	// The error is kept.
	_, _ = fmt.Fprintf(p, format, args...)
}

// say writes a line to the output.
func (r *run) say(format string, args ...any) { r.out.printf(format+"\n", args...) }

// note writes a line for people beside the output.
func (r *run) note(format string, args ...any) { r.err.printf(format+"\n", args...) }

// table prints rows in columns, which the first row names.
func (r *run) table(rows [][]string) error {
	w := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	for n, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			if cell == "" && n > 0 {
				cell = "-"
			}
			cells[i] = strings.ReplaceAll(strings.ReplaceAll(clean(cell), "\t", " "), "\n", " ")
		}
		if _, err := fmt.Fprintln(w, strings.Join(cells, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}

// when shows a time: of today the time of day, else the date too.
func (r *run) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	now := r.Now()
	t = t.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format("2006-01-02 15:04")
}

// clean makes text harmless for a terminal: what scripts and their clients
// write could hold control sequences.
func clean(text string) string {
	if !strings.ContainsFunc(text, unfit) {
		return text
	}
	var b strings.Builder
	for _, c := range text {
		if !unfit(c) {
			b.WriteRune(c)
			continue
		}
		quoted := fmt.Sprintf("%+q", c)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// unfit tells whether a terminal might do something else with c than show it.
func unfit(c rune) bool {
	return c != '\n' && c != '\t' && !unicode.IsPrint(c) && !unicode.Is(unicode.Mn, c)
}

// milliseconds shows a duration.
func milliseconds(ms float64) string {
	switch {
	case ms >= 10_000:
		return fmt.Sprintf("%.1f s", ms/1000)
	case ms >= 100:
		return fmt.Sprintf("%.0f ms", ms)
	default:
		return fmt.Sprintf("%.1f ms", ms)
	}
}

// size shows a number of bytes.
func size(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
	case bytes >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(bytes)/(1<<10))
	default:
		return fmt.Sprintf("%d B", bytes)
	}
}

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
