package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/coreos/go-systemd/v22/unit"
)

const unitFile = "deploy/systemd/picloud.service"

// service parses the unit: what each section says, by its directive.
func service(t *testing.T) map[string]map[string][]string {
	t.Helper()
	options, err := unit.DeserializeOptions(strings.NewReader(text(t, unitFile)))
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]map[string][]string{}
	for _, o := range options {
		if sections[o.Section] == nil {
			sections[o.Section] = map[string][]string{}
		}
		sections[o.Section][o.Name] = append(sections[o.Section][o.Name], o.Value)
	}
	return sections
}

// systemd passes over what it does not know, so that a directive with a slip in
// its name protects nothing.
func TestUnit_SaysOnlyWhatSystemdKnows(t *testing.T) {
	t.Parallel()
	known := map[string][]string{}
	section := ""
	for line := range strings.Lines(text(t, "deploy/testdata/directives.txt")) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			continue
		}
		known[section] = append(known[section], line)
	}
	for section, directives := range service(t) {
		for name := range directives {
			if !slices.Contains(known[section], name) {
				t.Errorf("%s= is nothing that [%s] may say", name, section)
			}
		}
	}
}

func TestUnit_IsTight(t *testing.T) {
	t.Parallel()
	said := service(t)["Service"]
	for name, want := range map[string]string{
		"Type":                   "notify",
		"User":                   "picloud",
		"KillMode":               "mixed",    // workers end what they run
		"OOMPolicy":              "continue", // a worker that the kernel kills is no end
		"Delegate":               "yes",
		"NoNewPrivileges":        "yes",
		"CapabilityBoundingSet":  "CAP_NET_BIND_SERVICE",
		"AmbientCapabilities":    "CAP_NET_BIND_SERVICE",
		"ProtectSystem":          "strict",
		"ProtectHome":            "yes",
		"PrivateTmp":             "yes",
		"PrivateDevices":         "yes",
		"RestrictNamespaces":     "yes",
		"MemoryDenyWriteExecute": "yes",
		"StateDirectory":         "picloud",
		"SystemCallErrorNumber":  "EPERM",
	} {
		if got := said[name]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s=%v, want %s", name, got, want)
		}
	}
	// Before version 253 of systemd, @system-service lacks what a worker raises
	// its filter and Landlock with.
	filter := strings.Fields(strings.Join(said["SystemCallFilter"], " "))
	for _, call := range []string{"@system-service", "seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"} {
		if !slices.Contains(filter, call) {
			t.Errorf("SystemCallFilter=%v lacks %s", filter, call)
		}
	}
}

func TestUnit_ReloadsWhatItRuns(t *testing.T) {
	t.Parallel()
	said := service(t)["Service"]
	run, reload := strings.Fields(said["ExecStart"][0]), strings.Fields(said["ExecReload"][0])
	if run[1] != "run" || reload[1] != "reload" || run[0] != reload[0] || !slices.Contains(run, reload[3]) {
		t.Errorf("ExecStart=%v, ExecReload=%v", run, reload)
	}
	if exec := said["ExecPaths"]; !slices.Equal(exec, run[:1]) {
		t.Errorf("ExecPaths=%v, and what is started is %s", exec, run[0])
	}
}

// The unit lets the program load no library, so that one which was built with C
// does not start.
func TestUnit_RunsWhatThePagesBuild(t *testing.T) {
	t.Parallel()
	build := regexp.MustCompile(`(?m)^.*go build .*\./cmd/picloud.*$`)
	found := 0
	for _, page := range []string{"docs/how-to/build.md", "docs/how-to/deploy.md"} {
		for _, line := range build.FindAllString(text(t, page), -1) {
			found++
			if !strings.HasPrefix(line, "CGO_ENABLED=0 ") {
				t.Errorf("%s: %q makes a binary that may want libraries", page, line)
			}
		}
	}
	if found == 0 {
		t.Error("no page builds a server")
	}
}

// Where systemd is installed, it has the last word.
func TestUnit_IsVerifiedBySystemd(t *testing.T) {
	t.Parallel()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	folder := t.TempDir()
	// It wants the program to be there.
	content := strings.ReplaceAll(text(t, unitFile), "/usr/local/bin/picloud", binary)
	file := filepath.Join(folder, "picloud.service")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", file).CombinedOutput()
	for line := range strings.Lines(string(output)) {
		// Other units of the machine are not of interest.
		if strings.Contains(line, "picloud.service") {
			t.Error(strings.TrimSpace(line))
		}
	}
	if err != nil {
		t.Errorf("systemd-analyze: %v\n%s", err, output)
	}
}
