package deploy

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// caddyfile is a Caddyfile and what its process finds in its environment.
type caddyfile struct {
	name    string
	content string
	env     []string // the variables that whoever starts it sets
}

// variables are those that a Caddyfile reads.
var variables = regexp.MustCompile(`\{\$(\w+)(?::[^}]*)?\}|\{env\.(\w+)\}`)

// secretFile is a file with a secret, as Docker and Kubernetes mount it.
var secretFile = regexp.MustCompile(`\{file\.(/run/secrets/[^}]*)\}`)

// caddyfiles are all that PiCloud is deployed with.
func caddyfiles(t *testing.T) []caddyfile {
	t.Helper()
	development, production := compose(t, "compose.yaml"), compose(t, "compose.production.yaml")
	k8s := loadCluster(t)
	list := []caddyfile{
		{name: "deploy/caddy/container.Caddyfile"},
		{name: "deploy/caddy/development.Caddyfile", env: environment(development.Services["picloud"])},
		{name: "deploy/caddy/production.Caddyfile", env: environment(production.Services["picloud"])},
		{name: "deploy/systemd/Caddyfile"},
	}
	for i := range list {
		list[i].content = text(t, list[i].name)
	}
	for _, d := range k8s.workloads {
		list = append(list, caddyfile{
			name:    "deploy/kubernetes for " + d.Name,
			content: k8s.config(t, d),
			env:     podEnvironment(d),
		})
	}
	return list
}

// variableNames are those of an environment.
func variableNames(env []string) []string {
	var names []string
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	return names
}

func TestCaddyfiles_AreAllTested(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*/*Caddyfile")
	if err != nil {
		t.Fatal(err)
	}
	var tested []string
	for _, c := range caddyfiles(t) {
		tested = append(tested, c.name)
	}
	for _, file := range files {
		if name := "deploy/" + filepath.ToSlash(file); !slices.Contains(tested, name) {
			t.Errorf("%s is not tested", name)
		}
	}
}

func TestCaddyfiles_AreAcceptedByTheServer(t *testing.T) {
	t.Parallel()
	for _, c := range caddyfiles(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			home, file := accept(t, c)
			if output := caddy(t, home, c.env, "fmt", "--diff", file); strings.Contains(output, "\n+") || strings.Contains(output, "\n-") {
				t.Errorf("caddy fmt would change:\n%s", output)
			}
		})
	}
}

// accept has the server validate a Caddyfile. Validating reads what the config
// names, so secrets are put where a test may put them.
func accept(t *testing.T, c caddyfile) (home, file string) {
	t.Helper()
	home = t.TempDir()
	content := c.content
	for _, match := range secretFile.FindAllStringSubmatch(content, -1) {
		value := "0123456789abcdef0123456789abcdef\n"
		if strings.HasSuffix(match[1], "_url") {
			value = "postgres://picloud:secret@database.example.com:5432/picloud?sslmode=verify-full\n"
		}
		secret := filepath.Join(home, path.Base(match[1]))
		if err := os.WriteFile(secret, []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
		content = strings.ReplaceAll(content, match[1], filepath.ToSlash(secret))
	}
	file = filepath.Join(home, "Caddyfile")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if output := caddy(t, home, c.env, "validate", "--config", file); !strings.Contains(output, "Valid configuration") {
		t.Errorf("%s: caddy validate says:\n%s", c.name, output)
	}
	return home, file
}

// Without its variables a Caddyfile is another one than was meant.
func TestCaddyfiles_FindTheirVariables(t *testing.T) {
	t.Parallel()
	for _, c := range caddyfiles(t) {
		content := withoutComments(c.content)
		set := variableNames(c.env)
		for _, name := range named(variables, content) {
			if !slices.Contains(set, name) {
				t.Errorf("%s reads %s, which nothing sets", c.name, name)
			}
		}
		for _, name := range set {
			if !strings.Contains(content, name) {
				t.Errorf("%s does not read %s, which is set for it", c.name, name)
			}
		}
	}
}

// The dashboard makes links to routes with the base URL. On its own host no route
// answers.
func TestCaddyfiles_LinksLeadToRoutes(t *testing.T) {
	t.Parallel()
	said := regexp.MustCompile(`(?m)^\s*(public_base_url|admin_host) (?:https?://)?(\S+)`)
	found := 0
	for _, c := range caddyfiles(t) {
		hosts := map[string]string{}
		for _, option := range said.FindAllStringSubmatch(withoutComments(c.content), -1) {
			hosts[option[1]] = option[2]
		}
		admin, base := hosts["admin_host"], hosts["public_base_url"]
		if admin == "" {
			continue
		}
		found++
		if base == "" || base == admin {
			t.Errorf("%s: links to routes lead to %q, and the dashboard's host is %q", c.name, base, admin)
		}
	}
	if found == 0 {
		t.Error("no Caddyfile keeps a host for the dashboard")
	}
}

// withoutComments leaves the lines of a Caddyfile that are none.
func withoutComments(content string) string {
	var lines []string
	for line := range strings.Lines(content) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// caddy runs the binary with nothing but the given environment, and returns
// what it says.
func caddy(t *testing.T, home string, env []string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = append([]string{"HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CONFIG_HOME=" + home}, env...)
	cmd.Dir = home
	output, err := cmd.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(output))
}
