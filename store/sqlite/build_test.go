package sqlite

import (
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
)

func TestAtLeast_ComparesVersions(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"3.51.3": true, "3.51.10": true, "3.52.0": true, "4.0.0": true, "3.100.0": true,
		"3.51.2": false, "3.50.9": false, "2.99.99": false, "": false, "three": false,
	} {
		if got := atLeast(version, minVersion); got != want {
			t.Errorf("%q: got %v", version, got)
		}
	}
}

func TestLibcMismatch_IsFound(t *testing.T) {
	t.Parallel()
	deps := func(driver, libc string) []*debug.Module {
		return []*debug.Module{{Path: "example.com/x", Version: "v1.0.0"}, {Path: driverModule, Version: driver}, {Path: libcModule, Version: libc}}
	}
	for _, test := range []struct{ driver, libc, want string }{
		{driverVersion, libcVersion, ""},
		{driverVersion, "v9.9.9", "v9.9.9"},
		{"v9.0.0", "v9.9.9", ""}, // which it may want
	} {
		if got := libcMismatch(deps(test.driver, test.libc)); got != test.want {
			t.Errorf("driver %s with libc %s: got %q, want %q", test.driver, test.libc, got, test.want)
		}
	}
	replaced := deps(driverVersion, "v9.9.9")
	replaced[2].Replace = &debug.Module{Path: libcModule, Version: libcVersion}
	if got := libcMismatch(replaced); got != "" {
		t.Errorf("replaced: got %q", got)
	}
}

// The constants follow the module's requirements, by hand.
func TestDriverVersions_AreThoseOfTheModule(t *testing.T) {
	t.Parallel()
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command")
	}
	out, err := exec.CommandContext(t.Context(), goTool, "list", "-m", "-f", "{{.Version}} {{.GoMod}}", driverModule).Output()
	if err != nil {
		t.Fatal(err)
	}
	version, path, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	if version != driverVersion {
		t.Errorf("driverVersion is %s, want %s", driverVersion, version)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(libcModule + ` (v\S+)`).FindStringSubmatch(string(content)); found == nil || found[1] != libcVersion {
		t.Errorf("libcVersion is %s, want %v", libcVersion, found)
	}
	out, err = exec.CommandContext(t.Context(), goTool, "list", "-m", "-f", "{{.Version}}", libcModule).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != libcVersion {
		t.Errorf("the build has %s %s, want %s", libcModule, got, libcVersion)
	}
}
