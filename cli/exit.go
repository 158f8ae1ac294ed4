package cli

import (
	"errors"
	"fmt"
	"net/http"
)

// The codes with which commands end. 0 is success.
const (
	ExitFailed       = 1   // it did not work, or the answer is no
	ExitUsage        = 2   // the command was not understood: nothing was asked of the server
	ExitRefused      = 3   // the server refused what it was sent
	ExitUnavailable  = 4   // the server cannot be reached, or not just now
	ExitConflict     = 5   // something else is in the way, or was faster
	ExitUnauthorized = 6   // the token is missing, wrong, or not enough
	ExitInterrupted  = 130 // Ctrl-C
)

// ExitError makes a program end with a code.
type ExitError struct {
	Code int
}

// Error names the code.
func (e *ExitError) Error() string { return fmt.Sprintf("exit status %d", e.Code) }

// usageError is a command that cannot be understood.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// codedError is an error with an exit code of its own.
type codedError struct {
	code int
	error
}

func (e *codedError) Unwrap() error { return e.error }

// coded gives err a code. An error without text is not printed: everything has
// been said.
func coded(code int, err error) error { return &codedError{code, err} }

// errSaid is for what has been said already.
var errSaid = errors.New("")

// errBroken ends what a source with errors cannot do.
var errBroken = errors.New("nothing was changed: the source would not run")

// exitCode returns the code for an error of a command.
func exitCode(err error) int {
	if c, ok := errors.AsType[*codedError](err); ok {
		return c.code
	}
	if _, ok := errors.AsType[*unreachableError](err); ok {
		return ExitUnavailable
	}
	p, ok := errors.AsType[*problem](err)
	if !ok {
		return ExitFailed
	}
	switch p.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return ExitUnauthorized
	case http.StatusConflict, http.StatusPreconditionFailed:
		return ExitConflict
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return ExitUnavailable
	}
	if p.Status >= 400 && p.Status < 500 {
		return ExitRefused
	}
	return ExitFailed
}
