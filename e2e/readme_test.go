package e2e

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fence is a fenced block of a Markdown file: its language and its content.
var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

func TestReadme(t *testing.T) {
	t.Parallel()
	blocks := map[string][]string{}
	for _, found := range fence.FindAllStringSubmatch(readFile(t, filepath.Join(repository, "README.md")), -1) {
		blocks[found[1]] = append(blocks[found[1]], found[2])
	}
	if len(blocks["sh"]) < 3 || len(blocks["go"]) < 1 || len(blocks["json"]) < 1 {
		t.Fatalf("want three blocks of shell, one of Go and one of JSON, got %q", blocks)
	}

	t.Run("the commands are the two that are promised", func(t *testing.T) {
		want := []string{"go run ./cmd/picloud run --config Caddyfile.example\n", "go test ./...\n"}
		if got := blocks["sh"][:2]; !slices.Equal(got, want) {
			t.Errorf("want %q, got %q", want, got)
		}
	})
	t.Run("the first script answers as it says", func(t *testing.T) {
		steps := blocks["sh"][2]
		name := submatch(t, `\{name: "(\w+)"`, steps)
		var input object
		if err := json.Unmarshal([]byte(submatch(t, `-d '(\{[^']+\})'`, steps)), &input); err != nil {
			t.Fatal(err)
		}
		target := submatch(t, `curl 'http://localhost:8000(/[^']+)'`, steps)

		s := start(t, setup{})
		s.bind(t, s.create(t, object{"name": name, "source": blocks["go"][0]}), input)
		s.call(t, http.MethodGet, target, nil).wantBody(t, strings.TrimSpace(blocks["json"][0]))
	})
}

func submatch(t *testing.T, pattern, text string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("want %s in:\n%s", pattern, text)
	}
	return found[1]
}
