package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/picloud/picloud/sandbox"
)

// Config is what the commands need to know of the program that holds them.
type Config struct {
	// Version is the version of this program, such as v1.2.3, for what init
	// requires. Anything else is no version.
	Version string

	// Address is the admin endpoint on this machine, unless --address says
	// otherwise.
	Address string

	// Endpoint reads an address of an admin endpoint. Required.
	Endpoint func(address string) (Endpoint, error)

	// Executor starts what dev runs a script on. Required.
	Executor func(*slog.Logger) (sandbox.Executor, error)

	// DataDir is the folder that a server on this machine keeps everything in,
	// unless its config names another one.
	DataDir string

	// Exit returns the error that makes the program end with a code, which is
	// not 0. It is not printed: the command has said what there is to say. Nil
	// for a *ExitError.
	Exit func(code int) error

	// Getenv returns an environment variable. Nil for os.Getenv.
	Getenv func(name string) string

	// Now returns the time. Nil for time.Now.
	Now func() time.Time

	// Interactive tells whether a person can be asked on in. Nil for whether
	// it is a terminal.
	Interactive func(in io.Reader) bool
}

// Endpoint is where an admin endpoint listens.
type Endpoint struct {
	// Network and Address are what net.Dial takes.
	Network, Address string

	// Host is what the endpoint wants to be called.
	Host string

	// Origin is what is sent as Origin. Empty for none.
	Origin string
}

// program is one tree of commands.
type program struct {
	Config
	server    string
	address   string
	tokenFile string
	json      bool
}

// Attach adds the commands to parent.
func Attach(parent *cobra.Command, c Config) {
	if c.Exit == nil {
		c.Exit = func(code int) error { return &ExitError{Code: code} }
	}
	if c.Getenv == nil {
		c.Getenv = os.Getenv
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Interactive == nil {
		c.Interactive = isTerminal
	}
	p := &program{Config: c}
	flags := parent.PersistentFlags()
	flags.StringVar(&p.server, "server", "", "URL of a PiCloud `site` to speak to, such as https://example.com; the default is $"+envServer)
	flags.StringVar(&p.tokenFile, "token-file", "", "`file` that holds the token for --server; the default is the token in $"+envToken)
	flags.StringVar(&p.address, "address", "", "admin `endpoint` of the Caddy on this machine (default "+c.Address+")")
	flags.BoolVar(&p.json, "json", false, "print JSON, for programs")

	p.group(parent,
		p.scripts(),
		p.routes(),
		p.logs(),
		p.test(),
		p.tokens(),
		p.export(),
		p.importing(),
		p.backup(),
		p.restore(),
		p.status(),
		p.initial(),
		p.dev(),
	)
}

// group makes cmd one that only holds others.
func (p *program) group(cmd *cobra.Command, sub ...*cobra.Command) *cobra.Command {
	cmd.AddCommand(sub...)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return p.misused(cmd, fmt.Errorf("there is no command %q", args[0]))
	}
	cmd.SetFlagErrorFunc(p.misused)
	return cmd
}

// action is what a command does.
type action func(ctx context.Context, r *run) error

// run is one run of a command.
type run struct {
	*program
	args []string
	in   io.Reader
	out  *printer
	err  *printer
}

// command makes cmd one that does something. The number of arguments is
// checked against its Use: a word in capitals is one, in brackets an optional
// one, and with dots there may be more.
func (p *program) command(cmd *cobra.Command, do action) *cobra.Command {
	least, most := arity(cmd.Use)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetFlagErrorFunc(p.misused)
	if cmd.ValidArgsFunction == nil && !strings.Contains(cmd.Use, "FILE") && !strings.Contains(cmd.Use, "FOLDER") {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return p.misused(cmd, errors.New("an argument is missing"))
		case most >= 0 && len(args) > most:
			return p.misused(cmd, fmt.Errorf("there is no place for the argument %q", args[most]))
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		r := &run{program: p, args: args, in: cmd.InOrStdin(), out: &printer{w: cmd.OutOrStdout()}, err: &printer{w: cmd.ErrOrStderr()}}
		err := do(ctx, r)
		if err == nil && r.out.err != nil {
			err = fmt.Errorf("writing the output: %w", r.out.err)
		}
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return p.Exit(ExitInterrupted)
		}
		if usage, ok := errors.AsType[*usageError](err); ok {
			return p.misused(cmd, usage)
		}
		r.complain(err)
		return p.Exit(exitCode(err))
	}
	return cmd
}

// misused tells how to use a command.
func (p *program) misused(cmd *cobra.Command, err error) error {
	cmd.PrintErrf("error: %v\nusage: %s\n%s --help tells more\n", err, cmd.UseLine(), cmd.CommandPath())
	return p.Exit(ExitUsage)
}

// arity reads how many arguments a command takes; most is -1 when there is no
// limit.
func arity(use string) (least, most int) {
	for _, word := range strings.Fields(use)[1:] {
		name := strings.Trim(word, "[].")
		switch {
		case name != strings.ToUpper(name):
			continue
		case strings.HasSuffix(strings.TrimRight(word, "]"), "..."):
			most = -1
		case most >= 0:
			most++
		}
		if !strings.HasPrefix(word, "[") {
			least++
		}
	}
	return least, most
}

// arg returns an argument, empty if there are less.
func (r *run) arg(i int) string {
	if i >= len(r.args) {
		return ""
	}
	return r.args[i]
}

// isTerminal tells whether a person sits behind in.
func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
