package yaegi

import (
	"go/format"
	"go/token"
	"os"
	"strings"
	"testing"
)

func TestDump(t *testing.T) {
	for _, f := range strings.Fields(os.Getenv("DUMP")) {
		b, _ := os.ReadFile(f)
		s := analyze(string(b))
		t.Log(s.report.sorted())
		s.prepare()
		var out strings.Builder
		format.Node(&out, token.NewFileSet(), s.file)
		t.Log(out.String())
	}
}
