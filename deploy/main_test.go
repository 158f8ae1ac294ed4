package deploy

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// repository is the root of the repository.
const repository = ".."

// binary is the path of the binary under test, which TestMain sets.
var binary string

func TestMain(m *testing.M) {
	binary = os.Getenv("PICLOUD_BINARY")
	if binary != "" {
		os.Exit(m.Run())
	}
	code, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "building the binary:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

func buildAndRun(m *testing.M) (code int, err error) {
	dir, err := os.MkdirTemp("", "picloud-deploy-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	binary = filepath.Join(dir, "picloud")
	build := exec.Command("go", "build", "-o", binary, "./cmd/picloud")
	build.Dir = repository
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// text returns a file of the repository, named from its root.
func text(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// named returns what the pattern's groups match in a text, each once, in order.
func named(pattern *regexp.Regexp, in string) []string {
	var names []string
	for _, match := range pattern.FindAllStringSubmatch(in, -1) {
		for _, group := range match[1:] {
			if group != "" {
				names = append(names, group)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
