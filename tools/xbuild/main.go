// Command xbuild builds the Caddy binary that a JSON file describes, with
// xcaddy as a library. xcaddy's own command takes everything as flags; a file
// can be reviewed, pinned and reused by CI.
//
//	go run ./xbuild -config ../xcaddy.json -output ../caddy
//
// The file is the JSON form of xcaddy.Builder; see [readConfig] for what it
// adds to that.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stderr)
	stop()

	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "xbuild:", err)
		os.Exit(1)
	}
}

// run parses args, reads the configuration and builds. Usage goes to stderr;
// xcaddy logs its own progress there.
func run(ctx context.Context, args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("xbuild", flag.ContinueOnError)
	flags.SetOutput(stderr)
	config := flags.String("config", "xcaddy.json", "the JSON `file` that describes the build")
	output := flags.String("output", "caddy", "the binary to write, relative to the working directory")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q: everything is given by flags", flags.Arg(0))
	}

	builder, err := readConfig(*config)
	if err != nil {
		return err
	}
	if err := builder.Build(ctx, *output); err != nil {
		return fmt.Errorf("building %s: %w", *output, err)
	}
	return nil
}
