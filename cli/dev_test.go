package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

func localExecutor(*slog.Logger) (sandbox.Executor, error) {
	return local.New(yaegi.New(), local.Options{}), nil
}

const devSource = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) any {
	ctx.Log.Info("asked", "name", ctx.Request.Params["name"])
	return "one"
}
`

// developing is a dev command that runs.
type developing struct {
	lines chan string
	code  chan int
	stop  context.CancelFunc
}

func develop(t *testing.T, args ...string) *developing {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	root, parent := &cobra.Command{Use: "caddy"}, &cobra.Command{Use: "picloud"}
	root.AddCommand(parent)
	Attach(parent, Config{Executor: localExecutor})
	reader, writer := io.Pipe()
	root.SetOut(writer)
	root.SetErr(writer)
	root.SetArgs(append([]string{"picloud", "dev", "--listen", "127.0.0.1:0"}, args...))
	d := &developing{lines: make(chan string, 1000), code: make(chan int, 1), stop: cancel}
	go func() {
		err := root.ExecuteContext(ctx)
		if exit, ok := errors.AsType[*ExitError](err); ok {
			d.code <- exit.Code
		} else {
			d.code <- 0
		}
		_ = writer.Close() // never fails
	}()
	go func() {
		defer close(d.lines)
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			d.lines <- lines.Text()
		}
	}()
	t.Cleanup(cancel)
	return d
}

// until returns the next line that holds a text.
func (d *developing) until(t *testing.T, text string) string {
	t.Helper()
	deadline := time.After(time.Minute)
	var seen []string
	for {
		select {
		case line, ok := <-d.lines:
			if !ok {
				t.Fatalf("it ended without %q:\n%s", text, strings.Join(seen, "\n"))
			}
			seen = append(seen, line)
			if strings.Contains(line, text) {
				return line
			}
		case <-deadline:
			t.Fatalf("no line has %q:\n%s", text, strings.Join(seen, "\n"))
		}
	}
}

func get(t *testing.T, url string, status int, text string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status || !strings.Contains(string(body), text) {
		t.Errorf("%s: want %d with %q, got %d %s, %v", url, status, text, response.StatusCode, body, err)
	}
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
}

func TestDev_ServesAnewOnEachSave(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{
		"greet/greet.go": devSource,
		manifestName:     `{"scripts": [{"name": "greet", "routes": ["GET /greet/:name"]}]}`,
	})
	file := filepath.Join(folder, "greet", "greet.go")
	save := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := develop(t, filepath.Join(folder, "greet"))
	_, site, _ := strings.Cut(d.until(t, " on http://"), " on ")
	d.until(t, "GET /greet/:name")
	d.until(t, "ready")
	get(t, site+"/greet/ann", http.StatusOK, "one")
	d.until(t, "200 ok")
	d.until(t, "asked name=ann")
	get(t, site+"/other", http.StatusNotFound, "no route")
	d.until(t, "404 not run")

	save(strings.Replace(devSource, `"one"`, `one`, 1))
	d.until(t, "greet.go:7:9: undefined: one")
	d.until(t, "^~~")
	d.until(t, "would not run")
	get(t, site+"/greet/ann", http.StatusInternalServerError, "undefined: one")

	save(strings.Replace(devSource, `"one"`, `"two"`, 1))
	d.until(t, "ready")
	get(t, site+"/greet/ann", http.StatusOK, "two")

	d.stop()
	if code := <-d.code; code != ExitInterrupted {
		t.Errorf("want code %d, got %d", ExitInterrupted, code)
	}
}

func TestDev_TakesOneOfSeveralScriptsInAFolder(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{
		"x/a.go": devSource, "x/b.go": devSource, "y/c.go": devSource, "y/d.go": devSource,
		manifestName: `{"scripts": [{"name": "a", "file": "x/a.go", "routes": ["/a"]}, {"name": "b", "file": "x/b.go"}]}`,
	})
	d := develop(t, filepath.Join(folder, "x", "a.go"))
	_, site, _ := strings.Cut(d.until(t, " on http://"), " on ")
	d.until(t, "ready")
	get(t, site+"/a", http.StatusOK, "one")
	get(t, site+"/b", http.StatusNotFound, "")
	execute(t, setting{}, "dev", filepath.Join(folder, "x")).want(t, ExitFailed, "holds 2 scripts: name the file of one, such as "+filepath.Join(folder, "x", "a.go"))
}

func TestDev_TakesRoutesFromItsOptions(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{"x.go": devSource})
	d := develop(t, filepath.Join(folder, "x.go"), "--route", "GET /a/:name", "--route", "/b")
	_, site, _ := strings.Cut(d.until(t, " on http://"), " on ")
	d.until(t, "ready")
	get(t, site+"/a/x", http.StatusOK, "one")
	get(t, site+"/b", http.StatusOK, "one")
	get(t, site+"/c", http.StatusNotFound, "")
}

func TestDev_Refused(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{
		"x.go": devSource, "none/readme": "", "bad/x.go": devSource, "bad/" + manifestName: "{",
		"guard/x.go": devSource, "guard/" + manifestName: `{"scripts": [{"name": "x", "routes": [{"path": "/", "guard": "+"}]}]}`,
	})
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"missing.go"}, ExitFailed, "no such file"},
		{[]string{"none"}, ExitFailed, "holds no script"},
		{[]string{"bad/x.go"}, ExitFailed, "picloud.json:1:"},
		{[]string{"guard/x.go"}, ExitFailed, "the guard of the route /"},
		{[]string{"x.go", "--route", "x"}, ExitUsage, "has no path"},
		{[]string{"x.go", "--route", "/{x}"}, ExitFailed, "the route /{x}"},
		{[]string{"x.go", "--listen", "nowhere"}, ExitFailed, "--listen names another"},
	} {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			t.Parallel()
			args := append([]string{"dev", filepath.Join(folder, test.args[0])}, test.args[1:]...)
			execute(t, setting{}, args...).want(t, test.code, test.want)
		})
	}
}
