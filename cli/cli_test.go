package cli

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"nothing"},
		{"scripts", "nothing"},
		{"scripts", "list", "more"},
		{"scripts", "get"},
		{"scripts", "list", "--nothing"},
		{"routes", "add", "greet"},
		{"routes", "rm"},
		{"routes", "rm", "greet"},
		{"routes", "match", "GET", "/", "more"},
		{"routes", "match", "/", "-H", "none"},
		{"routes", "check", "no-path"},
		{"routes", "check", "GET /x", "--method", "POST"},
		{"routes", "check", "a.example/x", "--host", "b.example"},
		{"routes", "check", "https://example.com/x"},
		{"logs", "no-id"},
		{"logs", "--limit", "0"},
		{"logs", "--since", "yesterday"},
		{"logs", "-f", greetID},
		{"logs", "-f", "--since", "1h"},
		{"test", "x", "--param", "none"},
		{"test", "x", "--header", "none"},
		{"token", "create", "x", "--scope", "all"},
		{"token", "create", "x", "--expires", "2020-01-01T00:00:00Z"},
		{"token", "create", "x", "--expires", "soon"},
		{"import"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			r := f.command(t, args...).want(t, ExitUsage, "error: ", "usage: caddy picloud")
			if sent := f.sent(""); len(sent) != 0 {
				t.Errorf("want nothing asked of the server, got %+v", sent)
			}
			if r.out != "" {
				t.Errorf("want nothing on standard output, got %s", r.out)
			}
		})
	}
}

func TestUsage_GroupsExplainThemselves(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.command(t).want(t, 0, "Available Commands", "scripts", "status")
	f.command(t, "routes").want(t, 0, "match")
}

func TestArity(t *testing.T) {
	t.Parallel()
	for use, want := range map[string][2]int{
		"list":                    {0, 0},
		"list [SCRIPT]":           {0, 1},
		"add SCRIPT ROUTE":        {2, 2},
		"rollback NAME [VERSION]": {1, 2},
		"rm ID...":                {1, -1},
		"rm [ID...]":              {0, -1},
		"push FILE|FOLDER":        {1, 1},
	} {
		if least, most := arity(use); [2]int{least, most} != want {
			t.Errorf("%s: want %v, got %d and %d", use, want, least, most)
		}
	}
}

func TestInterrupted_EndsWith130(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	ctx, cancel := context.WithCancel(t.Context())
	f.mux.HandleFunc("GET /scripts", func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	host := strings.TrimPrefix(f.URL, "http://")
	root := &cobra.Command{Use: "picloud"}
	Attach(root, Config{Endpoint: func(string) (Endpoint, error) {
		return Endpoint{Network: "tcp", Address: host, Host: host}, nil
	}})
	var text strings.Builder
	root.SetArgs([]string{"scripts", "list"})
	root.SetErr(&text)
	err := root.ExecuteContext(ctx)
	exit, ok := errors.AsType[*ExitError](err)
	if !ok || exit.Code != ExitInterrupted || text.Len() != 0 {
		t.Errorf("want silence and code %d, got %v and %q", ExitInterrupted, err, text.String())
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain\ttext\n":    "plain\ttext\n",
		"é 😀 日本":           "é 😀 日本",
		"e\u0301":          "e\u0301",
		"\x1b]0;title\x07": `\x1b]0;title\a`,
		"a\rb":             `a\rb`,
		"\u202egnp.exe":    `\u202egnp.exe`,
		"\u009b1m":         `\u009b1m`,
	} {
		if got := clean(in); got != want {
			t.Errorf("%q: want %q, got %q", in, want, got)
		}
	}
}

func TestCompletion_OffersScripts(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet(), object{"name": "other", "description": "greets too"}))
	complete := func(args ...string) string {
		return f.with(t, setting{root: "__complete"}, args...).want(t, 0).out
	}
	equal(t, "scripts", "greet\tsays hello\n:4\n", complete("scripts", "get", "gr"))
	equal(t, "scripts and files", "greet\tsays hello\n:0\n", complete("test", "gr"))
	equal(t, "files", ":0\n", complete("scripts", "push", ""))
	equal(t, "nothing", ":4\n", complete("token", "rm", ""))
	f.Close()
	equal(t, "without a server", ":4\n", complete("scripts", "get", ""))
}

// full is an output without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestOutput_ThatCannotBeWrittenIsAFailure(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /export", http.StatusOK, exported)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("GET /scripts/"+greetID, http.StatusOK, greet())
	for _, args := range [][]string{{"export"}, {"scripts", "list"}, {"scripts", "get", "greet"}} {
		f.with(t, setting{out: full{}}, args...).want(t, ExitFailed, "no space left on device")
	}
}
