package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestInit_MakesAFolderToPush(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "My Scripts")
	execute(t, setting{}, "init", folder).want(t, 0, "go.mod", manifestName, filepath.Join("greet", "greet_test.go"), "scripts push")
	f, err := readFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	b := f.bundle()
	if len(b.Scripts) != 1 || b.Scripts[0].Name != "greet" || len(b.Scripts[0].Routes) != 1 || b.Scripts[0].Routes[0].Path != "/greet/:name" {
		t.Errorf("want one script with its route, got %+v", b)
	}
	executor, err := localExecutor(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer executor.Close()
	if diagnostics, err := executor.Check(t.Context(), b.Scripts[0].Source); err != nil || len(diagnostics) != 0 {
		t.Errorf("want a script that runs, got %+v, %v", diagnostics, err)
	}
	content, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil || !strings.HasPrefix(string(content), "module my-scripts\n") {
		t.Errorf("want a module named after the folder, got %q, %v", content, err)
	}

	t.Run("and does not touch what is there", func(t *testing.T) {
		if err := os.Remove(filepath.Join(folder, "go.mod")); err != nil {
			t.Fatal(err)
		}
		execute(t, setting{}, "init", folder).want(t, ExitFailed, "is there already")
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); !os.IsNotExist(err) {
			t.Errorf("want nothing written, got %v", err)
		}
	})
}

func TestInit_RefusesWhatIsNoModule(t *testing.T) {
	t.Parallel()
	execute(t, setting{}, "init", t.TempDir(), "--module", "a b").want(t, ExitUsage)
}

func TestModuleName(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]string{"hello": "hello", "Ärger": "rger", ".": "scripts", "a b_c": "a-b_c", "…": "scripts"} {
		if got := moduleName(folder); got != want {
			t.Errorf("%q: want %q, got %q", folder, want, got)
		}
	}
}

func TestInit_RequiresTheSDKOfThisProgram(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"v1.2.3":      "module m\n\ngo 1.26.0\n\nrequire github.com/picloud/picloud v1.2.3\n",
		"v1.2.3-rc.1": "module m\n\ngo 1.26.0\n\nrequire github.com/picloud/picloud v1.2.3-rc.1\n",
		"devel":       "module m\n\ngo 1.26.0\n",
		"v0.0.0-20261123150405-0123456789ab+dirty": "module m\n\ngo 1.26.0\n",
		"v0.0.0-20261123150405-0123456789ab":       "module m\n\ngo 1.26.0\n",
	} {
		equal(t, version, want, goMod("m", version))
	}
}

// TestInit_ItsTestPasses runs the go command in a new folder, with a module
// that holds the SDK of this repository and nothing else.
func TestInit_ItsTestPasses(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds with the go command")
	}
	module := files(t, map[string]string{"go.mod": "module " + sdkModule + "\n\ngo 1.26.0\n"})
	if err := os.CopyFS(filepath.Join(module, "sdk"), os.DirFS("../sdk")); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "new")
	execute(t, setting{}, "init", folder).want(t, 0)
	run := func(args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOWORK=off")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, output)
		}
	}
	run("mod", "edit", "-replace", sdkModule+"="+module)
	run("mod", "tidy")
	run("vet", "./...")
	run("test", "./...")
}
