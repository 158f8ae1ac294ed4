package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"
)

// ErrUnavailable is wrapped by the errors of an executor that cannot check or
// run anything just now, such as one that is closed.
var ErrUnavailable = errors.New("executor unavailable")

// Executor runs scripts under limits. Implementations are safe for concurrent
// use.
type Executor interface {
	// Check reports what is wrong with a script's source; nothing means that
	// it would run. The error is about the executor, not the script.
	Check(ctx context.Context, source string) ([]Diagnostic, error)

	// Execute runs the script of call and writes its response to w. Unless the
	// outcome is OK, nothing was written to w, or the response was cut off
	// after its head (Result.Wrote). Execute returns as soon as the outcome is
	// known, even when what runs the script takes longer to stop. The context
	// ends when the client is gone; the deadline of call.Limits is the
	// executor's to enforce.
	Execute(ctx context.Context, call *Call, w http.ResponseWriter) Result

	// Retire drops what is kept for a script whose live version is no longer
	// in use. Executions in flight finish.
	Retire(scriptID string)

	// Close stops everything and releases it. Executions in flight end as
	// Crashed. Execute after Close answers Crashed.
	io.Closer
}

// Script names one immutable version of a script.
type Script struct {
	// ID identifies the script and Version its version; the pair identifies
	// Source.
	ID      string
	Version int64
	Source  string

	// Of names the script where versions of it have different IDs, as on a
	// node that runs scripts for several servers: when one is executed, the
	// others are most likely not wanted any more. Empty is ID.
	Of string
}

// Origin is Of, or ID.
func (s Script) Origin() string {
	if s.Of == "" {
		return s.ID
	}
	return s.Of
}

// Call is one execution.
type Call struct {
	// Script is what to run, under Limits.
	Script Script
	Limits Limits

	// Method, Host, Path, Params, Query, Rest, Header and RemoteIP become the
	// sdk.Request. The executor does not change them. RawQuery is the query as
	// it was sent, which is parsed when Query is nil.
	Method   string
	Host     string
	Path     string
	Params   map[string]string
	Query    url.Values
	RawQuery string
	Rest     string
	Header   http.Header
	RemoteIP string

	// Body is the request's body. Nil is none. An error while reading it, such
	// as *http.MaxBytesError, ends the execution; see Result.BodyErr.
	Body io.Reader
}

// Result is how an execution ended.
type Result struct {
	// Outcome says how it ended, and Error in words why, for the execution's
	// record: it may hold the script's internals, so clients must not see it.
	Outcome Outcome
	Error   string

	// BodyErr is the error met while reading Call.Body, if there was one.
	BodyErr error

	// Wrote is whether the response's head was written.
	Wrote bool

	// Logs are the lines that the script logged, and Dropped how many were
	// over the limit.
	Logs    []LogLine
	Dropped int

	// Usage is what the execution used.
	Usage Usage
}

// LogLine is one line that a script logged.
type LogLine struct {
	Time    time.Time         `json:"time"`
	Level   string            `json:"level"` // debug, info, warn, error; print for fmt.Print
	Message string            `json:"message"`
	Attrs   map[string]string `json:"attrs,omitempty"`
}

// Usage is what one execution used.
type Usage struct {
	Queued     time.Duration // waiting for a place
	Warm       time.Duration // compiling and starting, when it was cold
	Run        time.Duration // running Handle
	Operations int64         // loop turns and calls, rounded up
}

// Diagnostic is something wrong with a script's source.
type Diagnostic struct {
	// Line and Column, and EndLine and EndColumn behind the last character,
	// count from 1; columns in UTF-16 units. The end may be zero: unknown.
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"end_line,omitempty"`
	EndColumn int `json:"end_column,omitempty"`

	// Severity is error or warning. Only errors keep a script from being saved.
	Severity string `json:"severity" enum:"error,warning"`

	// Code names the kind: syntax, type, unsupported, import, limit, entry_point.
	Code string `json:"code"`

	// Message says what is wrong and, where there is one, the way out.
	Message string `json:"message"`
}

// Severities of a Diagnostic.
const (
	SeverityError   = "error"
	SeverityWarning = "warning"
)
