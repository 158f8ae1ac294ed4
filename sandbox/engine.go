package sandbox

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// Engine is one implementation of the script language. It checks, compiles and
// calls scripts, and knows nothing of pools, deadlines or HTTP connections.
// Implementations are safe for concurrent use.
type Engine interface {
	// Check reports everything that is wrong with source, sorted by position.
	// Without an error among it, which may leave warnings, Compile accepts it.
	Check(source string) []Diagnostic

	// Compile prepares source for running. The error is a *SourceError when
	// source is to blame.
	Compile(source string) (Program, error)
}

// Program is a compiled script: immutable, and safe for concurrent use.
type Program interface {
	// Instantiate makes an Instance with globals of its own and runs their
	// initialisers under m. The error is one of those of Instance.Call, or a
	// *SourceError when the engine finds that it cannot run the script.
	Instantiate(m *Meter) (Instance, error)
}

// Instance is a Program with its global variables. It serves one call at a
// time. While a call is in progress no other method may be called.
type Instance interface {
	// Call runs the entry point under m on the caller's goroutine. When all of
	// the script's code has ended, done is called there, once, with the
	// response or with the error: a *HandleError when the entry point returned
	// one, a *PanicError when it panicked, a *LimitError when m stopped it.
	// After any error but a *HandleError the instance must be Reset or Closed
	// before it is used again.
	//
	// A script that m stopped may take its goroutine with it: then done is
	// called while that ends by runtime.Goexit, and Call does not return.
	Call(m *Meter, in *Invocation, done func(*sdk.Response, error))

	// Reset gives the globals their initial values again, under m, whatever
	// happened before. An instance whose Reset failed may be reset again.
	Reset(m *Meter) error

	// Close releases the instance.
	Close()
}

// Invocation is what one call of an entry point is given.
type Invocation struct {
	// Request is the request to answer. Never nil.
	Request *sdk.Request

	// Log receives what the script logs, its attributes as text. Nil drops it.
	// It is called by the script's goroutine.
	Log func(level slog.Level, msg string, attrs map[string]string)

	// Print receives what the script prints, in pieces that need not be whole
	// lines. Nil drops it. It is called by the script's goroutine.
	Print func(text string)

	// Room is for what the engine would allocate for each call.
	Room struct {
		Context  sdk.Context
		Response sdk.Response
	}
}

// SourceError says that a script's source cannot be run.
type SourceError struct {
	// Diagnostics say what is wrong. At least one of them is an error.
	Diagnostics []Diagnostic
}

// Error joins the diagnostics.
func (e *SourceError) Error() string {
	lines := make([]string, 0, len(e.Diagnostics))
	for _, d := range e.Diagnostics {
		lines = append(lines, fmt.Sprintf("%d:%d: %s", d.Line, d.Column, d.Message))
	}
	return strings.Join(lines, "\n")
}

// LimitError says that a limit ended the script.
type LimitError struct {
	// Outcome names the limit.
	Outcome Outcome
	// Message says it in words.
	Message string
}

// Error returns the message.
func (e *LimitError) Error() string { return e.Message }

// PanicError says that the script panicked and did not recover.
type PanicError struct {
	// Message is the panic's value in the words that Go prints for it.
	Message string
	// Line is the line of the source nearest to the panic that is known, or 0.
	Line int
}

// Error returns the message, as Go would print it.
func (e *PanicError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("panic: %s (line %d)", e.Message, e.Line)
	}
	return "panic: " + e.Message
}

// HandleError says that the entry point returned an error that carries no
// status for the client, or a value that cannot be a response.
type HandleError struct {
	// Message is the error's text.
	Message string
}

// Error returns the message.
func (e *HandleError) Error() string { return e.Message }
