package yaegi

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// plainError is an error with another text than its cause.
type plainError struct {
	text  string
	cause error
}

// Error returns the text.
func (e *plainError) Error() string { return e.text }

// Unwrap returns the cause.
func (e *plainError) Unwrap() error { return e.cause }

// jsonError is an error of decoding JSON without the interpreter's form of the
// script's types in its text.
func jsonError(err error) error {
	mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return err
	}
	clean := func(text string) string {
		if t := mismatch.Type.String(); strings.Contains(t, "struct {") {
			text = strings.ReplaceAll(text, t, "struct")
		}
		return strings.ReplaceAll(text, "Go struct field .", "Go struct field ")
	}
	if status, ok := errors.AsType[*sdk.StatusError](err); ok {
		return &sdk.StatusError{Status: status.Status, Message: clean(status.Message), Err: status.Err}
	}
	return &plainError{text: clean(err.Error()), cause: err}
}
