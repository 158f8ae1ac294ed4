package e2e

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCommands_SecondServerOnTheSameDataWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "greet", greetSource, "/greet/:name")

	second := *s
	second.public, second.admin = address(freePort(t)), address(freePort(t))
	file := filepath.Join(s.home, "second.Caddyfile")
	s.write(t, file, s.caddyfile(t, second.public, second.admin))
	second.process = execute(t, s.env(s.home), "run", "--config", file)
	defer second.end(t)
	eventually(t, "the second answers", func() bool {
		a, err := second.do(http.MethodGet, second.site("/greet/alice"), nil)
		return err == nil && a.status == http.StatusServiceUnavailable
	})
	contains(t, second.output.String(), s.data(), "in use by another")

	s.get(t, "/greet/alice").wantBody(t, `{"name":"alice","q":""}`)
	s.api(t, http.MethodPost, "/scripts", object{"name": "more", "source": textSource("more")}).want(t, http.StatusCreated)

	s.terminate(t)
	eventually(t, "the second takes over", func() bool { return second.get(t, "/healthz").status == http.StatusOK })
	second.get(t, "/greet/alice").wantBody(t, `{"name":"alice","q":""}`)
}

func TestCommands_BesideARunningServer(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "greet", greetSource, "/greet/:name")
	s.get(t, "/greet/alice").want(t, http.StatusOK)
	s.logs(t, nil)
	before := files(t, s.data())

	t.Run("validate", func(t *testing.T) {
		s.run(t, "validate", "--config", s.config()).succeeds(t)
	})
	t.Run("adapt", func(t *testing.T) {
		p := s.run(t, "adapt", "--config", s.config(), "--validate")
		p.succeeds(t)
		contains(t, p.output.String(), `"handler":"picloud"`, `"driver":"sqlite"`, `"kind":"process"`)
	})
	t.Run("validate refuses what is wrong, with its place", func(t *testing.T) {
		wrong := filepath.Join(s.home, "wrong.Caddyfile")
		s.write(t, wrong, s.caddyfile(t, s.public, s.admin, edit{"max_log_lines 100", "max_log_lions 100"}))
		s.run(t, "validate", "--config", wrong).fails(t, "wrong.Caddyfile:", "max_log_lions")
	})
	if after := files(t, s.data()); !slices.Equal(before, after) {
		t.Errorf("want the data untouched:\n%s\ngot:\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	s.get(t, "/greet/alice").want(t, http.StatusOK)

	t.Run("validate makes no data folder", func(t *testing.T) {
		home := t.TempDir()
		p := execute(t, s.env(home), "validate", "--config", s.config())
		p.wait(t)
		p.succeeds(t)
		if _, err := os.Stat(filepath.Join(home, "data", "caddy", "picloud")); !os.IsNotExist(err) {
			t.Errorf("want no data folder, got %v", err)
		}
	})
}

func TestCommands_ListModules(t *testing.T) {
	t.Parallel()
	p := execute(t, os.Environ(), "list-modules")
	p.wait(t)
	p.succeeds(t)
	modules := strings.Fields(p.output.String())
	for _, module := range []string{
		"picloud", "http.handlers.picloud", "admin.api.picloud", "picloud.stores.sqlite", "picloud.executors.local", "picloud.executors.process",
		"http.handlers.file_server", "caddy.adapters.caddyfile",
	} {
		if !slices.Contains(modules, module) {
			t.Errorf("want the module %s in:\n%s", module, p.output)
		}
	}
}

// files lists the files of a folder with their size and time.
func files(t *testing.T, folder string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		list = append(list, fmt.Sprint(path, " ", info.Size(), " ", info.ModTime()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
