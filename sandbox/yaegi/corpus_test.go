package yaegi_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi"
	"github.com/picloud/picloud/sdk"
)

// The corpus in testdata/lang pins the language. NAME.go is a script and
// NAME.golden what the real Go tools make of it: the response of Handle on one
// fixed request, its error or panic, or the first diagnostic of the type
// checker. `go test -run Corpus -update` writes the goldens and refused.txt.
var update = flag.Bool("update", false, "write the goldens of testdata/lang and what is refused")

const (
	corpusDir  = "testdata/lang"
	modulePath = "github.com/picloud/picloud"
	// nativeMain stands in for package main in the programs that the real
	// compiler builds, because package main cannot be imported.
	nativeMain = "zmainz"
	// hangAfter is when a program that should take milliseconds has hung.
	hangAfter = time.Minute
)

// corpusNames lists the programs.
func corpusNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpusDir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 600 {
		t.Fatalf("only %d programs in %s", len(files), corpusDir)
	}
	names := make([]string, 0, len(files))
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".go"))
	}
	return names
}

func readCorpus(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpusDir, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestCorpus_EngineAgreesWithGo runs every program through the engine: it
// gives what the golden says, or Check refuses it with a position and a
// reason, and then refused.txt says so. What only shows when the script runs,
// such as the type of a value that is printed, may end it in a panic that says
// what is not supported; refused.txt has these too.
func TestCorpus_EngineAgreesWithGo(t *testing.T) {
	refused := readRefused(t)
	got := map[string]string{}
	for _, name := range corpusNames(t) {
		t.Run(name, func(t *testing.T) {
			if reason := runCorpusProgram(t, name); reason != "" {
				got[name] = reason
			}
		})
	}
	if *update {
		writeRefused(t, got)
		return
	}
	for name := range refused {
		if got[name] == "" {
			t.Errorf("%s: refused.txt has it, but it is not refused any more: run with -update", name)
		}
	}
	for name, reason := range got {
		if was := refused[name]; was != reason {
			t.Errorf("%s: refused as %q, refused.txt has %q", name, reason, was)
		}
	}
}

// runCorpusProgram checks one program and runs it unless it is refused; the
// reason for that is returned.
func runCorpusProgram(t *testing.T, name string) string {
	t.Helper()
	source, golden := readCorpus(t, name+".go"), readCorpus(t, name+".golden")
	engine := yaegi.New()
	diagnostics := refusals(engine, source)
	for _, d := range diagnostics {
		if d.Line < 1 || d.Column < 1 || d.Message == "" || d.Code == "" || d.Severity == "" {
			t.Errorf("incomplete diagnostic: %+v", d)
		}
		noInternals(t, d.Message)
	}
	invalid := strings.HasPrefix(golden, "invalid ") && !strings.Contains(golden, "could not import")
	if len(diagnostics) > 0 {
		d := diagnostics[0]
		if invalid {
			line := strings.Split(source, "\n")[d.Line-1]
			got := invalidGolden(d.Line, byteColumn(line, d.Column), d.Message)
			if got != golden && !sameAtEnd(got, golden) {
				t.Errorf("diagnostic %q, Go has %q", got, golden)
			}
			return ""
		}
		if golden == "no entry point\n" {
			if d.Code != "entry_point" {
				t.Errorf("code %s for a bad entry point: %s", d.Code, d.Message)
			}
			return ""
		}
		return fmt.Sprintf("%s:%d", d.Code, d.Line)
	}
	if invalid || golden == "no entry point\n" {
		t.Fatalf("accepted, but Go has %q", golden)
	}
	got, err := runEngine(t, engine, source)
	if err != nil {
		t.Fatal("accepted by Check, but: ", err)
	}
	noInternals(t, got)
	if text, ok := strings.CutPrefix(got, "panic: "); ok && strings.Contains(text, "not supported") {
		return "panic: " + strings.TrimSpace(text)
	}
	if got != golden && !sameBoundsError(got, golden) {
		t.Errorf("wrong answer: the engine gives\n%s\nGo gives\n%s", got, golden)
	}
	return ""
}

// runEngine runs a program that Check accepts and renders how it ended as the
// goldens do.
func runEngine(t *testing.T, engine *yaegi.Engine, source string) (string, error) {
	t.Helper()
	program, err := engine.Compile(source)
	if err != nil {
		return "", fmt.Errorf("compile: %w", err)
	}
	instance, err := program.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
	if err != nil {
		return "", fmt.Errorf("instantiate: %w", err)
	}
	defer instance.Close()
	type answer struct {
		response *sdk.Response
		err      error
	}
	answers := make(chan answer, 1)
	meter := sandbox.NewMeter(sandbox.Limits{}, nil)
	go instance.Call(meter, &sandbox.Invocation{Request: corpusRequest()}, func(r *sdk.Response, err error) {
		answers <- answer{r, err}
	})
	var a answer
	select {
	case a = <-answers:
	case <-time.After(hangAfter):
		return "", errors.New("it hangs")
	}
	if failed, ok := errors.AsType[*sandbox.HandleError](a.err); ok {
		return runGolden(nil, failed.Message, ""), nil
	}
	if panicked, ok := errors.AsType[*sandbox.PanicError](a.err); ok {
		return runGolden(nil, "", panicked.Message), nil
	}
	if a.err != nil {
		return "", fmt.Errorf("call: %w", a.err)
	}
	return runGolden(a.response, "", ""), nil
}

// sameBoundsError reports whether two panics are the same but for the index
// and length, which the engine does not know.
func sameBoundsError(got, golden string) bool {
	got = strings.TrimSpace(got)
	return strings.HasPrefix(got, "panic: runtime error: ") && strings.HasSuffix(got, "out of range") && strings.HasPrefix(golden, got+" [")
}

// sameAtEnd reports whether two diagnostics are the same but for where the end
// of a file is: behind the last line, or on a line of its own.
func sameAtEnd(got, golden string) bool {
	_, got, _ = strings.Cut(got, ": ")
	_, golden, _ = strings.Cut(golden, ": ")
	return got == golden && strings.Contains(got, "found 'EOF'")
}

// noInternals fails when a text that users see speaks of the interpreter.
func noInternals(t *testing.T, text string) {
	t.Helper()
	for _, word := range []string{"reflect:", "reflect.", "interp.", "yaegi", "CFG", "nil type", "valueInterface", "not known where"} {
		if strings.Contains(text, word) {
			t.Errorf("speaks of the interpreter (%s): %s", word, text)
		}
	}
}

// byteColumn turns a column in UTF-16 units into one in bytes, as Go counts.
func byteColumn(line string, column int) int {
	units := 1
	for i, r := range line {
		if units >= column {
			return i + 1
		}
		units += max(utf16.RuneLen(r), 1)
	}
	return len(line) + column - units + 1
}

// readRefused reads refused.txt: a line for each program that is refused, with
// the code and the line of the first diagnostic, or with the panic.
func readRefused(t *testing.T) map[string]string {
	t.Helper()
	refused := map[string]string{}
	data, err := os.ReadFile(filepath.Join(corpusDir, "refused.txt"))
	if err != nil && !*update {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if name, reason, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			refused[name] = reason
		}
	}
	return refused
}

