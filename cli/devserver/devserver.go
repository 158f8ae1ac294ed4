package devserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
)

// Config is what a Server works with. All but Limits is required.
type Config struct {
	// Executor checks and runs the script.
	Executor sandbox.Executor

	// Limits are those of the script. Zero fields are the executor's.
	Limits sandbox.Limits

	// Routes are what the script answers. Nil for everything.
	Routes *routing.Table

	// Served is told of each request when it has been answered. It is called
	// by many goroutines.
	Served func(Exchange)
}

// Exchange is a request and what became of it.
type Exchange struct {
	Started time.Time
	Took    time.Duration
	Method  string
	Path    string // with the query
	Status  int
	Result  sandbox.Result
}

// Server serves the source it was given last. Use New.
type Server struct {
	Config
	live     atomic.Pointer[live]
	versions atomic.Int64
}

// live is what is served.
type live struct {
	script sandbox.Script
	broken []sandbox.Diagnostic // why it is not
}

// The limits of requests.
const (
	maxBody = 10 << 20

	headerPatience = 10 * time.Second
	endPatience    = 2 * time.Second

	scriptID = "00000000-0000-7000-8000-000000000000"
)

// New returns a Server that has no source yet.
func New(c Config) *Server { return &Server{Config: c} }

// Load serves another source from now on. If it would not run, every request
// is answered with why, which is also returned. The error is about the
// executor.
func (s *Server) Load(ctx context.Context, source string) ([]sandbox.Diagnostic, error) {
	diagnostics, err := s.Executor.Check(ctx, source)
	if err != nil {
		return nil, fmt.Errorf("checking the script: %w", err)
	}
	next := &live{script: sandbox.Script{ID: scriptID, Version: s.versions.Add(1), Source: source}}
	for _, d := range diagnostics {
		if d.Severity == sandbox.SeverityError {
			next.broken = diagnostics
		}
	}
	s.live.Store(next)
	if next.broken == nil {
		if p, ok := s.Executor.(sandbox.Preparer); ok {
			// An error shows with the first request.
			_ = p.Prepare(ctx, next.script, s.Limits)
		}
	}
	return diagnostics, nil
}

// Serve answers requests on the listener, which it closes, until ctx ends.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerPatience,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endPatience)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		// Who is still waiting does so no longer.
		return errors.Join(ctx.Err(), server.Close())
	}
	return ctx.Err()
}

// ServeHTTP answers as PiCloud would, but for saying why a script fails.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := Exchange{Started: time.Now(), Method: r.Method, Path: r.URL.RequestURI()}
	recorder := &recorder{ResponseWriter: w}
	e.Result = s.answer(recorder, r)
	e.Took = time.Since(e.Started)
	e.Status = recorder.status
	s.Served(e)
	if e.Result.Wrote && e.Result.Outcome != sandbox.OK {
		// The head is out: only breaking the connection tells the client.
		panic(http.ErrAbortHandler)
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) sandbox.Result {
	now := s.live.Load()
	switch {
	case now == nil:
		return refuse(w, http.StatusServiceUnavailable, "the script has not been read yet")
	case now.broken != nil:
		return refuse(w, http.StatusInternalServerError, "the script would not run:\n"+list(now.broken))
	}
	match := routing.Match{Rest: strings.TrimPrefix(r.URL.Path, "/")}
	if s.Routes != nil {
		match = s.Routes.Match(request(r))
		switch {
		case match.Route == nil && len(match.Allow) > 0:
			w.Header().Set("Allow", strings.Join(match.Allow, ", "))
			return refuse(w, http.StatusMethodNotAllowed, "no route of the script takes "+r.Method+" there")
		case match.Route == nil:
			return refuse(w, http.StatusNotFound, "no route of the script matches "+r.Method+" "+r.URL.EscapedPath())
		}
	}
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		ip = r.RemoteAddr
	}
	result := s.Executor.Execute(r.Context(), &sandbox.Call{
		Script:   now.script,
		Limits:   s.Limits,
		Method:   r.Method,
		Host:     routing.CanonicalHost(r.Host),
		Path:     r.URL.Path,
		Params:   match.Params.Map(),
		Query:    r.URL.Query(),
		Rest:     match.Rest,
		Header:   r.Header,
		RemoteIP: ip,
		Body:     http.MaxBytesReader(w, r.Body, maxBody),
	}, w)
	if !result.Wrote {
		status := result.Outcome.Status()
		if _, ok := errors.AsType[*http.MaxBytesError](result.BodyErr); ok {
			status = http.StatusRequestEntityTooLarge
		}
		write(w, status, string(result.Outcome)+": "+result.Error)
	}
	return result
}

// request is what routing looks at.
func request(r *http.Request) *routing.Request {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		ip = r.RemoteAddr
	}
	return &routing.Request{
		Method: r.Method, Host: r.Host, Path: r.URL.EscapedPath(), RawQuery: r.URL.RawQuery, Header: r.Header, RemoteIP: ip, TLS: r.TLS != nil,
	}
}

// refuse answers where no script runs.
func refuse(w http.ResponseWriter, status int, text string) sandbox.Result {
	write(w, status, text)
	return sandbox.Result{}
}

// write answers with a text.
func write(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, strings.TrimSpace(text), status)
}

func list(diagnostics []sandbox.Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		fmt.Fprintf(&b, "%d:%d: %s\n", d.Line, d.Column, d.Message)
	}
	return b.String()
}

// recorder notes the status of a response.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach what is underneath.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
