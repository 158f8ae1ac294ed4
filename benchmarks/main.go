//go:build linux

// Command benchmarks measures what a script costs beside the same answer from
// Caddy's own directives and from compiled Go, and prints tables in Markdown.
//
//	go run ./benchmarks
//
// The ways to answer take turns in short slices, so that whatever else the
// machine does meets all of them alike. Ratios are medians of the ratios within
// a round. The CPU time of a request counts the server and its workers, not the
// load generator, which runs on the same machine. Every answer is compared with
// the one that is right.
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
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command := run
	if len(os.Args) > 1 && os.Args[1] == plainCommand {
		os.Args, command = os.Args[1:], plain
	}
	if err := command(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

// options are what the command line sets.
type options struct {
	binary  string
	parts   []string
	loads   []string
	ways    []string
	rounds  int
	slice   time.Duration
	starts  int
	scripts int
	routes  int
	idle    time.Duration
	quick   bool
	wrk     bool
	verbose bool
	into    string
}

// part is one of the things that can be measured, with the tables it prints.
type part struct {
	name    string
	measure func(context.Context, *bench) error
}

func parts() []part {
	return []part{
		{"loads", measureLoads},
		{"connections", measureConnections},
		{"start", measureStart},
		{"idle", measureIdle},
	}
}

// bench is one run of the command.
type bench struct {
	options
	home   string
	floors string // the server of the ways that do nothing but hand requests on
	out    strings.Builder
}

// parse reads the command line.
func parse(args []string) (options, error) {
	var o options
	var chosen, loads, ways string
	flags := flag.NewFlagSet("benchmarks", flag.ContinueOnError)
	flags.StringVar(&o.binary, "binary", "", "the server to measure; built from this repository when empty")
	flags.StringVar(&chosen, "parts", "", "what to measure, with commas: "+strings.Join(namesOf(parts(), func(p part) string { return p.name }), ", ")+"; all when empty")
	flags.StringVar(&loads, "loads", "", "which loads, with commas: "+strings.Join(namesOf(allLoads(options{routes: manyRoutes}), func(l *load) string { return l.name }), ", ")+"; all when empty")
	flags.StringVar(&ways, "ways", "", "which ways to answer, with commas: "+strings.Join(namesOf(allWays(), func(w way) string { return w.name }), ", ")+"; all when empty")
	flags.IntVar(&o.rounds, "rounds", 9, "how often each way has its turn")
	flags.DurationVar(&o.slice, "slice", time.Second, "how long a turn lasts")
	flags.IntVar(&o.starts, "starts", 5, "how often each server is started to see how long that takes")
	flags.IntVar(&o.scripts, "scripts", 30, "how many scripts are asked for the first time, and have workers")
	flags.IntVar(&o.routes, "routes", manyRoutes, "how many other routes there are in the last load")
	flags.DurationVar(&o.idle, "idle", time.Minute, "for how long servers are watched that have nothing to do")
	flags.BoolVar(&o.quick, "quick", false, "only see that everything runs and that the answers are right: the figures mean nothing")
	flags.BoolVar(&o.wrk, "wrk", false, "have wrk put the load on as well, where a load is a simple GET")
	flags.BoolVar(&o.verbose, "v", false, "print every turn")
	flags.StringVar(&o.into, "into", "", "a Markdown file whose section \"Measured\" becomes the tables")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q is no option", flags.Arg(0))
	}
	if o.quick {
		o.rounds, o.slice, o.starts, o.scripts, o.idle = 1, 100*time.Millisecond, 1, 3, 2*time.Second
		o.routes = min(o.routes, 5000)
	}
	if o.rounds < 1 || o.slice <= 0 || o.starts < 1 || o.scripts < 1 || o.routes <= someRoutes || o.idle <= 0 {
		return o, fmt.Errorf("numbers and times must be positive, and routes more than %d", someRoutes)
	}
	var errs [3]error
	o.parts, errs[0] = choose("part", chosen, namesOf(parts(), func(p part) string { return p.name }))
	o.loads, errs[1] = choose("load", loads, namesOf(allLoads(o), func(l *load) string { return l.name }))
	o.ways, errs[2] = choose("way", ways, namesOf(allWays(), func(w way) string { return w.name }))
	return o, errors.Join(errs[:]...)
}

// choose checks a list of names, which are all of them when it is empty.
func choose(kind, list string, all []string) ([]string, error) {
	if list == "" {
		return all, nil
	}
	chosen := strings.Split(list, ",")
	for _, name := range chosen {
		if !slices.Contains(all, name) {
			return nil, fmt.Errorf("there is no %s %q, only %s", kind, name, strings.Join(all, ", "))
		}
	}
	return chosen, nil
}

func namesOf[T any](list []T, name func(T) string) []string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = name(v)
	}
	return names
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	b := &bench{options: o}
	if b.home, err = os.MkdirTemp("", "picloud-benchmarks-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(b.home) }() // only temporary files are left behind
	if b.binary == "" {
		b.binary = filepath.Join(b.home, "picloud")
		if err := build(ctx, "cmd/picloud", b.binary); err != nil {
			return err
		}
	}
	if slices.Contains(b.parts, "loads") {
		b.floors = filepath.Join(b.home, "floors")
		if err := build(ctx, "benchmarks/floors", b.floors); err != nil {
			return err
		}
	}
	began := time.Now()
	for _, p := range parts() {
		if !slices.Contains(b.parts, p.name) {
			continue
		}
		if err := p.measure(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	b.say("all of it took %s", time.Since(began).Round(time.Second))
	if b.into != "" {
		return replaceSection(b.into, b.out.String())
	}
	_, err = io.WriteString(out, b.out.String())
	return err
}

// say tells who waits how far it is.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format(time.TimeOnly)+" "+format+"\n", args...)
}

// build builds the package in a folder of the repository that the command is
// part of.
func build(ctx context.Context, folder, binary string) error {
	text, err := output(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/picloud/picloud")
	if err == nil {
		folder = filepath.Join(strings.TrimSpace(text), filepath.FromSlash(folder))
		text, err = output(ctx, "go", "build", "-C", folder, "-o", binary, ".")
	}
	if err != nil {
		return fmt.Errorf("building the server: %w\n%s", err, strings.TrimSpace(text))
	}
	return nil
}

// output runs a program to its end and returns what it writes.
func output(ctx context.Context, name string, args ...string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	cmd := &exec.Cmd{Path: path, Args: append([]string{name}, args...), Stdout: &text, Stderr: &text}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() }) // it may have ended
	defer stop()
	err = cmd.Wait()
	return text.String(), err
}

// How many routes a busy installation has, and a very large one.
const (
	someRoutes = 1000
	manyRoutes = 100_000
)
