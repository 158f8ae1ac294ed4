package sandboxtest

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// TableDir is the environment variable that names a folder for the tables of
// Run. Each is a file in Markdown, named like its test.
const TableDir = "PICLOUD_SANDBOXTEST_TABLES"

// Row is how one case of abuse went.
type Row struct {
	// Case is the case's name.
	Case string

	// Outcome is how it ended: an outcome, "refused" when the script is not
	// accepted, or "not contained" when the executor cannot contain the case,
	// which was then not run.
	Outcome sandbox.Outcome

	// Duration is how long that took.
	Duration time.Duration

	// Peak is by how many bytes memory grew meanwhile, at the most.
	Peak int64
}

// Table writes rows as a table in Markdown.
func Table(w io.Writer, rows []Row) error {
	width := len("case")
	for _, row := range rows {
		width = max(width, len(row.Case))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| %-*s | %-15s | %7s | %8s |\n", width, "case", "outcome", "ms", "peak MiB")
	fmt.Fprintf(&b, "|%s|%s|%s:|%s:|\n", strings.Repeat("-", width+2), strings.Repeat("-", 17), strings.Repeat("-", 8), strings.Repeat("-", 9))
	for _, row := range rows {
		fmt.Fprintf(&b, "| %-*s | %-15s | %7.1f | %8.1f |\n", width, row.Case, row.Outcome,
			float64(row.Duration)/float64(time.Millisecond), float64(row.Peak)/(1<<20))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// report logs the table, and writes it where TableDir says.
func report(t *testing.T, rows []Row) {
	t.Helper()
	var b strings.Builder
	if err := Table(&b, rows); err != nil {
		t.Error(err)
	}
	if testing.Verbose() {
		t.Log("\n" + b.String())
	}
	dir := os.Getenv(TableDir)
	if dir == "" {
		return
	}
	name := regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(t.Name(), "-") + ".md"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(b.String()), 0o600); err != nil {
		t.Error(err)
	}
}
