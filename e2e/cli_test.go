package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// shell runs `caddy picloud` commands.
type shell struct {
	folder string
	env    []string
}

// shell returns one on the server's machine.
func (s *server) shell(t *testing.T) *shell {
	t.Helper()
	return &shell{folder: t.TempDir(), env: append(s.env(s.home), "CADDY_ADMIN="+s.admin)}
}

// said is what a command has printed.
type said struct {
	command  string
	out, err string
}

// run runs a command and wants it to end with a code.
func (sh *shell) run(t *testing.T, code int, args ...string) said {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, append([]string{"picloud"}, args...)...)
	cmd.Dir, cmd.Env = sh.folder, sh.env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	got := said{command: "picloud " + strings.Join(args, " "), out: out.String(), err: errs.String()}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", got.command, err)
	}
	if cmd.ProcessState.ExitCode() != code {
		t.Fatalf("%s: want exit code %d, got %d\n%s%s", got.command, code, cmd.ProcessState.ExitCode(), got.out, got.err)
	}
	return got
}

// says wants texts in what was printed.
func (s said) says(t *testing.T, texts ...string) said {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(s.out+s.err, text) {
			t.Errorf("%s: want %q in\n%s%s", s.command, text, s.out, s.err)
		}
	}
	return s
}

// write writes a file of the shell's folder.
func (sh *shell) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(sh.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// threeScripts writes a folder of three scripts.
func (sh *shell) threeScripts(t *testing.T) {
	t.Helper()
	sh.write(t, "site/greet.go", greetSource)
	sh.write(t, "site/hello/hello.go", textSource("hello"))
	sh.write(t, "site/hello/hello_test.go", "package main\n")
	sh.write(t, "site/plain.go", textSource("plain"))
	sh.write(t, "site/picloud.json", `{"scripts": [
		{"name": "greet", "timeout_ms": 700, "routes": ["GET /greet/:name"]},
		{"name": "hello", "description": "says hello", "routes": ["/hello", {"path": "/hello", "host": "*.example.com"}]}
	]}`)
}

func TestCLI_PushesAFolderAndGoesBack(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	sh := s.shell(t)
	sh.threeScripts(t)

	t.Run("a dry run only shows the plan", func(t *testing.T) {
		sh.run(t, 0, "scripts", "push", "site", "--dry-run").says(t, "+ create script greet", "+ create script hello", "+ create script plain")
		sh.run(t, 0, "scripts", "list").says(t, "there are no scripts")
	})
	t.Run("all of it is live at once", func(t *testing.T) {
		sh.run(t, 0, "scripts", "push", "site").says(t, "done: 3 scripts created, 3 routes created")
		s.get(t, "/greet/ann").wantBody(t, `{"name":"ann","q":""}`)
		s.get(t, "/hello").wantBody(t, "hello")
		s.get(t, "/hello", "Host", "a.example.com").wantBody(t, "hello")
		sh.run(t, 0, "scripts", "list").says(t, "700 ms", "says hello")
	})
	t.Run("pushing twice changes nothing", func(t *testing.T) {
		got := sh.run(t, 0, "scripts", "push", "site").says(t, "nothing to change")
		if strings.Contains(got.out, "update") || strings.Contains(got.out, "create") {
			t.Errorf("want no changes, got\n%s", got.out)
		}
		sh.run(t, 0, "scripts", "versions", "greet").says(t, "1        live")
	})
	t.Run("an edit is an update of what was edited", func(t *testing.T) {
		sh.write(t, "site/hello/hello.go", textSource("bye"))
		got := sh.run(t, 0, "scripts", "push", "site").says(t, "~ update script hello  (source)", "= unchanged script greet", "done: 1 script updated")
		if strings.Contains(got.out, "+ create") {
			t.Errorf("want nothing created, got\n%s", got.out)
		}
		s.get(t, "/hello").wantBody(t, "bye")
	})
	t.Run("a folder with a broken script changes nothing", func(t *testing.T) {
		sh.write(t, "site/hello/hello.go", strings.Replace(textSource("x"), "return", "retrun", 1))
		sh.write(t, "site/plain.go", textSource("changed"))
		sh.run(t, 3, "scripts", "push", "site").says(t, filepath.Join("site", "hello", "hello.go")+":", "^", "error: ")
		sh.run(t, 0, "scripts", "versions", "plain").says(t, "1        live")
		sh.write(t, "site/plain.go", textSource("plain"))
	})
	t.Run("nor does one with a conflict", func(t *testing.T) {
		sh.write(t, "site/hello/hello.go", textSource("bye"))
		sh.write(t, "site/other.go", textSource("other"))
		sh.write(t, "site/picloud.json", `{"scripts": [{"name": "other", "routes": ["GET /greet/:who"]}]}`)
		sh.run(t, 5, "scripts", "push", "site").says(t, "in the way: GET /greet/:name", "both match: GET ")
		sh.run(t, 3, "scripts", "get", "other")
	})
	t.Run("rollback", func(t *testing.T) {
		sh.run(t, 0, "scripts", "rollback", "hello").says(t, "hello: version 1 is live; it was version 2")
		s.get(t, "/hello").wantBody(t, "hello")
		sh.run(t, 0, "scripts", "rollback", "hello", "2")
		s.get(t, "/hello").wantBody(t, "bye")
		sh.run(t, 1, "scripts", "rollback", "greet").says(t, "no version before version 1")
	})
	t.Run("prune removes what is not in the folder, when it is told so", func(t *testing.T) {
		sh.threeScripts(t)
		for _, name := range []string{"site/plain.go", "site/other.go"} {
			if err := os.Remove(filepath.Join(sh.folder, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
		sh.run(t, 0, "scripts", "push", "site")
		sh.run(t, 2, "scripts", "push", "site", "--prune").says(t, "- delete script plain", "--yes")
		sh.run(t, 0, "scripts", "push", "site", "--prune", "--yes").says(t, "done: 1 script deleted")
		sh.run(t, 3, "scripts", "get", "plain")
	})
}

func TestCLI_Scripts(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	sh := s.shell(t)
	sh.write(t, "greet.go", greetSource)
	sh.write(t, "broken.go", "package main\n\nfunc Handle() {\n\toops\n}\n")

	sh.run(t, 0, "scripts", "push", "greet.go").says(t, "+ created greet: version 1 is live")
	sh.run(t, 3, "scripts", "push", "broken.go", "--name", "greet").says(t, "broken.go:4:2: undefined: oops\n    4 |     oops\n      |     ^~~~\n")
	sh.run(t, 0, "routes", "add", "greet", "GET /greet/:name")
	sh.run(t, 5, "routes", "add", "greet", "/greet/:other").says(t, "in the way: GET /greet/:name", "both match: GET ")
	s.get(t, "/greet/bob").wantBody(t, `{"name":"bob","q":""}`)
	sh.run(t, 0, "routes", "match", "/greet/eve").says(t, "greet answers", `name = "eve"`)
	sh.run(t, 1, "routes", "match", "DELETE", "/greet/eve").says(t, "405")

	sh.run(t, 0, "test", "greet", "--url", "/greet/zoe?lang=de").says(t, "200 OK", `{"name":"zoe","q":"de"}`, "greeting name=zoe")
	sh.run(t, 0, "test", "greet.go", "--param", "name=kim").says(t, `"name":"kim"`)
	sh.run(t, 3, "test", "broken.go").says(t, "undefined: oops")

	var logs struct {
		Items []struct {
			ID   string `json:"id"`
			Path string `json:"path"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(sh.run(t, 0, "logs", "--script", "greet", "--json").out), &logs); err != nil {
		t.Fatal(err)
	}
	if len(logs.Items) != 1 || logs.Items[0].Path != "/greet/bob" {
		t.Fatalf("want one execution, since test runs are none, got %+v", logs)
	}
	sh.run(t, 0, "logs", logs.Items[0].ID).says(t, "greet, version 1", "greeting name=bob")
	sh.run(t, 0, "scripts", "rm", "greet").says(t, "removed greet")
	s.get(t, "/greet/bob").want(t, http.StatusNotFound)
}

func TestCLI_ExportsAndImports(t *testing.T) {
	t.Parallel()
	from, to := start(t, setup{}), start(t, setup{})
	source, target := from.shell(t), to.shell(t)
	source.threeScripts(t)
	source.run(t, 0, "scripts", "push", "site")
	file := filepath.Join(source.folder, "all.json")
	source.run(t, 0, "export", file).says(t, "wrote 3 scripts")
	target.run(t, 0, "import", file).says(t, "done: 3 scripts created, 3 routes created")
	target.run(t, 0, "import", file).says(t, "nothing to change")
	to.get(t, "/greet/ann").wantBody(t, `{"name":"ann","q":""}`)
	if there, here := source.run(t, 0, "export").out, target.run(t, 0, "export").out; there != here {
		t.Errorf("want the same export with the same ids\nwant %s\ngot %s", there, here)
	}
}

func TestCLI_SpeaksToTheSiteWithAToken(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	sh := s.shell(t)
	token := strings.TrimSpace(sh.run(t, 0, "token", "create", "reader", "--scope", "read").out)
	sh.run(t, 0, "token", "create", "writer", "--scope", "write", "-o", "writer.token")

	away := &shell{folder: sh.folder, env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "PICLOUD_SERVER=http://" + s.public}}
	reader := &shell{folder: sh.folder, env: append(slices.Clone(away.env), "PICLOUD_TOKEN="+token)}
	away.write(t, "greet.go", greetSource)
	away.run(t, 6, "scripts", "list").says(t, "$PICLOUD_TOKEN")
	reader.run(t, 0, "scripts", "list")
	reader.run(t, 6, "scripts", "push", "greet.go").says(t, "write")
	away.run(t, 0, "scripts", "push", "greet.go", "--token-file", "writer.token").says(t, "created greet")
	// A body long enough to be compressed on the way.
	away.write(t, "greet.go", greetSource+strings.Repeat("// more\n", 200))
	away.run(t, 0, "scripts", "push", "greet.go", "--token-file", "writer.token").says(t, "version 2 is live")
	away.run(t, 0, "scripts", "rollback", "greet", "--token-file", "writer.token").says(t, "version 1 is live")
	reader.run(t, 0, "status").says(t, "token reader (read)", "http://"+s.public)
	away.run(t, 6, "token", "list", "--token-file", "writer.token").says(t, "admin")

	sh.run(t, 0, "token", "rm", "reader")
	reader.run(t, 6, "scripts", "list")
}

func TestCLI_FollowsTheLogAcrossAReload(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "greet", greetSource, "/greet/:name")
	p := execute(t, append(s.env(s.home), "CADDY_ADMIN="+s.admin), "picloud", "logs", "--follow")
	count := func(path string) int { return strings.Count(p.output.String(), path) }
	// What is asked before the tail is there is no part of it.
	eventually(t, "the tail shows executions", func() bool {
		s.get(t, "/greet/first")
		return count("/greet/first") > 0
	})
	s.reload(t, edit{"max_log_lines 100", "max_log_lines 99"}).succeeds(t)
	s.get(t, "/greet/second")
	eventually(t, "the tail goes on after a reload", func() bool { return count("/greet/second") > 0 })
	p.signal(t, os.Interrupt)
	p.wait(t)
	if code := p.command.ProcessState.ExitCode(); code != 130 {
		t.Errorf("want it to end with 130 on Ctrl-C, got %d:\n%s", code, p.output)
	}
	if n := count("/greet/second"); n != 1 {
		t.Errorf("want it shown once, got %d:\n%s", n, p.output)
	}
}

func TestCLI_ServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	sh := &shell{folder: t.TempDir(), env: []string{"HOME=" + t.TempDir(), "CADDY_ADMIN=" + address(freePort(t))}}
	sh.run(t, 4, "status").says(t, "cannot reach")
	sh.run(t, 2, "status", "--bogus").says(t, "usage: caddy picloud status")
	sh.run(t, 2, "nothing").says(t, "usage:")
}

func TestCLI_DevelopsAFolderThatInitMade(t *testing.T) {
	t.Parallel()
	sh := &shell{folder: t.TempDir(), env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}}
	sh.run(t, 0, "init", "new")
	at := address(freePort(t))
	s := &server{public: at, client: &http.Client{Timeout: patience}}
	p := execute(t, sh.env, "picloud", "dev", filepath.Join(sh.folder, "new", "greet"), "--listen", at)
	eventually(t, "the script answers", func() bool {
		a, err := s.do(http.MethodGet, s.site("/greet/ann"), nil)
		return err == nil && a.status == http.StatusOK && string(a.body) == `{"greeting":"Hello, ann!"}`
	})
	s.client.CloseIdleConnections()
	p.signal(t, syscall.SIGINT)
	p.wait(t)
	if code := p.command.ProcessState.ExitCode(); code != 130 {
		t.Errorf("want it to end with 130 on Ctrl-C, got %d:\n%s", code, p.output)
	}
	contains(t, p.output.String(), "GET /greet/:name", "ready", "200 ok", "greeting name=ann")
}
