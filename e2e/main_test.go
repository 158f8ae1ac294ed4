package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
	dir, err := os.MkdirTemp("", "picloud-e2e-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if binary, err = filepath.Abs(filepath.Join(dir, "picloud")); err != nil {
		return 0, err
	}
	build := exec.Command("go", "build", "-o", binary, "./cmd/picloud")
	build.Dir = repository
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return 0, err
	}
	return m.Run(), nil
}
