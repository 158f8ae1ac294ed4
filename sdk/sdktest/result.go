package sdktest

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
)

// Result is what became of a request.
type Result struct {
	// Status, Header and Body are the response. When Handle failed they are
	// those of the platform's answer: 500, without the error's text.
	Status int
	Header http.Header
	Body   string

	// Logs are the lines that the script logged, in order. What it printed with
	// package fmt went to the test's output.
	Logs []Log

	// Err is why the status is 500: an error that Handle returned and that was
	// not made by sdk.Error, a result that cannot be encoded or sent, or a
	// *PanicError. Nil when Handle made the response, whatever its status.
	Err error
}

// Log is one line that a script logged.
type Log struct {
	Level   slog.Level
	Message string
	Attrs   map[string]string // as the platform records them: text
}

// String returns the line as one reads it: level, message and attributes in
// the order of their keys.
func (l Log) String() string {
	text := l.Level.String() + " " + l.Message
	if len(l.Attrs) > 0 {
		text += " " + fmt.Sprint(l.Attrs)[len("map"):]
	}
	return text
}

// JSON decodes the body into what v points to.
func (r *Result) JSON(v any) error {
	if err := json.Unmarshal([]byte(r.Body), v); err != nil {
		return fmt.Errorf("the body of the response, %.200q, is not the JSON expected: %w", r.Body, err)
	}
	return nil
}

// PanicError is the error of a handler that panicked.
type PanicError struct {
	// Value is what it panicked with.
	Value any

	// Stack is where.
	Stack []byte
}

// Error returns the value panicked with, as the platform records it.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Unwrap returns the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
