package picloud

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/caddyserver/caddy/v2"
	caddycmd "github.com/caddyserver/caddy/v2/cmd"
	"github.com/spf13/cobra"

	"github.com/picloud/picloud/cli"
	"github.com/picloud/picloud/sandbox"
)

func init() {
	caddycmd.RegisterCommand(caddycmd.Command{
		Name:  "picloud",
		Usage: "<command>",
		Short: "Works with the scripts of a PiCloud server",
		Long: `
Works with the scripts of a PiCloud server: those of the Caddy on this machine,
over its admin endpoint, or with --server and a token those of another one.

Commands end with 0 when all went well, 1 when it failed or the answer is no, 2
when they were not understood, 3 when the server refused what it was sent, 4 when
it could not be reached, 5 when something else was in the way or faster, 6 when
the token was missing or not enough, and 130 on Ctrl-C.`,
		CobraFunc: func(cmd *cobra.Command) {
			cli.Attach(cmd, cli.Config{
				Version:  productVersion(),
				Address:  caddy.DefaultAdminListen,
				Endpoint: adminEndpoint,
				Executor: devExecutor,
				DataDir:  nodeDir(),
				Exit:     exitStatus,
			})
		},
	})
}

// adminEndpoint reads an address as Caddy writes it.
func adminEndpoint(address string) (cli.Endpoint, error) {
	parsed, err := caddy.ParseNetworkAddress(address)
	if err != nil {
		return cli.Endpoint{}, fmt.Errorf("the address %q cannot be used: %w", address, err)
	}
	switch {
	case parsed.IsUnixNetwork():
		// The permissions of the socket are for the server.
		path, _, _ := strings.Cut(parsed.Host, "|")
		return cli.Endpoint{Network: parsed.Network, Address: path, Host: "127.0.0.1"}, nil
	case parsed.PortRangeSize() != 1 || parsed.Network != "tcp" && parsed.Network != "tcp4" && parsed.Network != "tcp6":
		return cli.Endpoint{}, fmt.Errorf("the address %q is none of an admin endpoint: write it as localhost:2019 or unix//run/caddy.sock", address)
	}
	host := parsed.JoinHostPort(0)
	return cli.Endpoint{Network: parsed.Network, Address: host, Host: host, Origin: "http://" + host}, nil
}

// devExecutor starts what a server runs scripts on if its config does not say.
func devExecutor(logger *slog.Logger) (sandbox.Executor, error) {
	var preferred struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(defaultExecutor(), &preferred); err != nil {
		return nil, fmt.Errorf("reading the default executor: %w", err)
	}
	if preferred.Kind == "local" {
		return new(LocalExecutor).Open(logger)
	}
	return new(ProcessExecutor).Open(logger)
}

// exitStatus returns the error with which Caddy's main ends with a status.
func exitStatus(code int) error {
	if code == 1 {
		return errors.New("exit status 1")
	}
	// Caddy has a type of its own for that, which it does not export.
	return caddycmd.WrapCommandFuncForCobra(func(caddycmd.Flags) (int, error) { return code, nil })(&cobra.Command{}, nil)
}
