package e2e

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fence is a fenced block of a Markdown file: its language, if it has one, and
// its content.
var fence = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")

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
		if saved := submatch(t, "Save this as `([^`]+)`", readme); saved != file {
			t.Errorf("%s is saved and %s is pushed", saved, file)
		}
		sh.write(t, path.Base(file), blocks["go"][0])
		sh.run(t, 0, "scripts", "push", path.Base(file))
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

// The tutorial is followed on a data folder in which the dashboard has made its
// first script.
func TestTutorial(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"curl", "openssl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	s := start(t, setup{})
	sh := s.shell(t)
	sh.write(t, "hello.go", textSource("hello"))
	sh.run(t, 0, "scripts", "push", "hello.go")
	sh.run(t, 0, "routes", "add", "hello", "/hello/:name")

	bin := t.TempDir()
	if err := os.Symlink(binary, filepath.Join(bin, "caddy")); err != nil {
		t.Fatal(err)
	}
	s.write(t, filepath.Join(s.home, ".curlrc"), "silent\n") // it shows its progress where no terminal is
	_, port, _ := strings.Cut(s.public, ":")
	env := append(sh.env, "PATH="+bin+":"+os.Getenv("PATH"), "TZ=UTC", "site=http://localhost:"+port)

	page := readFile(t, filepath.Join(repository, "docs", "tutorial", "first-api.md"))
	name := regexp.MustCompile("(?i)save (?:this|it) as `([^`]+)`")
	output, compared := "", 0
	blocks := fence.FindAllStringSubmatchIndex(page, -1)
	for i, at := range blocks {
		language, content := page[at[2]:at[3]], page[at[4]:at[5]]
		switch {
		case language == "go":
			names := name.FindAllStringSubmatch(page[:at[0]], -1)
			sh.write(t, names[len(names)-1][1], content)
		case language != "sh", strings.Contains(content, "go build"), strings.Contains(content, "export PATH"), strings.Contains(content, "--follow"):
		default:
			if ids := executionIDs.FindAllString(output, -1); ids != nil {
				content = executionIDs.ReplaceAllLiteralString(content, ids[len(ids)-1])
			}
			cmd := exec.CommandContext(t.Context(), "sh", "-c", content)
			cmd.Dir, cmd.Env = sh.folder, env
			printed, _ := cmd.CombinedOutput() // a refusal is one of the lessons
			output = string(printed)
			if next := blocks[i+1]; page[next[2]:next[3]] == "" || page[next[2]:next[3]] == "json" {
				compared++
				if got, want := anyTime(output), anyTime(page[next[4]:next[5]]); got != want {
					t.Errorf("want\n%s\ngot\n%s\nfrom\n%s", want, got, content)
				}
			}
		}
	}
	if compared < 15 {
		t.Errorf("%d commands were compared with what the page says", compared)
	}
}

var executionIDs = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// anyTime leaves out of what a command prints what differs from run to run:
// ids, times, the port and the name of the machine, and the columns they make.
func anyTime(printed string) string {
	for _, differs := range []struct{ pattern, as string }{
		{executionIDs.String(), "ID"},
		{`\d{4}-\d\d-\d\d`, "DATE"},
		{`\d\d:\d\d:\d\d(\.\d+)?`, "TIME"},
		{`\d+\.\d ms`, "TOOK"},
		{`localhost:\d+`, "SITE"},
		{`(?m)^node .*$`, "node NAME"},
		{` +`, " "},
	} {
		printed = regexp.MustCompile(differs.pattern).ReplaceAllLiteralString(printed, differs.as)
	}
	return strings.TrimSpace(printed)
}

// What these pages say to type is typed in the root of a clone, which is a
// package: a script there would break every build from then on.
func TestPages_KeepScriptsOutOfTheClone(t *testing.T) {
	t.Parallel()
	script := regexp.MustCompile(`[^\s'"<]+\.go\b`)
	found := 0
	for _, page := range []string{"README.md", "CONTRIBUTING.md", "docs/how-to/build.md", "docs/how-to/deploy.md"} {
		for _, block := range fence.FindAllStringSubmatch(readFile(t, filepath.Join(repository, page)), -1) {
			if block[1] != "sh" {
				continue
			}
			for _, file := range script.FindAllString(block[2], -1) {
				found++
				if !path.IsAbs(file) {
					t.Errorf("%s has the script %s in the root of the clone", page, file)
				}
			}
		}
	}
	if found < 2 {
		t.Errorf("want scripts on these pages, got %d", found)
	}
}

func submatch(t *testing.T, pattern, text string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("want %s in:\n%s", pattern, text)
	}
	return found[1]
}
