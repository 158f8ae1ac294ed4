package sandboxtest_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/sandboxtest"
	"github.com/picloud/picloud/sandbox/yaegi"
)

func TestLocal_PassesTheSuite(t *testing.T) {
	sandboxtest.Run(t, sandboxtest.Harness{
		New:    func(testing.TB) sandbox.Executor { return local.New(yaegi.New(), local.Options{}) },
		Cannot: localCannot(),
	})
}

// localCannot are the cases that an executor in the server's own process
// cannot contain.
func localCannot() map[string]string {
	const (
		checker = "the type checker takes time without end over it, and nothing in this process can interrupt it"
		doubles = "memory is looked at every 2 ms, and a text that doubles is faster than that on a busy machine"
	)
	return map[string]string{
		"source: structs that double":             checker,
		"source: structs that double, by pointer": checker,
		"source: generics that expand":            checker,

		"memory: append that doubles":     doubles,
		"memory: a string that doubles":   doubles,
		"amplification: base64 of base64": doubles,
		"amplification: hex of hex":       doubles,
		"amplification: url.QueryEscape":  doubles,
	}
}

func TestLocal_CannotWhatTheDocumentationSays(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/explanation/isolation.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, match := range regexp.MustCompile("`([a-z]+: [^`]+)`").FindAllSubmatch(text, -1) {
		documented = append(documented, string(match[1]))
	}
	slices.Sort(documented)
	if cases := slices.Sorted(maps.Keys(localCannot())); !slices.Equal(documented, cases) {
		t.Errorf("the documentation lists\n%q, and the suite leaves out\n%q", documented, cases)
	}
}
