package yaegi_test

import (
	"os"
	"testing"

	"github.com/picloud/picloud/sandbox/yaegi"
)

func TestTry(t *testing.T) {
	data, err := os.ReadFile(os.Getenv("TRY"))
	if err != nil {
		t.Skip()
	}
	e := yaegi.New()
	for _, d := range e.Check(string(data)) {
		t.Logf("%+v", d)
	}
	t.Log(runEngine(t, e, string(data)))
}
