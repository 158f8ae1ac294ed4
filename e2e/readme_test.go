package e2e

import (
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
	readme := readFile(t, filepath.Join(repository, "README.md"))
	for _, found := range fence.FindAllStringSubmatch(readme, -1) {
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
		s := start(t, setup{})
		sh := s.shell(t)
		steps := blocks["sh"][2]
		file := submatch(t, `picloud scripts push (\S+)`, steps)
		add := regexp.MustCompile(`picloud routes add (\w+) '([^']+)'`).FindStringSubmatch(steps)
		if add == nil {
			t.Fatalf("want a route in:\n%s", steps)
		}
		sh.write(t, file, blocks["go"][0])
		sh.run(t, 0, "scripts", "push", file)
		sh.run(t, 0, "routes", "add", add[1], add[2])
		s.get(t, submatch(t, `curl 'http://localhost:8000(/[^']+)'`, steps)).wantBody(t, strings.TrimSpace(blocks["json"][0]))
	})
	t.Run("what else it says to type is there", func(t *testing.T) {
		sh := &shell{folder: t.TempDir(), env: []string{"HOME=" + t.TempDir()}}
		for _, found := range regexp.MustCompile("`caddy picloud ([a-z]+ ?[a-z]*)").FindAllStringSubmatch(readme, -1) {
			words := strings.Fields(found[1])
			sh.run(t, 0, append(words[:min(2, len(words))], "--help")...)
		}
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
