package sdk_test

import (
	"archive/zip"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	modulePath    = "github.com/picloud/picloud"
	moduleVersion = "v1.1.0" // any: it is published to the test alone
)

// publish lays out a module proxy that knows this module and no other one.
func publish(t *testing.T) string {
	t.Helper()
	proxy := t.TempDir()
	dir := filepath.Join(proxy, filepath.FromSlash(modulePath), "@v")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("list", []byte(moduleVersion+"\n"))
	write(moduleVersion+".info", []byte(`{"Version":"`+moduleVersion+`","Time":"2026-11-23T00:00:00Z"}`))
	write(moduleVersion+".mod", mod)

	archive, err := os.Create(filepath.Join(dir, moduleVersion+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(archive)
	add := func(name string, content []byte) error {
		f, err := w.Create(modulePath + "@" + moduleVersion + "/" + name)
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		return err
	}
	err = add("go.mod", mod)
	if err == nil {
		err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return add("sdk/"+filepath.ToSlash(path), content)
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return proxy
}

// fence is a fenced block of a Markdown file: its language and its content.
var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// blocks returns the fenced blocks of a page in one language.
func blocks(t *testing.T, page, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(page))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
		if m[1] == language {
			found = append(found, m[2])
		}
	}
	return found
}

// machine is one that has nothing but Go and the proxy of publish.
type machine struct {
	folder string
	env    []string
}

func newMachine(t *testing.T, files map[string]string) machine {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the go command")
	}
	m := machine{folder: t.TempDir()}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(m.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m.env = append(os.Environ(), "GOPROXY=file://"+filepath.ToSlash(publish(t)), "GOMODCACHE="+t.TempDir(), "GOFLAGS=-modcacherw",
		"GOSUMDB=off", "GOPRIVATE=", "GONOPROXY=", "GONOSUMDB=", "GOWORK=off", "GOTOOLCHAIN=local", "GO111MODULE=")
	m.run(t, "go mod init example.com/scripts")
	return m
}

// run runs a command of the go tool and returns what it prints.
func (m machine) run(t *testing.T, command string, more ...string) string {
	t.Helper()
	args := append(strings.Fields(command), more...)
	if args[0] != "go" {
		t.Fatalf("%s is not a command of go", command)
	}
	cmd := exec.CommandContext(t.Context(), "go", args[1:]...)
	cmd.Dir, cmd.Env = m.folder, m.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, out)
	}
	return string(out)
}

// What the page on testing tells to do works on a machine that has nothing but
// Go: go get fetches this module and no other one, and a script with its test
// compiles nothing but the SDK and the standard library.
func TestModule_GoGetOfTheSDKPullsNothingElse(t *testing.T) {
	t.Parallel()
	const page = "../docs/how-to/testing.md"
	code, shell := blocks(t, page, "go"), blocks(t, page, "sh")
	if len(code) != 2 || len(shell) != 3 {
		t.Fatalf("%s has %d blocks of Go and %d of shell", page, len(code), len(shell))
	}
	m := newMachine(t, map[string]string{"script.go": code[0], "script_test.go": code[1]})
	for command := range strings.Lines(shell[1]) {
		m.run(t, command)
	}
	if out := m.run(t, "go test -v ."); strings.Count(out, "--- PASS") != 2 {
		t.Errorf("the tests of the page: %s", out)
	}
	sum, err := os.ReadFile(filepath.Join(m.folder, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(sum)) {
		if !strings.HasPrefix(line, modulePath+" ") {
			t.Errorf("go.sum names another module: %s", line)
		}
	}
	compiled := m.run(t, "go list -deps -test -f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".")
	if !strings.Contains(compiled, modulePath+"/sdk\n") {
		t.Errorf("the SDK is not compiled: %s", compiled)
	}
	for path := range strings.Lines(compiled) {
		path, _, _ = strings.Cut(strings.TrimSpace(path), " ")
		if path != "" && !strings.HasPrefix(path, modulePath+"/sdk") && !strings.HasPrefix(path, "example.com/scripts") {
			t.Errorf("%s is compiled for a script", path)
		}
	}
}

// The script at the head of the reference does what it looks like.
func TestModule_TheScriptOfTheReferenceRuns(t *testing.T) {
	t.Parallel()
	code := blocks(t, "../docs/reference/sdk.md", "go")
	m := newMachine(t, map[string]string{"script.go": code[0], "script_test.go": `package main

import (
	"testing"

	"github.com/picloud/picloud/sdk/sdktest"
)

func TestHandle(t *testing.T) {
	for body, status := range map[string]int{
		"":                               400,
		"{\"item\": \"tea\"}":              422,
		"{\"item\": \"tea\", \"count\": 2}": 201,
	} {
		if got := sdktest.Run(t, Handle, sdktest.Request{Body: body}); got.Status != status {
			t.Errorf("%s: got %d, want %d", body, got.Status, status)
		}
	}
}
`})
	m.run(t, "go get "+modulePath+"/sdk")
	m.run(t, "go mod tidy")
	m.run(t, "go vet .")
	m.run(t, "go test .")
}
