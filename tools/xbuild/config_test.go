package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseConfig_TakesEveryKindOfKey(t *testing.T) {
	t.Parallel()
	b, err := parseConfig([]byte(`{
		"caddy_version": "v2.11.9",
		"plugins": [{"module_path": "example.com/a", "version": "v1.0.0"}, {"module_path": "example.com/b"}],
		"replacements": [{"old": "example.com/a@v1.0.0", "new": "../a"}],
		"os": "linux", "arch": "arm64", "cgo": true,
		"build_flags": "-trimpath", "skip_cleanup": true,
		"timeout_get": "90s", "timeout_build": 1500000000
	}`))
	if err != nil {
		t.Fatal(err)
	}
	if b.CaddyVersion != "v2.11.9" || b.OS != "linux" || b.Arch != "arm64" || !b.Cgo || b.BuildFlags != "-trimpath" || !b.SkipCleanup {
		t.Errorf("plain keys were not taken over: %+v", b)
	}
	if len(b.Plugins) != 2 || b.Plugins[0].String() != "example.com/a@v1.0.0" || b.Plugins[1].String() != "example.com/b" {
		t.Errorf("plugins = %v", b.Plugins)
	}
	if len(b.Replacements) != 1 || b.Replacements[0].Old != "example.com/a@v1.0.0" || b.Replacements[0].New != "../a" {
		t.Errorf("replacements = %v", b.Replacements)
	}
	if b.TimeoutGet != 90*time.Second || b.TimeoutBuild != 1500*time.Millisecond {
		t.Errorf("timeouts = %v, %v; want 1m30s, 1.5s", b.TimeoutGet, b.TimeoutBuild)
	}
}

func TestParseConfig_RefusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ in, want string }{
		"an unknown key":           {`{"caddy": "v2.11.9"}`, `unknown field "caddy"`},
		"an unknown nested key":    {`{"plugins": [{"path": "x"}]}`, `unknown field "path"`},
		"a wrong type":             {`{"plugins": "x"}`, "cannot unmarshal string"},
		"a duration without unit":  {`{"timeout_get": "90"}`, "missing unit"},
		"a duration as a fraction": {`{"timeout_build": 1.5}`, "whole number of nanoseconds, not 1.5"},
		"a second document":        {`{} {}`, "more than one JSON value"},
		"text after the document":  {`{} x`, "more than one JSON value"},
		"an empty file":            {``, "EOF"},
		"a plugin without path":    {`{"plugins": [{"version": "v1.0.0"}]}`, "plugins[0]: module_path is missing"},
		"half a replacement":       {`{"replacements": [{"old": "example.com/a"}]}`, "replacements[0]: old and new are both needed"},
		"an embed without folder":  {`{"embed_dir": [{"name": "site"}]}`, "embed_dir[0]: dir is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parseConfig([]byte(tt.in))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want it to contain %q", err, tt.want)
			}
		})
	}
}

func TestReadConfig_ResolvesPathsAgainstTheFilesFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "build.json")
	absolute := filepath.Join(folder, "elsewhere")
	err := os.WriteFile(file, []byte(`{
		"replacements": [
			{"old": "example.com/here", "new": "."},
			{"old": "example.com/below", "new": "./below"},
			{"old": "example.com/beside", "new": "../beside"},
			{"old": "example.com/fixed", "new": "`+filepath.ToSlash(absolute)+`"},
			{"old": "example.com/fork", "new": "example.com/other@v1.2.3"}
		],
		"embed_dir": [{"dir": "site", "name": "www"}]
	}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}

	b, err := readConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range b.Replacements {
		got = append(got, string(r.New))
	}
	want := []string{
		folder,
		filepath.Join(folder, "below"),
		filepath.Join(filepath.Dir(folder), "beside"),
		filepath.ToSlash(absolute),
		"example.com/other@v1.2.3",
	}
	if !slices.Equal(got, want) {
		t.Errorf("replacements = %q\nwant %q", got, want)
	}
	if len(b.EmbedDirs) != 1 || b.EmbedDirs[0].Dir != filepath.Join(folder, "site") || b.EmbedDirs[0].Name != "www" {
		t.Errorf("embedded folders = %v", b.EmbedDirs)
	}
}

func TestReadConfig_NamesTheFileInErrors(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "build.json")
	if err := os.WriteFile(file, []byte(`{"plugin": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readConfig(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("error = %v, want it to name %s", err, file)
	}
}

// The repository's own build description must follow the module: the same
// Caddy that the tests ran with, and PiCloud from this tree.
func TestXcaddyJSON_BuildsThisTreeWithTheCaddyOfGoMod(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	b, err := readConfig(filepath.Join(root, "xcaddy.json"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "github.com/caddyserver/caddy/v2 " + b.CaddyVersion + "\n"; !strings.Contains(string(mod), want) {
		t.Errorf("xcaddy.json builds Caddy %s, but go.mod requires another version", b.CaddyVersion)
	}
	if len(b.Plugins) != 1 || len(b.Replacements) != 1 {
		t.Fatalf("%d plugins and %d replacements, want one of each", len(b.Plugins), len(b.Replacements))
	}
	if old := string(b.Replacements[0].Old); b.Plugins[0].String() != old {
		t.Errorf("plugin %s is not the module that is replaced, %s", b.Plugins[0], old)
	}
	if got := string(b.Replacements[0].New); got != root {
		t.Errorf("PiCloud is taken from %s, want %s", got, root)
	}
}

func TestRun_RefusesBadArguments(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a stray argument": {[]string{"build"}, `unexpected argument "build"`},
		"an unknown flag":  {[]string{"-with", "x"}, "flag provided but not defined"},
		"a missing file":   {[]string{"-config", filepath.Join(t.TempDir(), "none.json")}, "none.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), tt.args, new(bytes.Buffer))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want it to contain %q", err, tt.want)
			}
		})
	}
}
