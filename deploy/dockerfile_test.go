package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// stages parses the Dockerfile as docker build does. What its linter says is an
// error.
func stages(t *testing.T) []instructions.Stage {
	t.Helper()
	file, err := parser.Parse(strings.NewReader(text(t, "Dockerfile")))
	if err != nil {
		t.Fatal(err)
	}
	lint := linter.New(&linter.Config{
		Warn: func(rule, _, _, message string, at []parser.Range) {
			t.Errorf("Dockerfile: %s: %s at %v", rule, message, at)
		},
	})
	list, _, err := instructions.Parse(file.AST, lint)
	if err != nil {
		t.Fatal(err)
	}
	for _, warning := range file.Warnings {
		t.Errorf("Dockerfile: %s", warning.Short)
	}
	return list
}

func TestDockerfile_CopiesWhatIsThere(t *testing.T) {
	t.Parallel()
	ignored := ignores(t)
	all := stages(t)
	for i, stage := range all {
		for _, command := range stage.Commands {
			c, ok := command.(*instructions.CopyCommand)
			if !ok {
				continue
			}
			if c.From != "" {
				if at, ok := instructions.HasStage(all, c.From); !ok || at >= i {
					t.Errorf("%s copies from a stage that is not built before", c)
				}
				continue
			}
			for _, path := range c.SourcePaths {
				if _, err := os.Stat(filepath.Join(repository, path)); err != nil {
					t.Errorf("%s: %v", c, err)
				}
				if out, err := ignored.MatchesOrParentMatches(path); err != nil || out {
					t.Errorf("%s copies %s, which .dockerignore leaves out", c, path)
				}
			}
		}
	}
}

// What the image is, is said in its last stage.
func TestDockerfile_MakesAnImageThatIsNotRoots(t *testing.T) {
	t.Parallel()
	all := stages(t)
	last := all[len(all)-1]
	if last.BaseName != "scratch" {
		t.Errorf("the image is built on %s", last.BaseName)
	}
	var user, volumes, health []string
	var entry, arguments []string
	env := map[string]string{}
	for _, command := range last.Commands {
		switch c := command.(type) {
		case *instructions.RunCommand:
			t.Error("the image has no shell to run commands with")
		case *instructions.UserCommand:
			user = append(user, c.User)
		case *instructions.VolumeCommand:
			volumes = append(volumes, c.Volumes...)
		case *instructions.HealthCheckCommand:
			health = c.Health.Test
		case *instructions.EntrypointCommand:
			entry = c.CmdLine
		case *instructions.CmdCommand:
			arguments = c.CmdLine
		case *instructions.EnvCommand:
			for _, pair := range c.Env {
				env[pair.Key] = pair.Value
			}
		}
	}
	if len(user) != 1 {
		t.Fatalf("the users are %v", user)
	}
	// A number, so that Kubernetes can tell that it is not root.
	id, _, _ := strings.Cut(user[0], ":")
	if n, err := strconv.Atoi(id); err != nil || n == 0 {
		t.Errorf("the image runs as %s", user[0])
	}
	if !slices.Equal(volumes, []string{env["XDG_DATA_HOME"], env["XDG_CONFIG_HOME"]}) {
		t.Errorf("the volumes are %v, and Caddy's folders %v", volumes, env)
	}
	if len(health) != 3 || health[0] != "CMD" || health[1] != "/usr/bin/healthcheck" {
		t.Fatalf("the health check is %v", health)
	}
	if !strings.Contains(text(t, "deploy/caddy/container.Caddyfile"), "\n:"+health[2]+" {") {
		t.Errorf("the health check asks port %s, where the image's Caddyfile serves nothing", health[2])
	}
	if !slices.Equal(entry, []string{"/usr/bin/picloud"}) || !slices.Equal(arguments, []string{"run", "--config", "/etc/picloud/Caddyfile"}) {
		t.Errorf("the image runs %v %v", entry, arguments)
	}
}

// ignores reads .dockerignore.
func ignores(t *testing.T) *patternmatcher.PatternMatcher {
	t.Helper()
	patterns, err := ignorefile.ReadAll(strings.NewReader(text(t, ".dockerignore")))
	if err != nil {
		t.Fatal(err)
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		t.Fatal(err)
	}
	return matcher
}

// A tree that lacks a file is a modified one to git, and gives the build a
// version that says so.
func TestDockerignore_LeavesOutNothingThatIsTracked(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-z")
	list.Dir = repository
	output, err := list.Output()
	if err != nil {
		t.Skip("this is no clone:", err)
	}
	ignored := ignores(t)
	for name := range strings.SplitSeq(strings.TrimRight(string(output), "\x00"), "\x00") {
		if out, err := ignored.MatchesOrParentMatches(filepath.FromSlash(name)); err != nil || out {
			t.Errorf("%s is left out: %v", name, err)
		}
	}
}

func TestDockerignore_LeavesOutSecrets(t *testing.T) {
	t.Parallel()
	ignored := ignores(t)
	for _, name := range []string{".env", "deploy/.env", "deploy/secrets/database_url", "deploy/secrets/database_password", "dashboard/web/node_modules/x/y.js"} {
		if out, err := ignored.MatchesOrParentMatches(filepath.FromSlash(name)); err != nil || !out {
			t.Errorf("%s goes into the build: %v", name, err)
		}
	}
}
