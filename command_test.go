package picloud

import (
	"log/slog"
	"testing"

	caddycmd "github.com/caddyserver/caddy/v2/cmd"
	"github.com/spf13/cobra"

	"github.com/picloud/picloud/cli"
)

func TestCommand_IsPartOfCaddy(t *testing.T) {
	t.Parallel()
	c, ok := caddycmd.Commands()["picloud"]
	if !ok {
		t.Fatal("want the command picloud")
	}
	cmd := &cobra.Command{Use: c.Name}
	c.CobraFunc(cmd)
	if push, _, err := cmd.Find([]string{"scripts", "push"}); err != nil || push.Name() != "push" {
		t.Errorf("want scripts push below it, got %v, %v", push, err)
	}
}

func TestCommand_ReadsAddressesAsCaddyDoes(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]cli.Endpoint{
		"localhost:2019":                   {Network: "tcp", Address: "localhost:2019", Host: "localhost:2019", Origin: "http://localhost:2019"},
		"tcp/127.0.0.1:3019":               {Network: "tcp", Address: "127.0.0.1:3019", Host: "127.0.0.1:3019", Origin: "http://127.0.0.1:3019"},
		"[::1]:2019":                       {Network: "tcp", Address: "[::1]:2019", Host: "[::1]:2019", Origin: "http://[::1]:2019"},
		"unix//run/caddy/admin.sock":       {Network: "unix", Address: "/run/caddy/admin.sock", Host: "127.0.0.1"},
		"unix//run/caddy/admin.sock|0220":  {Network: "unix", Address: "/run/caddy/admin.sock", Host: "127.0.0.1"},
		"unix/@caddy":                      {Network: "unix", Address: "@caddy", Host: "127.0.0.1"},
		"udp/localhost:2019":               {},
		"localhost:2019-2029":              {},
		"localhost:port":                   {},
		"fd/3":                             {},
		"http://localhost:2019/api/v1/etc": {},
	} {
		got, err := adminEndpoint(address)
		if got != want || (err == nil) != (want != cli.Endpoint{}) {
			t.Errorf("%s: want %+v, got %+v, %v", address, want, got, err)
		}
	}
}

func TestCommand_EndsWithItsCode(t *testing.T) {
	t.Parallel()
	// Caddy's main looks at a type that it does not export, so only the text
	// can be compared.
	for code, want := range map[int]string{1: "exit status 1", 3: "exiting with status 3", 130: "exiting with status 130"} {
		if err := exitStatus(code); err == nil || err.Error() != want {
			t.Errorf("%d: want %q, got %v", code, want, err)
		}
	}
}

func TestCommand_RunsScriptsAsAServerDoes(t *testing.T) {
	t.Parallel()
	executor, err := devExecutor(slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	diagnostics, err := executor.Check(t.Context(), "package main\n\nfunc Handle() {}\n")
	if err != nil || len(diagnostics) == 0 {
		t.Errorf("want a check that finds something, got %+v, %v", diagnostics, err)
	}
	if err := executor.Close(); err != nil {
		t.Error(err)
	}
}
