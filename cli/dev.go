package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/picloud/picloud/cli/devserver"
	"github.com/picloud/picloud/expression"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
)

// lookEvery is how often a script's file is looked at.
const lookEvery = 250 * time.Millisecond

func (p *program) dev() *cobra.Command {
	var listen string
	var patterns []string
	cmd := p.command(&cobra.Command{
		Use:   "dev FILE|FOLDER",
		Short: "Serves one script on this machine, anew on each save",
		Long: `Serves one script on this machine, without a server and without a database, within
the limits and walls that it would have there. Whenever the file is saved it is
checked and served anew; what is wrong with it is shown with its place. Each request
is shown with what the script has logged.

The script answers the routes that --route names, or those that ` + manifestName + ` in its
folder or the one above gives it, or else every path.

  dev greet.go --route 'GET /greet/:name'`,
	}, func(ctx context.Context, r *run) error {
		return r.develop(ctx, listen, patterns)
	})
	cmd.Flags().StringVarP(&listen, "listen", "l", "localhost:8080", "the `address` to serve on")
	cmd.Flags().StringArrayVarP(&patterns, "route", "r", nil, "a `route` that the script answers, as for routes add; may be repeated")
	return cmd
}

func (r *run) develop(ctx context.Context, listen string, patterns []string) error {
	file, err := scriptFile(r.arg(0))
	if err != nil {
		return err
	}
	said, err := manifestOf(file)
	if err != nil {
		return err
	}
	routes := said.Routes
	if len(patterns) > 0 {
		routes = nil
	}
	for _, pattern := range patterns {
		in, err := parseRoute(pattern)
		if err != nil {
			return usagef("%v", err)
		}
		routes = append(routes, manifestRoute{bundleRoute{Method: in.Method, Host: in.Host, Path: in.Path}})
	}
	table, err := routeTable(routes)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("listening: %w: --listen names another address", err)
	}
	executor, err := r.Executor(slog.New(slog.DiscardHandler))
	if err != nil {
		return errors.Join(fmt.Errorf("starting what runs scripts: %w", err), listener.Close())
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	lines := make(chan func(), 64)
	server := devserver.New(devserver.Config{
		Executor: executor,
		Limits:   said.sandbox(),
		Routes:   table,
		Served: func(e devserver.Exchange) {
			select {
			case lines <- func() { r.showExchange(e) }:
			case <-ctx.Done():
			}
		},
	})

	ended := make(chan struct{})
	go func() {
		defer close(ended)
		cancel(server.Serve(ctx, listener))
	}()
	r.say("%s on http://%s", file, listener.Addr())
	for _, one := range routes {
		r.say("  %s", clean(route{Method: one.Method, Host: one.Host, Path: one.Path, Guard: one.Guard}.String()))
	}
	go func() {
		cancel(devserver.Watch(ctx, file, lookEvery, func(source string) error {
			diagnostics, err := server.Load(ctx, source)
			if err != nil {
				return err
			}
			select {
			case lines <- func() { r.showLoad(file, source, diagnostics) }:
			case <-ctx.Done():
			}
			return nil
		}))
	}()
	// One goroutine writes.
	for ctx.Err() == nil {
		select {
		case line := <-lines:
			line()
		case <-ctx.Done():
		}
	}
	<-ended
	if err := executor.Close(); err != nil {
		return fmt.Errorf("stopping what runs scripts: %w", err)
	}
	return context.Cause(ctx)
}

// showLoad tells whether a source is served.
func (r *run) showLoad(file, source string, diagnostics []sandbox.Diagnostic) {
	list := make([]diagnostic, 0, len(diagnostics))
	broken := false
	for _, d := range diagnostics {
		list = append(list, diagnostic(d))
		broken = broken || d.Severity == sandbox.SeverityError
	}
	printDiagnostics(r.err, file, source, list)
	state := "ready"
	if broken {
		state = "would not run: requests are answered with 500"
	}
	r.say("%s  %s", r.Now().Format(time.TimeOnly), state)
}

// showExchange shows a request.
func (r *run) showExchange(e devserver.Exchange) {
	outcome := string(e.Result.Outcome)
	if outcome == "" {
		outcome = "not run"
	}
	r.say("%s  %d %s  %s  %s", e.Started.In(r.Now().Location()).Format(time.TimeOnly), e.Status, outcome,
		milliseconds(float64(e.Took)/float64(time.Millisecond)), clean(e.Method+" "+e.Path))
	if e.Result.Error != "" {
		r.say("    error: %s", clean(e.Result.Error))
	}
	lines := make([]logLine, 0, len(e.Result.Logs))
	for _, line := range e.Result.Logs {
		lines = append(lines, logLine(line))
	}
	r.printLogs(r.out, "    ", lines, e.Result.Dropped)
}

// scriptFile returns the file of a script: itself, or the only one of a folder.
func scriptFile(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", fmt.Errorf("reading the script: %w", err)
	case !info.IsDir():
		return path, nil
	}
	files, err := scriptsIn(path)
	switch {
	case err != nil:
		return "", err
	case len(files) == 0:
		return "", fmt.Errorf("%s holds no script", path)
	case len(files) > 1:
		return "", fmt.Errorf("%s holds %d scripts: name the file of one, such as %s", path, len(files), files[0])
	}
	return files[0], nil
}

// manifestOf returns what the picloud.json of a script's folder, or of the one
// above, says of it.
func manifestOf(file string) (manifestScript, error) {
	full, err := filepath.Abs(file)
	if err != nil {
		return manifestScript{}, fmt.Errorf("finding the script: %w", err)
	}
	for _, folder := range []string{filepath.Dir(full), filepath.Dir(filepath.Dir(full))} {
		m, err := readManifest(filepath.Join(folder, manifestName))
		if err != nil {
			return manifestScript{}, err
		}
		if len(m.Scripts) == 0 {
			continue
		}
		found, _, err := findScripts(folder)
		if err != nil {
			return manifestScript{}, err
		}
		for _, s := range m.Scripts {
			if path, err := s.locate(folder, found); err == nil && path == full {
				return s, nil
			}
		}
	}
	return manifestScript{}, nil
}

// routeTable returns the table of routes, nil for none.
func routeTable(routes []manifestRoute) (*routing.Table, error) {
	if len(routes) == 0 {
		return nil, nil
	}
	list := make([]*routing.Route, 0, len(routes))
	for _, one := range routes {
		spec := routing.Spec{Host: one.Host, HostParamName: one.HostParamName, Path: one.Path, Method: one.Method}
		if strings.TrimSpace(one.Guard) != "" {
			guard, err := expression.CompileGuard(one.Guard)
			if err != nil {
				return nil, fmt.Errorf("the guard of the route %s: %w", one.Path, err)
			}
			spec.Guard = guard
		}
		compiled, err := routing.Compile(spec)
		if err != nil {
			return nil, fmt.Errorf("the route %s: %w", one.Path, err)
		}
		list = append(list, compiled)
	}
	return routing.NewTable(list), nil
}

// sandbox returns the limits as an executor takes them.
func (l limits) sandbox() sandbox.Limits {
	return sandbox.Limits{
		Timeout:     time.Duration(l.TimeoutMS) * time.Millisecond,
		Operations:  l.MaxOperations,
		Memory:      l.MemoryLimitMB << 20,
		Concurrency: int(l.MaxConcurrency),
	}
}