func writeRefused(t *testing.T, refused map[string]string) {
	t.Helper()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(refused)) {
		fmt.Fprintf(&b, "%s %s\n", name, refused[name])
	}
	if err := os.WriteFile(filepath.Join(corpusDir, "refused.txt"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// corpusRequest is the request that every program answers.
func corpusRequest() *sdk.Request {
	return &sdk.Request{
		Method:   http.MethodPost,
		Host:     "example.test",
		Path:     "/greet/alice/x/y",
		Params:   map[string]string{"name": "alice"},
		Query:    url.Values{"lang": {"en"}, "tag": {"a", "b"}},
		Rest:     "x/y",
		Header:   http.Header{"User-Agent": {"corpus/1"}, "Content-Type": {"application/json"}},
		Body:     []byte(`{"name":"bob","items":[{"sku":"a","qty":2,"price":1.5},{"sku":"b","qty":1,"price":10}],"flag":true}`),
		RemoteIP: "192.0.2.7",
	}
}

// runGolden renders how a program ended.
func runGolden(resp *sdk.Response, failure, panicked string) string {
	switch {
	case panicked != "":
		return "panic: " + panicked + "\n"
	case failure != "":
		return "error: " + failure + "\n"
	case resp == nil:
		return "no response\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", resp.Status)
	for _, key := range slices.Sorted(maps.Keys(resp.Header)) {
		fmt.Fprintf(&b, "%s: %s\n", key, strings.Join(resp.Header[key], ", "))
	}
	fmt.Fprintf(&b, "\n%s\n", resp.Body)
	return b.String()
}

// refusals is what keeps a source from being saved.
func refusals(engine *yaegi.Engine, source string) []sandbox.Diagnostic {
	return slices.DeleteFunc(engine.Check(source), func(d sandbox.Diagnostic) bool { return d.Severity == sandbox.SeverityWarning })
}
