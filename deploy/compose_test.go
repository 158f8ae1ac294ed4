package deploy

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// interpolated are the variables that a file of Compose takes from .env.
var interpolated = regexp.MustCompile(`\$\{(\w+)`)

// settings are what an operator puts into .env.
func settings() types.Mapping {
	return types.Mapping{
		"PICLOUD_SITE":       "example.com",
		"PICLOUD_ADMIN_HOST": "admin.example.com",
	}
}

// compose loads a file of Compose as docker compose does: unknown keys, wrong
// types, references to what is not there and missing variables are errors.
func compose(t *testing.T, name string) *types.Project {
	t.Helper()
	project, err := load(t, name, settings())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return project
}

func load(t *testing.T, name string, env types.Mapping) (*types.Project, error) {
	t.Helper()
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	return loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir:  root,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(root, name)}},
		Environment: env,
	})
}

// environment returns a service's variables as NAME=value.
func environment(s types.ServiceConfig) []string {
	var env []string
	for name, value := range s.Environment {
		if value != nil {
			env = append(env, name+"="+*value)
		}
	}
	slices.Sort(env)
	return env
}

func composeFiles() []string { return []string{"compose.yaml", "compose.production.yaml"} }

func TestCompose_EveryServiceIsWatched(t *testing.T) {
	t.Parallel()
	for _, name := range composeFiles() {
		project := compose(t, name)
		if got := project.ServiceNames(); !slices.Equal(got, []string{"picloud", "postgres"}) {
			t.Errorf("%s has the services %v", name, got)
		}
		for _, s := range project.Services {
			if s.HealthCheck == nil || s.HealthCheck.Disable || len(s.HealthCheck.Test) < 2 || s.HealthCheck.Test[0] != "CMD" {
				t.Errorf("%s: %s has no health check that does without a shell", name, s.Name)
			}
		}
		if on := project.Services["picloud"].DependsOn["postgres"].Condition; on != types.ServiceConditionHealthy {
			t.Errorf("%s: picloud waits until postgres is %q", name, on)
		}
	}
}

// The port that is asked is one that the Caddyfile serves.
func TestCompose_HealthChecksAskWhereTheCaddyfileListens(t *testing.T) {
	t.Parallel()
	for _, name := range composeFiles() {
		service := compose(t, name).Services["picloud"]
		command := service.HealthCheck.Test
		if len(command) != 3 || command[1] != "/usr/bin/healthcheck" {
			t.Fatalf("%s: the health check is %q", name, command)
		}
		if !strings.Contains(text(t, mounted(t, service)), ":"+command[2]+" {") {
			t.Errorf("%s: the health check asks port %s, where %s serves nothing", name, command[2], mounted(t, service))
		}
	}
}

// mounted is the Caddyfile of a service.
func mounted(t *testing.T, s types.ServiceConfig) string {
	t.Helper()
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range s.Volumes {
		if v.Target == "/etc/picloud/Caddyfile" {
			if !v.ReadOnly {
				t.Errorf("%s may write its Caddyfile", s.Name)
			}
			name, err := filepath.Rel(root, v.Source)
			if err != nil {
				t.Fatal(err)
			}
			return filepath.ToSlash(name)
		}
	}
	t.Fatalf("%s mounts no Caddyfile", s.Name)
	return ""
}

func TestCompose_WhatIsMountedExists(t *testing.T) {
	t.Parallel()
	for _, name := range composeFiles() {
		for _, s := range compose(t, name).Services {
			for _, v := range s.Volumes {
				if v.Type != types.VolumeTypeBind {
					continue
				}
				if _, err := os.Stat(v.Source); err != nil {
					t.Errorf("%s: %s: %v", name, s.Name, err)
				}
			}
		}
	}
}

func TestCompose_DevelopmentIsForThisMachineOnly(t *testing.T) {
	t.Parallel()
	for _, s := range compose(t, "compose.yaml").Services {
		for _, p := range s.Ports {
			if p.HostIP != "127.0.0.1" {
				t.Errorf("%s publishes port %s on %q", s.Name, p.Published, p.HostIP)
			}
		}
	}
}

func TestCompose_ProductionIsTight(t *testing.T) {
	t.Parallel()
	project := compose(t, "compose.production.yaml")
	for _, s := range project.Services {
		if !s.ReadOnly {
			t.Errorf("%s may write its root", s.Name)
		}
		if !slices.Equal(s.CapDrop, []string{"ALL"}) {
			t.Errorf("%s drops %v", s.Name, s.CapDrop)
		}
		if !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may gain privileges: %v", s.Name, s.SecurityOpt)
		}
		if s.Restart != "unless-stopped" {
			t.Errorf("%s is restarted %q", s.Name, s.Restart)
		}
		if s.Privileged || s.Pid != "" || s.NetworkMode != "" || s.UserNSMode != "" {
			t.Errorf("%s shares namespaces of the host", s.Name)
		}
		for _, pair := range environment(s) {
			if name, value, _ := strings.Cut(pair, "="); strings.Contains(strings.ToUpper(name), "PASSWORD") && !strings.HasPrefix(value, "/run/secrets/") {
				t.Errorf("%s has a secret in its environment: %s", s.Name, name)
			}
		}
	}
	server, database := project.Services["picloud"], project.Services["postgres"]
	if len(server.CapAdd) > 0 {
		t.Errorf("picloud has the capabilities %v", server.CapAdd)
	}
	if len(database.Ports) > 0 {
		t.Error("the database is published")
	}
	for name := range database.Networks {
		if !project.Networks[name].Internal {
			t.Errorf("the database is in the network %s, which leads outside", name)
		}
	}
	// Requests that are under way may end before the container is killed.
	if grace := server.StopGracePeriod; grace == nil || *grace < types.Duration(40e9) {
		t.Errorf("picloud has %v to stop", grace)
	}
}

func TestCompose_SecretsAreInNoFileOfTheRepository(t *testing.T) {
	t.Parallel()
	project := compose(t, "compose.production.yaml")
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	ignored := ignores(t)
	for key, secret := range project.Secrets {
		name, err := filepath.Rel(root, secret.File)
		if err != nil || !strings.HasPrefix(filepath.ToSlash(name), "deploy/secrets/") {
			t.Errorf("the secret %s is in %s", key, secret.File)
			continue
		}
		if out, err := ignored.MatchesOrParentMatches(name); err != nil || !out {
			t.Errorf("%s would go into the image's build: %v", name, err)
		}
		if !strings.Contains(text(t, "docs/how-to/deploy.md"), filepath.ToSlash(name)) {
			t.Errorf("docs/how-to/deploy.md does not say how to make %s", name)
		}
	}
}

func TestCompose_EveryVariableIsDocumentedAndNamesItself(t *testing.T) {
	t.Parallel()
	guide := text(t, "docs/how-to/deploy.md")
	for _, name := range composeFiles() {
		for _, variable := range named(interpolated, text(t, name)) {
			if !strings.Contains(guide, variable) {
				t.Errorf("%s reads %s, which docs/how-to/deploy.md does not name", name, variable)
			}
			if strings.Contains(text(t, name), "${"+variable+":-") {
				continue // it has a default
			}
			env := settings()
			delete(env, variable)
			if _, err := load(t, name, env); err == nil || !strings.Contains(err.Error(), variable) {
				t.Errorf("%s without %s: %v", name, variable, err)
			}
		}
	}
}
