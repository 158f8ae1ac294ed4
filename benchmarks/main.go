// Command benchmarks measures what a script costs beside Caddy's own static
// answer: it serves the same response through the respond directive, through
// the local executor and through worker processes, and prints a table.
//
//	go run ./benchmarks
//
// The ways take turns in short slices, so that whatever else the machine does
// meets all of them alike. Ratios are medians of the ratios within a round.
// The CPU time of a request counts the server and its workers, not the load
// generator, which runs on the same machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

// options are what the command line sets.
type options struct {
	binary      string
	rounds      int
	slice       time.Duration
	connections int
	only        string
	verbose     bool
}

func run(ctx context.Context, args []string, out io.Writer) error {
	var o options
	flags := flag.NewFlagSet("benchmarks", flag.ContinueOnError)
	flags.StringVar(&o.binary, "binary", "", "the server to measure; built from this repository when empty")
	flags.IntVar(&o.rounds, "rounds", 11, "how often each way has its turn")
	flags.DurationVar(&o.slice, "slice", 2*time.Second, "how long a turn lasts")
	flags.IntVar(&o.connections, "connections", 32, "how many connections ask at the same time")
	flags.StringVar(&o.only, "only", "", "measure one way only: respond, local or process")
	flags.BoolVar(&o.verbose, "v", false, "print every turn")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.rounds < 1 || o.slice <= 0 || o.connections < 1 {
		return errors.New("rounds, slice and connections must be positive")
	}
	home, err := os.MkdirTemp("", "picloud-benchmarks-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }() // only temporary files are left behind
	if o.binary == "" {
		o.binary = filepath.Join(home, "picloud")
		if err := build(o.binary); err != nil {
			return err
		}
	}
	return measure(ctx, o, home, out)
}

// build builds the server from the module that the command is part of.
func build(binary string) error {
	tool, err := exec.LookPath("go")
	if err != nil {
		return err
	}
	cmd := &exec.Cmd{Path: tool, Args: []string{tool, "build", "-o", binary, "github.com/picloud/picloud/cmd/picloud"}}
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the server: %w\n%s", err, strings.TrimSpace(string(text)))
	}
	return nil
}

// measure starts a server for each way, gives them turns and prints the table.
func measure(ctx context.Context, o options, home string, out io.Writer) error {
	var lanes []*lane
	defer func() {
		for _, l := range lanes {
			l.server.stop()
		}
	}()
	for _, way := range ways() {
		if o.only != "" && o.only != way.name {
			continue
		}
		s, err := start(ctx, o.binary, filepath.Join(home, way.name), way)
		if err != nil {
			return fmt.Errorf("%s: %w", way.name, err)
		}
		lanes = append(lanes, &lane{name: way.name, server: s})
	}
	if len(lanes) == 0 {
		return fmt.Errorf("there is no way %q: it must be respond, local or process", o.only)
	}
	for round := range o.rounds + 1 {
		for i := range lanes {
			l := lanes[(i+round)%len(lanes)] // nobody always comes after the same
			t, err := l.turn(ctx, o)
			if err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
			if round == 0 {
				continue // everything gets warm
			}
			l.turns = append(l.turns, t)
			if o.verbose {
				fmt.Fprintf(os.Stderr, "%2d %-8s %7.0f req/s %6.1f µs CPU p50 %s p99 %s\n", round, l.name, t.rate, t.cpu, t.p50, t.p99)
			}
		}
	}
	return table(out, o, lanes)
}
