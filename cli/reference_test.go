package cli

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// update makes the test write the reference instead of comparing it.
var update = flag.Bool("update", false, "write docs/reference/command-line.md anew from its marker on")

const (
	reference = "../docs/reference/command-line.md"

	// marker is where the part of the reference begins that is written from
	// the commands.
	marker = "<!-- From here on written by: go test ./cli -run Reference -update -->\n"
)

func TestReference_SaysWhatCommandsDo(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(reference)
	if err != nil {
		t.Fatal(err)
	}
	before, got, found := strings.Cut(string(content), marker)
	if !found {
		t.Fatalf("want the marker in %s", reference)
	}
	for _, code := range []int{0, ExitFailed, ExitUsage, ExitRefused, ExitUnavailable, ExitConflict, ExitUnauthorized, ExitInterrupted} {
		if !strings.Contains(before, fmt.Sprintf("\n| %d | ", code)) {
			t.Errorf("want the exit code %d in %s", code, reference)
		}
	}
	parent := &cobra.Command{Use: "picloud"}
	Attach(parent, Config{Address: "localhost:2019"})
	var b strings.Builder
	b.WriteString("\n## Options of all commands\n\n")
	writeFlags(&b, parent.PersistentFlags())
	b.WriteString("\n## Commands\n")
	writeCommands(&b, parent)
	if *update {
		if err := os.WriteFile(reference, []byte(before+marker+b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != b.String() {
		t.Errorf("%s does not say what the commands do: run go test ./cli -run Reference -update", reference)
	}
}

func writeCommands(b *strings.Builder, parent *cobra.Command) {
	for _, c := range parent.Commands() {
		if c.HasSubCommands() {
			writeCommands(b, c)
			continue
		}
		name := strings.TrimPrefix(parent.CommandPath()+" "+c.Use, "picloud ")
		fmt.Fprintf(b, "\n### `%s`\n\n", name)
		text := c.Long
		if text == "" {
			text = c.Short + "."
		}
		writeText(b, text+"\n")
		if len(c.Aliases) > 0 {
			fmt.Fprintf(b, "\nAlso: `%s`.\n", strings.Join(c.Aliases, "`, `"))
		}
		if c.LocalFlags().HasAvailableFlags() {
			b.WriteString("\n")
			writeFlags(b, c.LocalNonPersistentFlags())
		}
	}
}

// writeText writes a help text, with its indented lines as code.
func writeText(b *strings.Builder, text string) {
	blank, fenced := false, false
	for line := range strings.Lines(text) {
		if line == "\n" {
			blank = true
			continue
		}
		code := strings.HasPrefix(line, "  ")
		if fenced && !code {
			b.WriteString("```\n")
		}
		if blank {
			b.WriteString("\n")
		}
		if code && !fenced {
			b.WriteString("```\n")
		}
		blank, fenced = false, code
		b.WriteString(strings.TrimPrefix(line, "  "))
	}
	if fenced {
		b.WriteString("```\n")
	}
}

func writeFlags(b *strings.Builder, flags *pflag.FlagSet) {
	b.WriteString("| option | |\n|---|---|\n")
	flags.VisitAll(func(f *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		switch f.DefValue {
		case "", "false", "[]", "0":
		default:
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(b, "| `%s` | %s |\n", strings.TrimSpace(name+" "+value), usage)
	})
}
