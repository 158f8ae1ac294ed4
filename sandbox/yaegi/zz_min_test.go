package yaegi_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sdk"

	"github.com/picloud/picloud/sandbox/yaegi"
)

// minimises a refused source
func TestMin(t *testing.T) {
	data, err := os.ReadFile(os.Getenv("MIN"))
	if err != nil {
		t.Skip()
	}
	want := os.Getenv("WANT")
	e := yaegi.New()
	bad := func(lines []string) bool {
		if want == "hang" {
			p, err := e.Compile(strings.Join(lines, "\n"))
			if err != nil {
				return false
			}
			in, err := p.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
			if err != nil {
				return false
			}
			done := make(chan bool, 1)
			go in.Call(sandbox.NewMeter(sandbox.Limits{}, nil), &sandbox.Invocation{Request: corpusRequest()}, func(*sdk.Response, error) { done <- true })
			select {
			case <-done:
				return false
			case <-time.After(700*time.Millisecond):
				return true
			}
		}
		d := e.Check(strings.Join(lines, "\n"))
		return len(d) > 0 && d[0].Code == "unsupported" && strings.Contains(d[0].Message, want)
	}
	lines := strings.Split(string(data), "\n")
	for size := 40; size >= 1; {
		changed := false
		for i := 0; i+size <= len(lines); i++ {
			try := append(append([]string{}, lines[:i]...), lines[i+size:]...)
			if bad(try) {
				lines = try
				changed = true
				i--
			}
		}
		if !changed {
			size /= 2
		}
	}
	t.Log("\n" + strings.Join(lines, "\n"))
}
