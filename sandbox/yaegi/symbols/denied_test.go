package symbols

import (
	"flag"
	goimporter "go/importer"
	"go/token"
	"os"
	"strings"
	"testing"
)

var updateDenied = flag.Bool("update-denied", false, "write denied.txt")

// denied.txt is what the compiler's packages have and ours do not.
func TestDenied_ListsWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	compiler := goimporter.ForCompiler(token.NewFileSet(), "gc", nil)
	var b strings.Builder
	for _, p := range Packages() {
		if p == sdkPath {
			continue
		}
		want, err := compiler.Import(p)
		if err != nil {
			t.Fatal(err)
		}
		got, err := NewImporter().Import(p)
		if err != nil {
			t.Fatal(err)
		}
		line := p
		for _, name := range want.Scope().Names() {
			if token.IsExported(name) && got.Scope().Lookup(name) == nil {
				line += " " + name
			}
		}
		if line != p {
			b.WriteString(line + "\n")
		}
	}
	if *updateDenied {
		if err := os.WriteFile("denied.txt", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != deniedText {
		t.Errorf("denied.txt is out of date: run go test -run Denied -update-denied. It should be\n%s", b.String())
	}
}

func TestDenied_SaysWhatToUse(t *testing.T) {
	t.Parallel()
	if got := Denied("time", "After"); !strings.Contains(got, "time.After is not available") || !strings.Contains(got, "time.Sleep") {
		t.Errorf("time.After: %q", got)
	}
	if got := Denied("time", "Nowhere"); got != "" {
		t.Errorf("a name that there is not: %q", got)
	}
}
